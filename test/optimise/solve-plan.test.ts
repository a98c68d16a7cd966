import { describe, expect, it } from 'vitest';
import type { PlanProblem, PlanService } from '../../src/domain/plan-problem.ts';
import { evaluateRecourse } from '../../src/optimise/evaluate-plan.ts';
import { solvePlan, type FrontierPlan, type PlanSolution } from '../../src/optimise/solve-plan.ts';
import { conditionalValueAtRisk } from '../../src/risk/conditional-value-at-risk.ts';
import { frontierFaults } from './frontier-faults.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from './small-plan-problem.ts';

const ask = (problem: PlanProblem, limit: number | null = null, frontierPoints = 0): Promise<PlanSolution> =>
  solvePlan(problem, { limit, frontierPoints, timeLimitSeconds: 60 });

/** The open position of an idle battery: +10 or −20 for each MW bought short, with equal chance. */
const openPosition = (): PlanProblem =>
  smallPlanProblem([[30], [30]], [[20], [50]], {
    battery: { ...smallBattery, energyCapacityMWh: 0, maxStateOfChargeMWh: 0 },
  });

describe('the plan by hand', () => {
  it('sells and buys ahead where the day-ahead price is better, and dispatches against the imbalance price', async () => {
    // Ahead: −1 at 10 against 20, +1 at 50 against 40: 10 + 10. The battery buys at 20 and sells at 40: 20.
    const { best } = await ask(smallPlanProblem([[10, 50]], [[20, 40]]));
    expect(Array.from(best.plan.dayAheadMW)).toEqual([-1, 1]);
    expect(best.mean).toBeCloseTo(40, 7);
  });

  it('takes the open position that pays on average, and half of it under half of its CVaR', async () => {
    // q = −1 earns −10 or +20: mean 5, CVaR at 0.5 is 10. Both are linear in q.
    const free = await ask(openPosition());
    expect(free.best.plan.dayAheadMW[0]).toBeCloseTo(-1, 5);
    expect(free.best.mean).toBeCloseTo(5, 4);
    expect(free.best.conditionalValueAtRisk).toBeCloseTo(10, 4);
    expect(free.minimumConditionalValueAtRisk).toBeCloseTo(0, 5);
    const limited = await ask(openPosition(), 5);
    expect(limited.best.plan.dayAheadMW[0]).toBeCloseTo(-0.5, 7);
    expect(limited.best.mean).toBeCloseTo(2.5, 7);
    expect(limited.best.shadowPrice).toBeCloseTo(0.5, 7);
  });

  it('holds the position within the deviation limit of what the battery can deliver', async () => {
    // The battery can neither buy nor sell, so |q| ≤ 0.25 is free and every further MW costs the penalty.
    const { best } = await ask({ ...openPosition(), deviationLimitMW: 0.25 });
    expect(best.plan.dayAheadMW[0]).toBeCloseTo(-0.25, 5);
    expect(best.mean).toBeCloseTo(1.25, 4);
  });

  it('reserves where availability earns more than the energy that it keeps back', async () => {
    const service = (price: number, share: number): PlanService => ({
      name: 'up',
      direction: 'up',
      blockStarts: Int32Array.of(0, 1),
      sustainHours: 0.5,
      maxMW: 1,
      availability: Float64Array.of(price),
      activation: Float64Array.of(share),
      utilisationPrice: null,
    });
    const full = { ...smallBattery, initialStateOfChargeMWh: 1 };
    const problem = (price: number, share = 0): PlanProblem =>
      smallPlanProblem([[20]], [[20]], { battery: full, services: [service(price, share)] });
    // d ≤ 1 − r (power) and 1 − d ≥ r/2 (energy): the greatest of 20·d + price·r.
    const low = (await ask(problem(8))).best;
    expect(low.plan.reservedMW[0][0]).toBeCloseTo(0, 7);
    expect(low.mean).toBeCloseTo(20, 7);
    const high = (await ask(problem(25))).best;
    expect(high.plan.reservedMW[0][0]).toBeCloseTo(1, 7);
    expect(high.mean).toBeCloseTo(25, 7);
    // 40 % of it is called and paid at the imbalance price: 25 + 0.4 · 20; the store keeps 0.6 ≥ 0.5 MWh.
    expect((await ask(problem(25, 0.4))).best.mean).toBeCloseTo(33, 7);
  });

  it('states the least CVaR and its plan where the limit is out of reach', async () => {
    const solution = await ask(openPosition(), -1);
    expect(solution.status).toBe('limitUnattainable');
    expect(solution.best.conditionalValueAtRisk).toBeCloseTo(0, 4);
    expect(solution.best.shadowPrice).toBeNull();
  });

  it('gives a slack limit the greatest mean and no shadow price', async () => {
    const solution = await ask(openPosition(), 50);
    expect(solution.status).toBe('optimal');
    expect(solution.best.mean).toBeCloseTo(5, 4);
    expect(solution.best.shadowPrice).toBe(0);
  });

  it('has a frontier of one point where the plan that earns most is also the safest', async () => {
    const { frontier } = await ask(smallPlanProblem([[10, 50]], [[20, 40]]), null, 5);
    expect(frontier).toHaveLength(1);
    expect(frontier[0].shadowPrice).toBeNull();
  });

  it('spaces the limits of the frontier equally from the least CVaR to that of the greatest mean', async () => {
    const { frontier } = await ask(openPosition(), null, 5);
    frontier.forEach((point, i) => expect(point.limit).toBeCloseTo(2.5 * i, 4));
    frontier.forEach((point, i) => expect(point.mean).toBeCloseTo(1.25 * i, 4));
    expect(frontier.slice(1, 4).map((point) => point.shadowPrice)).toEqual(
      Array.from({ length: 3 }, () => expect.closeTo(0.5, 6)),
    );
  });
});

describe('the plan on random problems', () => {
  it('promises the mean and the CVaR that its recourse settles at', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const problem = randomPlanProblem(seed, {
        periodCount: 3 + (seed % 5),
        scenarioCount: 1 + (seed % 9),
        decision: seed % 4 === 0 ? 'bidCurve' : 'position',
      });
      const { best } = await ask(problem);
      expect(settlementError(problem, best), `seed ${seed}`).toBeLessThan(1e-5);
    }
  });

  it('keeps the limit, and traces a monotone and concave frontier with shadow prices between its slopes', async () => {
    for (let seed = 101; seed <= 125; seed++) {
      const problem = randomPlanProblem(seed, { periodCount: 4, scenarioCount: 2 + (seed % 8) });
      const solution = await ask(problem, null, 6);
      expect(frontierFaults(solution.frontier, 1e-5), `seed ${seed}`).toEqual([]);
      for (const point of solution.frontier) expect(settlementError(problem, point), `seed ${seed}`).toBeLessThan(1e-5);
    }
  });
});

/** By how much the plan's mean by the kernel leaves the promised one, or its CVaR exceeds it, relative. */
function settlementError(problem: PlanProblem, promised: FrontierPlan): number {
  const { profitByPeriod } = evaluateRecourse(problem, promised.plan, 'relaxed');
  const { scenarioCount: S, periodCount: T, weights, confidenceLevel } = problem;
  const profit = Float64Array.from({ length: S }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
  const mean = profit.reduce((sum, value, s) => sum + weights[s] * value, 0);
  const loss = profit.map((value) => -value);
  const risk = conditionalValueAtRisk(loss, weights, confidenceLevel);
  const scale = Math.max(1, Math.abs(mean), Math.abs(risk));
  return Math.max(Math.abs(mean - promised.mean), risk - promised.conditionalValueAtRisk) / scale;
}
