import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan-problem.ts';
import { carryOut } from '../../../src/optimise/policy/carry-out.ts';
import { follow } from '../../../src/optimise/policy/follow.ts';
import { verifyCarriedOut } from '../../../src/optimise/policy/verify-carried-out.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from '../small-plan-problem.ts';
import { feasiblePlan } from './feasible-plan.ts';
import { oneStateChain } from './one-state-chain.ts';

const knownOf = (planned: ReturnType<typeof smallPlanProblem>) => {
  const T = planned.periodCount;
  const basis = { meanBasis: new Float64Array(T), persistence: new Float64Array(T + 1), publicationDelay: 2 };
  return { planned, basis, chain: oneStateChain(basis) };
};

describe('the policy follow', () => {
  const battery = { ...smallBattery, initialStateOfChargeMWh: 1 };
  // From 50 on the exchange accepts half a megawatt more in the second hour; no deviation is free.
  const problem = smallPlanProblem(
    [
      [30, 30],
      [60, 60],
    ],
    [
      [45, 5],
      [45, 95],
    ],
    { battery, decision: { kind: 'bidCurve', thresholds: Float64Array.of(50) }, deviationLimitMW: 0 },
  );
  const plan: Plan = { dayAheadMW: Float64Array.of(0.25, 0), stepsMW: Float64Array.of(0, 0.5), reservedMW: [] };

  it('keeps the deviation limit beside each position that a bid curve accepts', () => {
    const carried = carryOut(follow, knownOf(problem), problem, plan);
    expect(Array.from(carried.dischargeMW)).toEqual([0.25, 0, 0.25, 0.5]);
    expect(Array.from(carried.excessDeviationMW)).toEqual([0, 0, 0, 0]);
    verifyCarriedOut(problem, plan, carried);
  });

  it('sees no imbalance price of the day, only which position was accepted', () => {
    const free = { ...problem, deviationLimitMW: null };
    const { dischargeMW } = carryOut(follow, knownOf(free), free, plan);
    const other = { ...free, imbalance: free.imbalance.map((price) => 200 - price) };
    // The expected path, of the plan scenarios, is 45 then 50: all is sold in the second hour, whatever comes.
    expect(Array.from(dischargeMW)).toEqual([0, 1, 0, 1]);
    expect(Array.from(carryOut(follow, knownOf(free), other, plan).dischargeMW)).toEqual([0, 1, 0, 1]);
  });

  it('passes the independent checker beside bid curves and deviation limits', () => {
    for (let seed = 0; seed < 60; seed++) {
      const drawn = randomPlanProblem(seed, { periodCount: 8, scenarioCount: 4, decision: 'bidCurve' });
      const own = feasiblePlan(drawn, seed);
      expect(() => verifyCarriedOut(drawn, own, carryOut(follow, knownOf(drawn), drawn, own))).not.toThrow();
    }
  });
});
