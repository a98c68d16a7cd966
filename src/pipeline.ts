import type { PipelineConfig } from './config.ts';
import type { PriceHistory } from './domain/price-history.ts';
import { deliveryDay, marketCalendars } from './domain/market-calendar.ts';
import { fleetOf } from './domain/fleet-problem.ts';
import type { NightState } from './domain/night-state.ts';
import { samePlan, type Plan, type PlanProblem } from './domain/plan-problem.ts';
import type { ScenarioSet } from './domain/scenario-set.ts';
import { isReplay } from './domain/stress.ts';
import { assembleHistory, type IngestResult } from './ingest/assemble-history.ts';
import { assessData } from './ingest/assess-data.ts';
import { knownHistory } from './ingest/known-history.ts';
import { requireGateOrder, waitsForDayAhead } from './ingest/market-gates.ts';
import { checkPlanDate, defaultPlanDate } from './ingest/plan-date.ts';
import { artefactKey, type ArtefactKey, type ArtefactStore } from './io/artefact-store.ts';
import type { Log } from './io/log.ts';
import type { SourceFiles } from './io/source-files.ts';
import type { WorkerPool } from './io/worker-pool.ts';
import type { PlanChoice } from './optimise/choose-plan.ts';
import { planProblemOfDay, servicesOfPlan } from './optimise/plan-problem-of-day.ts';
import { fitReservationRule, type ReservationRule } from './optimise/reservation-rule.ts';
import { requireSoldOnGrid } from './optimise/sold-of-day.ts';
import type { EvaluatedPlans, EvaluateOutcome, PolicyOutcome, RecourseOutcome } from './pipeline/evaluate-outcome.ts';
import { measureOutcome, type MeasuredRisk } from './pipeline/measure-outcome.ts';
import { mergeOutcomes, mergeProfits, mergeScenarios } from './pipeline/merge-shards.ts';
import { preparePlan, type PreparedPlan } from './pipeline/prepare-plan.ts';
import { proposePlan } from './pipeline/propose-plan.ts';
import { modelRequest, scenarioRanges } from './pipeline/run-settings.ts';
import { recourseGap, searchPlans, type PlanFrontiers, type SearchTools } from './pipeline/search-plans.ts';
import type { ShardTask } from './pipeline/shard-tasks.ts';
import { searchProgressText } from './pipeline/search-progress-text.ts';
import { shardedEvaluation, worthSharding } from './pipeline/sharded-evaluation.ts';
import { openStages, type Stages, type StageTiming } from './pipeline/stages.ts';
import { assumesNoPosition, noPositionText } from './pipeline/closed-day-ahead.ts';
import type { StressOutcome } from './pipeline/stress-outcome.ts';
import { stressStage } from './pipeline/stress-stage.ts';
import { requireReplayedDays } from './simulate/require-replayed-days.ts';
import { fitScenarioModel, type ScenarioModel } from './simulate/fit-scenario-model.ts';

/** What a run needs from the outside: nothing in the stages reads files, clocks or the environment. */
export interface PipelineTools {
  readonly store: ArtefactStore;
  readonly pool: () => WorkerPool;
  readonly log: Log;
  /** Seconds of a monotonic clock, for timings only. */
  readonly clock: () => number;
  readonly codeDigest: string;
  /** Recompute everything. */
  readonly fresh: boolean;
  /** Called once the day to plan is known, before the long stages: throw to stop the run. */
  readonly onDate: (date: string) => Promise<void>;
}

export interface PipelineInput {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly sources: SourceFiles;
  /** Delivery day to plan; undefined: the one after the last with complete day-ahead prices. */
  readonly date: string | undefined;
}

/** Everything that a run found out. */
export interface PipelineResult {
  readonly date: string;
  readonly ingested: IngestResult;
  readonly model: ScenarioModel;
  readonly sets: { readonly plan: ScenarioSet; readonly choose: ScenarioSet; readonly evaluate: ScenarioSet };
  readonly shortfallPenalty: number;
  readonly frontiers: PlanFrontiers;
  readonly choice: PlanChoice;
  /** The proposed plan in volumes that the markets accept: what is submitted and evaluated. */
  readonly submitted: Plan;
  /** Profit by *evaluate* scenario of the proposed plan before rounding, gain positive; null: nothing was rounded. */
  readonly unroundedProfit: Float64Array | null;
  /** The first day on the *evaluate* scenarios. */
  readonly problem: PlanProblem;
  readonly policy: PolicyOutcome;
  readonly recourse: RecourseOutcome;
  /** What would be reserved once the day-ahead outcome is known; null: no reservation can wait for it. */
  readonly reservation: ReservationRule | null;
  /** The submitted plan under each stress case of the configuration: by *evaluate* scenario, of a replay one. */
  readonly stress: readonly StressOutcome[];
  readonly measured: MeasuredRisk;
  readonly timings: readonly StageTiming[];
}

const shardSize = 125;

/**
 * The nightly run: ingest → fit → simulate → optimise → choose → evaluate → stress → measure. Each stage is found
 * again in the store by a digest of everything it depends on; a killed run goes on after its last whole stage.
 */
export async function runPipeline(input: PipelineInput, tools: PipelineTools): Promise<PipelineResult> {
  const { night } = input;
  const { log } = tools;
  if (assumesNoPosition(input.config, night)) log.warn(noPositionText);
  const stages = openStages(tools);
  const fitted = await fitStages(input, tools, stages);
  const { date, ingested, model, keys } = fitted;
  const scenarios = await simulateStage(input, tools, stages, fitted);
  const ranges = scenarioRanges(input.config);
  const prepared = preparePlan(input.config, night, model, scenarios);
  const { config, sets, shortfallPenalty, planned, settings } = prepared;
  const frontiers = await stages.run('optimise', keys.optimise, () =>
    searchPlans(prepared, searchTools(prepared, tools)),
  );

  const judged = { ...settings, scenarioPath: tools.store.path(keys.simulate), planned: ranges.plan };
  const policyProfits = async (set: 'choose' | 'evaluate', own: readonly Plan[]): Promise<Float64Array[]> => {
    const shards = split(...ranges[set]).map(([from, to]): ShardTask => ({
      ...judged,
      kind: 'policy',
      from,
      to,
      plans: own,
    }));
    return mergeProfits(
      await tools.pool().map<ShardTask, Float64Array[]>(shards, (done, total) => log.progress(set, done, total)),
    );
  };
  const { choice, submitted } = await stages.run('choose', keys.choose, () =>
    proposePlan(prepared, frontiers, (plans) => policyProfits('choose', plans)),
  );

  const found = choice.proposed.plan;
  const { policy, recourse, knowledge, unroundedProfit, reservation } = await stages.run(
    'evaluate',
    keys.evaluate,
    async () => {
      const plans: EvaluatedPlans = {
        proposed: submitted,
        riskNeutral: frontiers.recourse.frontier[frontiers.recourse.frontier.length - 1].plan,
        meanPath: frontiers.meanPath,
        reservation: await fitReservationRule(
          planned,
          submitted,
          servicesOfPlan(config, night, sets.plan).map(
            ({ service }) => service.maxMW > 0 && waitsForDayAhead(config, service),
          ),
          recourseGap,
        ),
      };
      const shards = split(...ranges.evaluate).map(([from, to]): ShardTask => ({
        ...judged,
        kind: 'evaluate',
        from,
        to,
        plans,
      }));
      const parts = await tools
        .pool()
        .map<ShardTask, EvaluateOutcome>(shards, (done, total) => log.progress('evaluate', done, total));
      const unrounded = samePlan(found, submitted) ? null : (await policyProfits('evaluate', [found]))[0];
      return { ...mergeOutcomes(parts), unroundedProfit: unrounded, reservation: plans.reservation };
    },
  );
  const problem = planProblemOfDay(config, night, sets.evaluate, 0, shortfallPenalty);

  // Beside the simulated scenarios, never among them: nothing else depends on it.
  const stress = await stages.run('stress', keys.stress, () =>
    stressStage({
      settings,
      sets,
      plan: submitted,
      known: () => knownHistory(ingested.history, config, date),
      onWorkers: (cases) => {
        const [from, to] = ranges.evaluate;
        const tasks = cases.map((one): ShardTask => ({
          ...judged,
          kind: 'stress',
          from,
          to,
          plan: submitted,
          stress: one,
        }));
        return tools.pool().map(tasks, (done, total) => log.progress('stress', done, total));
      },
    }),
  );

  const measured = await stages.run('measure', keys.measure, async () =>
    measureOutcome({
      evaluate: sets.evaluate,
      problem,
      headlinePolicy: config.policy.kind,
      policy,
      recourse,
      knowledge,
      confidenceLevel: config.risk.confidenceLevel,
      seed: config.seed,
    }),
  );
  return {
    date,
    ingested,
    model,
    sets,
    shortfallPenalty,
    frontiers,
    choice,
    submitted,
    unroundedProfit,
    problem,
    policy,
    recourse,
    reservation,
    stress,
    measured,
    timings: stages.timings,
  };
}

/** The search tells how far it is, and works on the threads where it is large. */
function searchTools({ inFull }: PreparedPlan, { pool, log, clock }: PipelineTools): SearchTools {
  const started = clock();
  const fleet = fleetOf(inFull);
  return {
    evaluate: worthSharding(fleet, pool().workers) ? shardedEvaluation(fleet, pool()) : undefined,
    onIteration: (progress) => log.status(searchProgressText(progress, clock() - started)),
    onSchedule: (done, total) => log.progress('optimise, schedule', done, total),
    warn: (text) => log.warn(text),
  };
}

type KeyInput = Pick<PipelineInput, 'config' | 'night' | 'sources'>;

/** Ingest depends on the files and the rules for them; not on where the files lie, nor on the day planned. */
export function ingestKeyOf(
  { config, sources }: Pick<PipelineInput, 'config' | 'sources'>,
  { codeDigest }: Pick<PipelineTools, 'codeDigest'>,
): ArtefactKey {
  const { markets, calendar, reportingCurrency, data } = config;
  return artefactKey('ingest', {
    codeDigest,
    markets,
    calendar,
    reportingCurrency,
    data: { ...data, directory: '' },
    inputs: sources.digests,
  });
}

/** The key of every stage: each depends on the one before it and on its own part of the configuration. */
function stageKeys(input: KeyInput, tools: Pick<PipelineTools, 'codeDigest'>, date: string) {
  const { config, night } = input;
  const ingest = ingestKeyOf(input, tools);
  const fit = artefactKey('fit', { ingest, date, generator: config.generator, planTime: config.planTime ?? null });
  const simulate = artefactKey('simulate', { fit, seed: config.seed, scenarios: config.scenarios });
  const { risk, decision, batteries } = config;
  const optimise = artefactKey('optimise', {
    simulate,
    night,
    decision,
    batteries,
    confidenceLevel: risk.confidenceLevel,
    frontierPoints: risk.frontierPoints,
  });
  const choose = artefactKey('choose', { optimise, limit: risk.limit, policy: config.policy });
  const evaluate = artefactKey('evaluate', { choose });
  const stress = artefactKey('stress', { choose, stress: config.stress });
  const measure = artefactKey('measure', { evaluate });
  return { ingest, fit, simulate, optimise, choose, evaluate, stress, measure };
}

/** The day that a run would plan and the keys of its stages, without running more than ingest; checked as a run is. */
export async function pipelineKeys(
  input: PipelineInput,
  tools: PipelineTools,
): Promise<{ date: string; stages: { stage: string; key: ArtefactKey }[] }> {
  const { date } = await ingestStage(input, tools, openStages(tools));
  return { date, stages: Object.entries(stageKeys(input, tools, date)).map(([stage, key]) => ({ stage, key })) };
}

/** Reads the sources and settles the day to plan; all that can be wrong with the input is an error here. */
async function ingestStage(
  input: PipelineInput,
  tools: PipelineTools,
  stages: Stages,
): Promise<{ ingested: IngestResult; date: string }> {
  const { config, sources } = input;
  requireGateOrder(config);
  const ingested = await stages.run(
    'ingest',
    ingestKeyOf(input, tools),
    async () => assembleHistory(config, sources.read),
    // Bad input leaves nothing behind: the day is checked before the first result is stored.
    ({ history }) => {
      const planned = plannedDate(input, history);
      assessData(history, planned, config.data);
      if (config.stress.some(isReplay))
        requireReplayedDays(config.stress, history, knownHistory(history, config, planned), planned);
    },
  );
  const date = plannedDate(input, ingested.history);
  await tools.onDate(date);
  return { ingested, date };
}

/** The stages up to the fitted generator of the day planned. */
export async function fitStages(input: PipelineInput, tools: PipelineTools, stages: Stages): Promise<FittedStages> {
  const { config } = input;
  const { ingested, date } = await ingestStage(input, tools, stages);
  const keys = stageKeys(input, tools, date);
  const model = await stages.run('fit', keys.fit, async () =>
    fitScenarioModel(knownHistory(ingested.history, config, date), modelRequest(config, date)),
  );
  return { ingested, date, keys, model };
}

/**
 * The day to plan: the one asked for, else the first that the prices do not cover. Throws a DataError where it cannot be
 * planned, a ConfigError where what was sold does not fit it.
 */
function plannedDate({ config, night, date }: PipelineInput, history: PriceHistory): string {
  const planned = date ?? defaultPlanDate(history, config);
  checkPlanDate(history, config, planned);
  requireSoldOnGrid(config, night, deliveryDay(marketCalendars[config.calendar], planned));
  return planned;
}

export interface FittedStages {
  readonly ingested: IngestResult;
  readonly date: string;
  readonly keys: ReturnType<typeof stageKeys>;
  readonly model: ScenarioModel;
}

/** All scenarios of the run, drawn in shards on the workers and merged in scenario order. */
export async function simulateStage(
  input: PipelineInput,
  tools: PipelineTools,
  stages: Stages,
  { keys }: FittedStages,
): Promise<ScenarioSet> {
  const { config } = input;
  return stages.run('simulate', keys.simulate, async () => {
    const shards = split(0, scenarioRanges(config).total).map(([from, to]): ShardTask => ({
      kind: 'simulate',
      modelPath: tools.store.path(keys.fit),
      seed: config.seed,
      firstScenario: from,
      scenarioCount: to - from,
      horizonDays: config.scenarios.horizonDays,
    }));
    const parts = await tools
      .pool()
      .map<ShardTask, ScenarioSet>(shards, (done, total) => tools.log.progress('simulate', done, total));
    return mergeScenarios(parts);
  });
}

function split(from: number, to: number): [from: number, to: number][] {
  const shards: [number, number][] = [];
  for (let start = from; start < to; start += shardSize) shards.push([start, Math.min(to, start + shardSize)]);
  return shards;
}
