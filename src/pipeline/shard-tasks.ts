import { marketCalendars, wallClockSlots } from '../domain/market-calendar.ts';
import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { scenarioSlice, type ScenarioSet } from '../domain/scenario-set.ts';
import { SolverError } from '../errors.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { readArtefact } from '../io/artefact-store.ts';
import { evaluateRecourse } from '../optimise/evaluate-plan.ts';
import { dayClock, planOnDay, planProblemOfDay } from '../optimise/plan-problem-of-day.ts';
import type { ScenarioModel } from '../simulate/fit-scenario-model.ts';
import { simulateScenarios } from '../simulate/simulate-scenarios.ts';
import { scoreShard, type ScoreShard, type ScoreShardResult } from './score-shards.ts';

/** A piece of work described by data alone, so that any thread, process or machine does it alike. */
export type ShardTask = SimulateShard | RecourseShard | ScoreShard;

export interface SimulateShard {
  readonly kind: 'simulate';
  readonly modelPath: string;
  readonly seed: number;
  readonly firstScenario: number;
  readonly scenarioCount: number;
  readonly horizonDays: number;
}

export interface RecourseShard {
  readonly kind: 'recourse';
  readonly scenarioPath: string;
  /** Scenarios of the artefact, `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly plan: Plan;
  readonly shortfallPenalty: number;
}

/** Recourse of a plan over the horizon, scenario by scenario. */
export interface RecourseShardResult {
  /** Linear recourse, S × periods of the horizon, "plan repeated", state of charge carried over. */
  readonly profitByPeriod: Float64Array;
  /** First day, S: with the linear recourse and with exact physics. */
  readonly dayProfit: Float64Array;
  readonly exactDayProfit: Float64Array;
  /** First day, S: largest departure from the energy window, MWh. */
  readonly shortfallMWh: Float64Array;
}

export async function runShard(task: ShardTask): Promise<ScenarioSet | RecourseShardResult | ScoreShardResult> {
  if (task.kind !== 'simulate' && task.kind !== 'recourse')
    return scoreShard(task, await artefact<WholeDayPass>(task.passPath));
  if (task.kind === 'simulate') return simulateScenarios(await artefact<ScenarioModel>(task.modelPath), task);
  return recourseShard(task, scenarioSlice(await artefact<ScenarioSet>(task.scenarioPath), task.from, task.to));
}

function recourseShard(task: RecourseShard, set: ScenarioSet): RecourseShardResult {
  const { config, night, plan, shortfallPenalty } = task;
  const calendar = marketCalendars[config.calendar];
  const total = set.dayOffsets[set.days.length];
  const profit = new Float64Array(set.scenarioCount * total);
  const first = planProblemOfDay(config, night, set, 0, shortfallPenalty);
  const firstClock = dayClock(config, first, wallClockSlots(calendar, set.days[0]));
  let state: Float64Array | null = null;
  let shortfallMWh = new Float64Array(0);
  set.days.forEach((day, index) => {
    const problem = index === 0 ? first : planProblemOfDay(config, night, set, index, shortfallPenalty);
    const clock = index === 0 ? firstClock : dayClock(config, problem, wallClockSlots(calendar, day));
    const outcome = evaluateRecourse(problem, planOnDay(plan, firstClock, clock), 'relaxed', state);
    state = outcome.finalStateMWh;
    if (index === 0) shortfallMWh = outcome.shortfallMWh as Float64Array<ArrayBuffer>;
    for (let s = 0; s < set.scenarioCount; s++) {
      const T = day.periodCount;
      profit.set(outcome.profitByPeriod.subarray(s * T, (s + 1) * T), s * total + set.dayOffsets[index]);
    }
  });
  const exact = evaluateRecourse(first, plan, 'exact');
  const T = first.periodCount;
  return {
    profitByPeriod: profit,
    dayProfit: rowSums(profit, set.scenarioCount, total, T),
    exactDayProfit: rowSums(exact.profitByPeriod, set.scenarioCount, T, T),
    shortfallMWh,
  };
}

/** Sum of the first `count` columns of each row. */
function rowSums(matrix: Float64Array, rows: number, width: number, count: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, s) => {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += matrix[s * width + t];
    return sum;
  });
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
