import { describe, expect, it } from 'vitest';
import { fleetOf } from '../../src/domain/fleet-problem.ts';
import { evaluateRecourse } from '../../src/optimise/evaluate-plan.ts';
import { settleExactly, settleFleet } from '../../src/optimise/settle-fleet.ts';
import { solvePlan } from '../../src/optimise/solve-plan.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from './small-plan-problem.ts';

describe('the settlement without charging and discharging at once', () => {
  it('equals the exact recourse of every scenario on random problems and their plans of greatest mean', async () => {
    let burning = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const decision = seed % 2 === 0 ? 'bidCurve' : 'position';
      const problem = randomPlanProblem(seed, { periodCount: 1 + (seed % 6), scenarioCount: 4, decision });
      const fleet = fleetOf(problem);
      const { plan } = (await solvePlan(problem, { limit: null, frontierPoints: 0, timeLimitSeconds: 60 })).best;
      const relaxed = await settleFleet(fleet, [plan]);
      const { profit } = settleExactly(fleet, [plan], relaxed)!;
      const { profitByPeriod, burnedMWh } = evaluateRecourse(problem, plan, 'exact');
      profit.forEach((value, s) => {
        const T = problem.periodCount;
        const exact = profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, own) => sum + own, 0);
        expect(Math.abs(value - exact), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(exact)));
        expect(value, `seed ${seed}`).toBeLessThanOrEqual(relaxed.profit[s] + 1e-7 * Math.max(1, Math.abs(value)));
        expect(burnedMWh[s], `seed ${seed}`).toBe(0);
        if (relaxed.profit[s] - value > 1e-6) burning++;
      });
    }
    expect(burning).toBeGreaterThan(20);
  });

  it('tells the energy that is burned: what the net power would have stored', async () => {
    // c + d = 1 and 0.8c = d/0.8: 9/41 MWh are bought and nothing is stored.
    const battery = { ...smallBattery, chargeEfficiency: 0.8, dischargeEfficiency: 0.8, initialStateOfChargeMWh: 1 };
    const problem = smallPlanProblem([[0]], [[-100]], { battery, deviationLimitMW: 1 });
    const plan = { dayAheadMW: Float64Array.of(0), stepsMW: new Float64Array(0), reservedMW: [] };
    const { burnedMWhByAsset, profit } = await settleFleet(fleetOf(problem), [plan]);
    expect(profit[0]).toBeCloseTo((100 * 9) / 41, 9);
    expect(burnedMWhByAsset![0][0]).toBeCloseTo(0.8 * (9 / 41), 9);
  });

  it('adds up over batteries, each by its own recourse', async () => {
    const battery = { ...smallBattery, chargeEfficiency: 0.8, dischargeEfficiency: 0.8, initialStateOfChargeMWh: 1 };
    const full = smallPlanProblem([[0], [0]], [[-100], [40]], { battery, deviationLimitMW: 1 });
    const empty = { ...full, battery: { ...battery, initialStateOfChargeMWh: 0 } };
    const fleet = { assets: [full, empty], connection: null, reservationCaps: [], exclusions: [] };
    const plan = { dayAheadMW: Float64Array.of(0), stepsMW: new Float64Array(0), reservedMW: [] };
    const relaxed = await settleFleet(fleet, [plan, plan]);
    const exact = settleExactly(fleet, [plan, plan], relaxed)!;
    // At −100 the full battery burns or does nothing and the empty one buys 1 MWh; at 40 the full one sells 0.8 MWh.
    expect(relaxed.profit[0]).toBeCloseTo((100 * 9) / 41 + 100, 9);
    expect(exact.profitByAsset.map((profit) => Array.from(profit, (value) => Math.round(1e6 * value) / 1e6))).toEqual([
      [0, 32],
      [100, 0],
    ]);
    expect(Array.from(exact.profit)).toEqual([100, 32].map((value) => expect.closeTo(value, 6)));
  });
});
