import { afterEach, describe, expect, it } from 'vitest';
import { fleetOf } from '../../src/domain/fleet-problem.ts';
import { openWorkerPool, type WorkerPool } from '../../src/io/worker-pool.ts';
import { scenarioCuts } from '../../src/optimise/decomposition/scenario-cuts.ts';
import {
  solveFleetPlanByDecomposition,
  solvePlanByDecomposition,
} from '../../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { shardedEvaluation, worthSharding } from '../../src/pipeline/sharded-evaluation.ts';
import { randomFleetProblem } from '../optimise/random-fleet-problem.ts';
import { randomPlanProblem } from '../optimise/random-plan-problem.ts';

const workerFile = new URL('../../src/cuts-worker.ts', import.meta.url);
const request = { limit: null, frontierPoints: 4 };

describe('a search on worker threads', () => {
  let pool: WorkerPool;
  const open = (workers: number): WorkerPool => (pool = openWorkerPool(workerFile, workers));
  afterEach(() => pool.close());

  it('gives the same to the bit with one, two and three threads as with none', async () => {
    const problem = randomPlanProblem(7, { periodCount: 8, scenarioCount: 40 });
    const alone = await solvePlanByDecomposition(problem, request);
    for (const workers of [1, 2, 3]) {
      const evaluate = shardedEvaluation(fleetOf(problem), open(workers));
      expect(await solvePlanByDecomposition(problem, { ...request, evaluate }), `${workers} threads`).toEqual(alone);
      await pool.close();
    }
  });

  it('keeps the batteries of a fleet, and the problems that follow one another on the same threads, apart', async () => {
    open(2);
    for (const seed of [3, 4]) {
      const fleet = randomFleetProblem(seed, { periodCount: 6, scenarioCount: 9 }, { assetCount: 2 });
      const evaluate = shardedEvaluation(fleet, pool);
      const sharded = await solveFleetPlanByDecomposition(fleet, { ...request, evaluate });
      expect(sharded, `seed ${seed}`).toEqual(await solveFleetPlanByDecomposition(fleet, request));
    }
  });

  it('hands out fewer scenarios than there are threads, and more', async () => {
    open(3);
    for (const scenarioCount of [1, 5, 23]) {
      const problem = randomPlanProblem(9, { periodCount: 4, scenarioCount });
      const { best } = await solvePlanByDecomposition(problem, request);
      const { profit } = await shardedEvaluation(fleetOf(problem), pool)(best.plan, 0);
      expect(profit).toEqual(scenarioCuts(problem, 0, scenarioCount)(best.plan).profit);
    }
  });

  it('is not worth it for few prices, nor for one thread', () => {
    open(1);
    const day = fleetOf({ ...randomPlanProblem(7, { periodCount: 8, scenarioCount: 4 }), periodCount: 48 });
    const large = fleetOf({ ...day.assets[0], scenarioCount: 10_000 });
    expect([worthSharding(day, 2), worthSharding(large, 1), worthSharding(large, 2)]).toEqual([false, false, true]);
  });
});
