import type { IngestResult } from '../ingest/assemble-history.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { scenarioSlice, type ScenarioSet } from '../domain/scenario-set.ts';
import type { StressCase } from '../domain/stress.ts';
import { SolverError } from '../errors.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { readArtefact } from '../io/artefact-store.ts';
import type { ScenarioCuts } from '../optimise/decomposition/scenario-cuts.ts';
import type { ScenarioModel } from '../simulate/fit-scenario-model.ts';
import { simulateScenarios } from '../simulate/simulate-scenarios.ts';
import { backtestDay, type BacktestShard, type BacktestedDay } from './backtest-day.ts';
import { cutsOfShard, type CutsShard } from './cuts-shard.ts';
import {
  evaluateOutcome,
  policyProfits,
  type CarryOutSettings,
  type EvaluatedPlans,
  type EvaluateOutcome,
  type JudgedSets,
} from './evaluate-outcome.ts';
import { scoreShard, type ScoreShard, type ScoreShardResult } from './score-shards.ts';
import { stressOutcome, type StressOutcome } from './stress-outcome.ts';

/** A piece of work described by data alone, so that any thread, process or machine does it alike. */
export type ShardTask =
  SimulateShard | PolicyShard | EvaluateShard | StressShard | ScoreShard | CutsShard | BacktestShard;

export interface SimulateShard {
  readonly kind: 'simulate';
  readonly modelPath: string;
  readonly seed: number;
  readonly firstScenario: number;
  readonly scenarioCount: number;
  readonly horizonDays: number;
}

/** Scenarios of the simulate artefact, `from` included, `to` not, and those that the policy is prepared on. */
interface JudgedScenarios extends CarryOutSettings {
  readonly scenarioPath: string;
  readonly from: number;
  readonly to: number;
  readonly planned: readonly [from: number, to: number];
}

/** Profits of several plans under the policy; result: one row of scenarios a plan. */
export interface PolicyShard extends JudgedScenarios {
  readonly kind: 'policy';
  readonly plans: readonly Plan[];
}

/** The chosen plan and those beside it, judged. */
export interface EvaluateShard extends JudgedScenarios {
  readonly kind: 'evaluate';
  readonly plans: EvaluatedPlans;
}

/** The chosen plan under one stress case that replays no past day. */
export interface StressShard extends JudgedScenarios {
  readonly kind: 'stress';
  readonly plan: Plan;
  readonly stress: StressCase;
}

export type ShardResult =
  ScenarioSet | EvaluateOutcome | Float64Array[] | StressOutcome | ScoreShardResult | ScenarioCuts | BacktestedDay;

export async function runShard(task: ShardTask): Promise<ShardResult> {
  switch (task.kind) {
    case 'cuts':
      return cutsOfShard(task);
    case 'simulate':
      return simulateScenarios(await artefact<ScenarioModel>(task.modelPath), task);
    case 'policy':
      return policyProfits(task, await judgedSets(task), task.plans);
    case 'evaluate':
      return evaluateOutcome(task, await judgedSets(task), task.plans);
    case 'stress':
      return stressOutcome(task, await judgedSets(task), task.plan, task.stress, null);
    case 'backtest':
      return backtestDay(task, (await artefact<IngestResult>(task.historyPath)).history);
    default:
      return scoreShard(task, await artefact<WholeDayPass>(task.passPath));
  }
}

async function judgedSets({ scenarioPath, from, to, planned }: JudgedScenarios): Promise<JudgedSets> {
  const set = await artefact<ScenarioSet>(scenarioPath);
  return { plan: scenarioSlice(set, ...planned), evaluate: scenarioSlice(set, from, to) };
}

/** The artefact read last: the shards of one stage share it. */
let cached: { path: string; value: unknown } | undefined;

async function artefact<T>(path: string): Promise<T> {
  if (cached?.path !== path) {
    const value = await readArtefact<T>(path);
    if (value === undefined)
      throw new SolverError('an artefact is missing or damaged', { file: path, remedy: 'run again with --fresh' });
    cached = { path, value };
  }
  return cached.value as T;
}
