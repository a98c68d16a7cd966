import { describe, expect, it } from 'vitest';
import { evaluateRecourse } from '../../src/optimise/evaluate-plan.ts';
import { perfectForesight } from '../../src/optimise/perfect-foresight.ts';
import { scenarioAlone } from '../../src/optimise/scenario-alone.ts';
import { solvePlan } from '../../src/optimise/solve-plan.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from './small-plan-problem.ts';

describe('perfect foresight', () => {
  it('trades the day-ahead price against the imbalance price and stores between cheap and dear hours, by hand', async () => {
    // Battery 1 MW / 1 MWh, empty. Scenario 0: buys both hours at 10 and 50 (imbalance 20 and 80): one MW of position
    // each earns 10 + 30; the store then earns 80 − 20. Scenario 1: sells the first hour at 40 against 30.
    const problem = smallPlanProblem(
      [
        [10, 50],
        [40, 30],
      ],
      [
        [20, 80],
        [30, 30],
      ],
    );
    const {
      exact: [first, second],
    } = await perfectForesight(problem);
    expect(first).toBeCloseTo(10 + 30 + 60, 7);
    expect(second).toBeCloseTo(10, 7);
  });

  it('never charges and discharges at once: a negative price earns what the store can take', async () => {
    // Price −100 for one hour, efficiency 0.5: with both at once the relaxation would burn.
    const battery = { ...smallBattery, chargeEfficiency: 0.5, dischargeEfficiency: 0.5, maxStateOfChargeMWh: 0.2 };
    const problem = smallPlanProblem([[-100]], [[-100]], { battery });
    // 0.2 MWh fit, which takes 0.4 MWh from the grid.
    const { exact, relaxed } = await perfectForesight(problem);
    expect(exact[0]).toBeCloseTo(40, 5);
    expect(relaxed[0]).toBeGreaterThan(45);
  });

  it('is the optimum of the plan problem of each scenario alone where nothing burns, and at least any plan with exact recourse', async () => {
    let compared = 0;
    for (let seed = 0; seed < 12; seed++) {
      const problem = randomPlanProblem(seed, { periodCount: 6, scenarioCount: 3 });
      const { exact: foresight, relaxed } = await perfectForesight(problem);
      const request = { limit: null, frontierPoints: 0, timeLimitSeconds: 60 };
      const shared = (await solvePlan(problem, request)).best.plan;
      for (let s = 0; s < 3; s++) {
        const alone = scenarioAlone(problem, s);
        const { best } = await solvePlan(alone, request);
        const size = Math.max(1, Math.abs(best.mean));
        expect(Math.abs(relaxed[s] - best.mean)).toBeLessThan(1e-6 * size);
        expect(foresight[s]).toBeLessThan(relaxed[s] + 1e-9 * size);
        const earned = (plan: typeof shared): number =>
          evaluateRecourse(alone, plan, 'exact').profitByPeriod.reduce((sum, value) => sum + value, 0);
        for (const plan of [shared, best.plan]) expect(foresight[s]).toBeGreaterThan(earned(plan) - 2e-5 * size);
        if (Math.abs(earned(best.plan) - best.mean) > 1e-7 * size) continue;
        expect(Math.abs(foresight[s] - best.mean)).toBeLessThan(1e-6 * size);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});
