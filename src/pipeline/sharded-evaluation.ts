import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import type { WorkerPool } from '../io/worker-pool.ts';
import { joinScenarioCuts, type ScenarioCuts } from '../optimise/decomposition/scenario-cuts.ts';
import type { CutsShard } from './cuts-shard.ts';

/** Prices (scenarios × periods) of a battery below which one thread is as quick, their start included. */
const fewestPrices = 80_000;
/** Two shards a thread even out what one of them is held up by. */
const shardsPerWorker = 2;

/** True where the evaluations of a search are worth several threads. */
export function worthSharding({ assets: [first] }: FleetProblem, workers: number): boolean {
  return workers > 1 && first.scenarioCount * first.periodCount >= fewestPrices;
}

let searches = 0;

/**
 * The evaluation of all scenarios of a battery in shards on worker threads, joined in scenario order: the same to the
 * bit for any number of threads. The threads share the scenario prices; each prepares its shards once.
 */
export function shardedEvaluation(
  { assets }: FleetProblem,
  pool: WorkerPool,
): (plan: Plan, asset: number) => Promise<ScenarioCuts> {
  const search = searches++;
  const shared = assets.map(withSharedPrices);
  const ranges = equalRanges(assets[0].scenarioCount, shardsPerWorker * pool.workers);
  return async (plan, asset) =>
    joinScenarioCuts(
      await pool.map<CutsShard, ScenarioCuts>(
        ranges.map(([from, to]) => ({ kind: 'cuts', search, asset, problem: shared[asset], from, to, plan })),
      ),
    );
}

function withSharedPrices(problem: PlanProblem): PlanProblem {
  return {
    ...problem,
    weights: shared(problem.weights),
    dayAhead: shared(problem.dayAhead),
    imbalance: shared(problem.imbalance),
    services: problem.services.map((service) => ({
      ...service,
      availability: shared(service.availability),
      utilisationPrice: service.utilisationPrice === null ? null : shared(service.utilisationPrice),
    })),
  };
}

/** A copy that structured cloning passes on instead of copying. */
function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function equalRanges(count: number, parts: number): [from: number, to: number][] {
  const ends = Array.from({ length: parts + 1 }, (_, i) => Math.round((i * count) / parts));
  return ends.slice(1).flatMap((to, i): [number, number][] => (to > ends[i] ? [[ends[i], to]] : []));
}
