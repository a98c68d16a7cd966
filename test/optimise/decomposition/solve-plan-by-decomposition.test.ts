import { describe, expect, it } from 'vitest';
import type { Plan, PlanProblem } from '../../../src/domain/plan-problem.ts';
import { CutPool } from '../../../src/optimise/decomposition/cut-pool.ts';
import {
  joinScenarioCuts,
  scenarioCuts,
  type ScenarioCuts,
} from '../../../src/optimise/decomposition/scenario-cuts.ts';
import {
  solvePlanByDecomposition,
  type DecompositionRequest,
  type DecompositionSolution,
  type SearchProgress,
} from '../../../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { evaluateRecourse } from '../../../src/optimise/evaluate-plan.ts';
import { solvePlan } from '../../../src/optimise/solve-plan.ts';
import { frontierFaults } from '../frontier-faults.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from '../small-plan-problem.ts';

const decompose = (problem: PlanProblem, request: Partial<DecompositionRequest> = {}): Promise<DecompositionSolution> =>
  solvePlanByDecomposition(problem, { limit: null, frontierPoints: 0, ...request });

const random = (seed: number): PlanProblem =>
  randomPlanProblem(seed, {
    periodCount: 3 + (seed % 6),
    scenarioCount: 1 + ((seed * 7) % 12),
    decision: seed % 5 === 0 ? 'bidCurve' : 'position',
  });

/** An idle battery and one open MW: +10 or −20 with equal chance. */
const openPosition = (): PlanProblem =>
  smallPlanProblem([[30], [30]], [[20], [50]], {
    battery: { ...smallBattery, energyCapacityMWh: 0, maxStateOfChargeMWh: 0 },
  });

describe('the decomposition by hand', () => {
  it('takes half of an open position under half of its CVaR, at the slope of the frontier', async () => {
    const { best, bound, minimumConditionalValueAtRisk, relativeGap } = await decompose(openPosition(), { limit: 5 });
    expect(best.plan.dayAheadMW[0]).toBeCloseTo(-0.5, 6);
    expect(best.mean).toBeCloseTo(2.5, 6);
    expect(best.shadowPrice).toBeCloseTo(0.5, 6);
    expect(bound).toBeCloseTo(2.5, 5);
    expect(minimumConditionalValueAtRisk).toBeCloseTo(0, 5);
    expect(relativeGap).toBeLessThanOrEqual(1e-6);
  });

  it('states the least CVaR and its plan where the limit is out of reach', async () => {
    const { status, best } = await decompose(openPosition(), { limit: -1 });
    expect(status).toBe('limitUnattainable');
    expect(best.conditionalValueAtRisk).toBeCloseTo(0, 5);
    expect(best.shadowPrice).toBeNull();
  });

  it('gives no limit a shadow price of 0, beside a frontier and alone', async () => {
    for (const ends of [true, false]) expect((await decompose(openPosition(), { ends })).best.shadowPrice).toBe(0);
  });

  it('gives a slack limit the greatest mean and no shadow price', async () => {
    const { status, best } = await decompose(openPosition(), { limit: 50 });
    expect([status, best.shadowPrice]).toEqual(['optimal', 0]);
    expect(best.mean).toBeCloseTo(5, 4);
  });

  it('has a frontier of one point where the plan that earns most is also the safest', async () => {
    const { frontier } = await decompose(smallPlanProblem([[10, 50]], [[20, 40]]), { frontierPoints: 5 });
    expect(frontier).toHaveLength(1);
    expect(frontier[0].mean).toBeCloseTo(40, 5);
  });
});

describe('the decomposition on random problems', () => {
  it('equals the extensive form at both ends of the frontier and at a limit, and its bounds hold', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const problem = random(seed);
      const reference = await solvePlan(problem, { limit: null, frontierPoints: 3, timeLimitSeconds: 60 });
      const [first, middle, last] =
        reference.frontier.length === 3 ? reference.frontier : [reference.best, reference.best, reference.best];
      const answer = await decompose(problem, { limit: middle.limit });
      const title = `seed ${seed}`;
      expect(answer.minimumConditionalValueAtRisk, title).toSatisfy(near(reference.minimumConditionalValueAtRisk));
      expect(answer.best.mean, title).toSatisfy(near(middle.mean));
      expect(answer.best.conditionalValueAtRisk, title).toBeLessThanOrEqual(
        middle.limit + 1e-6 * Math.max(1, Math.abs(middle.limit)),
      );
      const slack = 1e-7 * Math.max(1, Math.abs(middle.mean));
      expect(answer.best.mean, `incumbent of ${title}`).toBeLessThanOrEqual(answer.bound + slack);
      expect(middle.mean, `bound of ${title}`).toBeLessThanOrEqual(answer.bound + 5 * slack);
      if (seed % 4 !== 0) continue;
      const free = await decompose(problem);
      expect(free.best.mean, title).toSatisfy(near(last.mean));
      // The least CVaR among plans of greatest mean moves by a multiple of the slack allowed on that mean.
      expect(free.best.conditionalValueAtRisk, title).toSatisfy(near(last.conditionalValueAtRisk, 1e-3));
      expect(first.limit, title).toSatisfy(near(free.minimumConditionalValueAtRisk));
    }
  });

  it('equals the extensive form where many scenarios share a cut, with and without the ends of the frontier', async () => {
    for (const seed of [604, 613]) {
      const problem = randomPlanProblem(seed, { periodCount: 6, scenarioCount: 70 });
      const { frontier, best } = await solvePlan(problem, { limit: null, frontierPoints: 3, timeLimitSeconds: 60 });
      const { limit, mean } = frontier.length === 3 ? frontier[1] : best;
      const whole = await decompose(problem, { limit });
      const alone = await decompose(problem, { limit, ends: false });
      expect(whole.best.mean, `seed ${seed}`).toSatisfy(near(mean));
      expect(alone.best.mean, `seed ${seed}, alone`).toSatisfy(near(mean));
      expect(alone.evaluations, `seed ${seed}`).toBeLessThanOrEqual(whole.evaluations);
    }
  });

  it('traces a frontier that is monotone and concave, with shadow prices between its slopes', async () => {
    for (let seed = 301; seed <= 320; seed++) {
      const problem = randomPlanProblem(seed, { periodCount: 5, scenarioCount: 4 + (seed % 9) });
      const { frontier, minimumConditionalValueAtRisk } = await decompose(problem, { frontierPoints: 6 });
      expect(frontierFaults(frontier, 1e-7), `seed ${seed}`).toEqual([]);
      expect(frontier[0].limit, `seed ${seed}`).toSatisfy(near(minimumConditionalValueAtRisk));
    }
  });

  it('traces a frontier at a coarse gap that is exactly monotone and concave', async () => {
    for (let seed = 321; seed <= 330; seed++) {
      const problem = randomPlanProblem(seed, { periodCount: 6, scenarioCount: 30 });
      const { frontier, relativeGap } = await decompose(problem, { frontierPoints: 8, relativeGap: 1e-3 });
      expect(frontierFaults(frontier, 1e-11), `seed ${seed}`).toEqual([]);
      expect(relativeGap, `seed ${seed}`).toBeLessThanOrEqual(1e-3);
    }
  });

  it('evaluates a whole frontier less often than its limits one by one', async () => {
    const problem = randomPlanProblem(613, { periodCount: 8, scenarioCount: 70 });
    const { frontier, evaluations } = await decompose(problem, { frontierPoints: 6, relativeGap: 1e-4 });
    let oneByOne = 0;
    for (const { limit } of frontier)
      oneByOne += (await decompose(problem, { limit, ends: false, relativeGap: 1e-4 })).evaluations;
    expect(frontier).toHaveLength(6);
    expect(evaluations).toBeLessThan(0.75 * oneByOne);
  });

  it('promises the mean that the recourse settles at', async () => {
    for (let seed = 401; seed <= 420; seed++) {
      const problem = random(seed);
      const { best } = await decompose(problem);
      const { periodCount: T, scenarioCount: S, weights } = problem;
      const { profitByPeriod } = evaluateRecourse(problem, best.plan, 'relaxed');
      let mean = 0;
      for (let i = 0; i < S * T; i++) mean += weights[Math.floor(i / T)] * profitByPeriod[i];
      expect(mean, `seed ${seed}`).toSatisfy(near(best.mean, 1e-8));
    }
  });

  it('does not depend on the shards to the bit', async () => {
    const problem = randomPlanProblem(7, { periodCount: 8, scenarioCount: 40 });
    const shards = [
      [0, 13],
      [13, 14],
      [14, 40],
    ].map(([from, to]) => scenarioCuts(problem, from, to));
    const request = { limit: null, frontierPoints: 4 };
    const sharded = await decompose(problem, {
      ...request,
      evaluate: async (plan) => joinScenarioCuts(shards.map((shard) => shard(plan))),
    });
    expect(sharded).toEqual(await decompose(problem, request));
  });

  it('ends on request with a valid plan, its gap and a bound that holds', async () => {
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const whole = await decompose(problem);
    let asked = 0;
    const early = await decompose(problem, { shouldStop: () => ++asked > 4 });
    expect(early.relativeGap).toBeGreaterThan(1e-6);
    expect(early.best.mean).toBeLessThanOrEqual(whole.bound);
    expect(early.bound).toBeGreaterThanOrEqual(whole.best.mean);
  });

  it('ends a question whose master stalls with the best plan and bound known by then', async () => {
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const whole = await decompose(problem);
    let solved = 0;
    const stalled = await decompose(problem, { masterSeconds: () => (++solved > 4 ? 0 : 60) });
    expect(stalled.relativeGap).toBeGreaterThan(1e-6);
    expect(stalled.best.mean).toBeLessThanOrEqual(whole.bound);
    expect(stalled.bound).toBeGreaterThanOrEqual(whole.best.mean);
    const { profitByPeriod } = evaluateRecourse(problem, stalled.best.plan, 'relaxed');
    const earned = profitByPeriod.reduce((sum, value, i) => sum + problem.weights[Math.floor(i / 8)] * value, 0);
    expect(earned).toSatisfy(near(stalled.best.mean, 1e-8));
  });

  it('has no bound, no shadow price and an infinite gap where no master was ever solved', async () => {
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const whole = await decompose(problem);
    for (const request of [{}, { frontierPoints: 4 }, { riskAversion: 0.5 }]) {
      const stalled = await decompose(problem, { ...request, masterSeconds: () => 0 });
      expect([stalled.relativeGap, stalled.answerGap, stalled.bound]).toEqual([Infinity, Infinity, Infinity]);
      expect(stalled.best.mean).toBeLessThanOrEqual(whole.bound);
    }
    const limits = [{ confidenceLevel: 1, limit: whole.minimumConditionalValueAtRisk - 1, asset: null }];
    const several = await decompose(problem, { limits, masterSeconds: () => 0 });
    expect(several.limits[0].shadowPrice).toBeNull();
  });

  it('leaves a question whose gap no longer closes, and says how far its plan may be from the best', async () => {
    // Cuts whose bounds are lifted by a tenth prove nothing below that: the gap stays open whatever is evaluated.
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const whole = await decompose(problem);
    const cuts = scenarioCuts(problem, 0, problem.scenarioCount);
    const lift = 0.1 * Math.abs(whole.best.mean);
    const evaluate = async (plan: Plan): Promise<ScenarioCuts> => {
      const exact = cuts(plan);
      return { ...exact, bound: exact.bound.map((bound) => bound + lift) };
    };
    const stalled = await decompose(problem, { evaluate, ends: false });
    expect(stalled.answerGap).toBeGreaterThan(0.05);
    expect(stalled.answerGap).toBeLessThan(0.2);
    expect(stalled.evaluations).toBeLessThan(150);
    expect(stalled.best.mean).toBeLessThanOrEqual(whole.bound);
    expect(stalled.bound).toBeGreaterThanOrEqual(whole.best.mean);
  });

  it('tells the gap of its answer apart from that of what stands beside it', async () => {
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    let questions = 0;
    const broken = await decompose(problem, {
      frontierPoints: 4,
      onIteration: ({ question }) => void (questions = question),
      masterSeconds: () => (questions > 1 ? 0 : 60),
    });
    expect(broken.answerGap).toBeLessThanOrEqual(1e-6);
    expect(broken.relativeGap).toBe(Infinity);
  });

  it('tells after each master how far it is: incumbent below bound, until the gap is closed', async () => {
    const told: SearchProgress[] = [];
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const { best, evaluations } = await decompose(problem, {
      limit: null,
      ends: false,
      onIteration: async (progress) => void told.push(progress),
    });
    expect(told.length).toBeGreaterThan(3);
    for (const { incumbent, bound } of told) expect(incumbent).toBeLessThanOrEqual(bound + 1e-6);
    expect(told[0]).toMatchObject({ maximise: 'mean', question: 1, evaluations: 1 });
    expect(told.at(-1)!.relativeGap).toBeLessThanOrEqual(1e-6);
    expect(told.at(-1)!.incumbent).toSatisfy(near(best.mean, 1e-6));
    expect(told.at(-1)!.evaluations).toBeLessThanOrEqual(evaluations);
  });

  it('leaves what it learnt in the pool as it goes, so that another search goes on from there', async () => {
    const problem = randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 });
    const whole = await decompose(problem);
    const pool = new CutPool();
    const broken = decompose(problem, {
      pool,
      onIteration: ({ evaluations }) => {
        if (evaluations === 10) throw new Error('the power is off');
      },
    });
    await expect(broken).rejects.toThrow('the power is off');
    expect(pool.content!.visited).toHaveLength(10);
    const resumed = await decompose(problem, { pool });
    expect(resumed.evaluations).toBeLessThan(whole.evaluations);
    expect(resumed.relativeGap).toBeLessThanOrEqual(1e-6);
    expect(resumed.best.mean).toSatisfy(near(whole.best.mean, 2e-6));
  });
});

/** Within a tolerance relative to max(1, |expected|). */
function near(expected: number, tolerance = 1e-5): (value: number) => boolean {
  return (value) => Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
}
