import { describe, expect, it } from 'vitest';
import type { BasisForecast } from '../../../src/domain/basis-forecast.ts';
import type { Plan, PlanProblem } from '../../../src/domain/plan-problem.ts';
import { evaluateRecourse } from '../../../src/optimise/evaluate-plan.ts';
import { carryOut, type CarriedOut } from '../../../src/optimise/policy/carry-out.ts';
import { expectPrices, rolling } from '../../../src/optimise/policy/rolling.ts';
import { verifyCarriedOut } from '../../../src/optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../../../src/optimise/settle.ts';
import { oneStateChain } from './one-state-chain.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { expectNoForesight } from './expect-no-foresight.ts';
import { feasiblePlan } from './feasible-plan.ts';
import { smallBattery, smallPlanProblem } from '../small-plan-problem.ts';

const size = { periodCount: 12, scenarioCount: 4 };

function basisOf(problem: PlanProblem, change: Partial<BasisForecast> = {}): BasisForecast {
  const { periodCount: T } = problem;
  return {
    meanBasis: Float64Array.from({ length: T }, (_, t) => 3 * Math.sin(t)),
    persistence: Float64Array.from({ length: T + 1 }, (_, k) => 0.7 ** k),
    publicationDelay: 2,
    ...change,
  };
}

const carriedOut = (problem: PlanProblem, plan: Plan, basis: BasisForecast): CarriedOut =>
  carryOut(rolling, { planned: problem, basis, chain: oneStateChain(basis) }, problem, plan);

describe('the expected prices of the policy rolling', () => {
  const problem = smallPlanProblem([[10, 20, 30, 40]], [[16, 25, 0, 0]]);
  const basis: BasisForecast = {
    meanBasis: Float64Array.of(1, 2, 3, 4),
    persistence: Float64Array.of(1, 0.5, 0.4, 0.3, 0.2),
    publicationDelay: 2,
  };
  const expectedAt = (t: number): number[] => {
    const expected = new Float64Array(4);
    expectPrices(problem, basis, 0, t, expected);
    return Array.from(expected.subarray(t));
  };

  it('are day-ahead price and mean basis before the first imbalance price of the day is published', () => {
    expect(expectedAt(0)).toEqual([11, 22, 33, 44]);
    expect(expectedAt(1)).toEqual([22, 33, 44]);
  });

  it('move by what is left of the last published surprise', () => {
    // At period 2 the basis of period 0 is known: 6, five above its mean; 0.4 and 0.3 of that are left.
    expect(expectedAt(2)).toEqual([33 + 0.4 * 5, 44 + 0.3 * 5]);
    // At period 3 that of period 1: 5, three above its mean.
    expect(expectedAt(3)).toEqual([44 + 0.4 * 3]);
  });
});

describe('the policy rolling', () => {
  it('buys when it expects a dearer hour and stays out when a surprise has made the hour dear', () => {
    // Day-ahead 10, 10, 50 and no mean basis. Scenario 0 brings no surprise: charge at once, discharge in hour 2. In
    // scenario 1 the first price was 10 + 60: hour 1 is then expected at 10 + 0.5·60 = 40, hour 2 at 50 + 0.25·60 = 65.
    const problem = smallPlanProblem(
      [
        [10, 10, 50],
        [10, 10, 50],
      ],
      [
        [10, 10, 50],
        [70, 90, 20],
      ],
      { battery: { ...smallBattery, throughputCost: 30 } },
    );
    const basis = basisOf(problem, {
      meanBasis: new Float64Array(3),
      persistence: Float64Array.of(1, 0.5, 0.25, 0),
      publicationDelay: 1,
    });
    const plan: Plan = { dayAheadMW: new Float64Array(3), stepsMW: new Float64Array(0), reservedMW: [] };
    const { chargeMW, dischargeMW, flows } = carriedOut(problem, plan, basis);
    // Charging waits for neither hour where both cost the same; it is the spread of 40 that pays the wear of 30.
    expect(chargeMW[0] + chargeMW[1]).toBeCloseTo(1, 9);
    expect(dischargeMW[2]).toBeCloseTo(1, 9);
    expect(profitByScenario(flows)[0]).toBeCloseTo(50 - 10 - 30, 9);
  });

  it('earns what full knowledge of the day earns where its expectation comes true', () => {
    for (let seed = 0; seed < 60; seed++) {
      const drawn = randomPlanProblem(seed, size);
      const basis = basisOf(drawn);
      const { periodCount: T } = drawn;
      const dayAhead = drawn.dayAhead.map((value) => Math.abs(value) + 5);
      const problem = { ...drawn, dayAhead, imbalance: dayAhead.map((value, i) => value + basis.meanBasis[i % T]) };
      const plan = feasiblePlan(problem, seed);
      const exact = evaluateRecourse(problem, plan, 'exact').profitByPeriod;
      profitByScenario(carriedOut(problem, plan, basis).flows).forEach((profit, s) => {
        const best = exact.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0);
        expect(Math.abs(profit - best), `seed ${seed}, scenario ${s}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(best)));
      });
    }
  });

  it('passes the independent checker and never beats the recourse with the same physics', () => {
    for (let seed = 0; seed < 120; seed++) {
      const problem = randomPlanProblem(seed, size);
      const plan = feasiblePlan(problem, seed);
      const carried = carriedOut(problem, plan, basisOf(problem));
      verifyCarriedOut(problem, plan, carried);
      const exact = evaluateRecourse(problem, plan, 'exact').profitByPeriod;
      const T = problem.periodCount;
      profitByScenario(carried.flows).forEach((profit, s) => {
        const best = exact.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0);
        expect(profit - best, `seed ${seed}, scenario ${s}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(best)));
      });
    }
  });

  it('decides to the bit the same whatever the imbalance prices that are not published yet', () => {
    expectNoForesight(size, (problem, publicationDelay) => {
      const basis = basisOf(problem, { publicationDelay });
      return (seen, plan) => carriedOut(seen, plan, basis);
    });
  });

  it('sees no imbalance price of the day where publication takes as long as the day', () => {
    let moved = 0;
    for (let seed = 0; seed < 20; seed++) {
      const problem = randomPlanProblem(seed, size);
      const plan = feasiblePlan(problem, seed);
      const other = { ...problem, imbalance: problem.imbalance.map((value) => 400 - 3 * value) };
      const powers = (one: PlanProblem, basis: BasisForecast) => {
        const { chargeMW, dischargeMW } = carriedOut(one, plan, basis);
        return { chargeMW, dischargeMW };
      };
      const never = basisOf(problem, { publicationDelay: problem.periodCount });
      const unseen = powers(problem, never);
      expect(powers(other, never)).toEqual(unseen);
      if (powers(problem, basisOf(problem)).dischargeMW.some((value, i) => value !== unseen.dischargeMW[i])) moved++;
    }
    expect(moved).toBeGreaterThan(10);
  });

  it('ends the day where the day began, from whatever state it is given', () => {
    const problem = randomPlanProblem(3, size);
    const battery = {
      ...problem.battery,
      minStateOfChargeMWh: 0,
      maxStateOfChargeMWh: 4,
      energyCapacityMWh: 4,
      maxChargeMW: 2,
      maxDischargeMW: 2,
      terminal: { kind: 'cyclic' as const },
      standingLossPerHour: 0,
    };
    const own: PlanProblem = { ...problem, battery, services: [], deviationLimitMW: null };
    const limits = { maxChargeMW: new Float64Array(12).fill(2), maxDischargeMW: new Float64Array(12).fill(2) };
    const plan = feasiblePlan({ ...own, ...limits }, 1);
    const start = Float64Array.of(0, 1.5, 3, 4);
    const { stateOfChargeMWh } = carryOut(
      rolling,
      { planned: own, basis: basisOf(own), chain: oneStateChain(basisOf(own)) },
      { ...own, ...limits },
      plan,
      start,
    );
    start.forEach((state, s) => {
      expect(stateOfChargeMWh[s * 13]).toBe(state);
      expect(stateOfChargeMWh[s * 13 + 12]).toBeCloseTo(state, 8);
    });
  });

  it('delivers beside the volume that each scenario accepts of a bid curve', () => {
    const problem = smallPlanProblem(
      [
        [30, 30],
        [60, 60],
      ],
      [
        [30, 30],
        [60, 60],
      ],
      { decision: { kind: 'bidCurve', thresholds: Float64Array.of(50) }, deviationLimitMW: 0, shortfallPenalty: 5000 },
    );
    const full = { ...problem, battery: { ...smallBattery, initialStateOfChargeMWh: 1 } };
    const plan: Plan = { dayAheadMW: Float64Array.of(0, 0), stepsMW: Float64Array.of(0.25, 0.5), reservedMW: [] };
    const { dischargeMW } = carriedOut(full, plan, basisOf(full, { meanBasis: new Float64Array(2) }));
    expect(Array.from(dischargeMW)).toEqual([0, 0, 0.25, 0.5]);
  });
});
