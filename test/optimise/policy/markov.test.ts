import { describe, expect, it } from 'vitest';
import type { BasisChain } from '../../../src/domain/basis-chain.ts';
import type { Plan, PlanProblem } from '../../../src/domain/plan-problem.ts';
import { evaluateRecourse } from '../../../src/optimise/evaluate-plan.ts';
import { carryOut, type CarriedOut } from '../../../src/optimise/policy/carry-out.ts';
import { markov } from '../../../src/optimise/policy/markov.ts';
import { verifyCarriedOut } from '../../../src/optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../../../src/optimise/settle.ts';
import { seededUniform } from '../../dispatch/seeded-uniform.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from '../small-plan-problem.ts';
import { expectNoForesight } from './expect-no-foresight.ts';
import { feasiblePlan } from './feasible-plan.ts';
import { oneStateChain } from './one-state-chain.ts';

const size = { periodCount: 12, scenarioCount: 4 };

/** Three states, two groups of periods, late by `publicationDelay`. */
function chainOf({ periodCount: T }: PlanProblem, publicationDelay = 2): BasisChain {
  return {
    stateCount: 3,
    meanBasis: Float64Array.from({ length: T }, (_, t) => 3 * Math.sin(t)),
    group: Int32Array.from({ length: T }, (_, t) => (t < T / 2 ? 0 : 1)),
    centre: Float64Array.of(-20, 0, 25, -30, 2, 30),
    expected: Float64Array.of(-10, 0, 12, -15, 1, 14),
    start: Float64Array.of(0.3, 0.4, 0.3),
    transition: Float64Array.of(
      0.6,
      0.3,
      0.1,
      0.2,
      0.6,
      0.2,
      0.1,
      0.3,
      0.6,
      0.5,
      0.3,
      0.2,
      0.3,
      0.4,
      0.3,
      0.2,
      0.2,
      0.6,
    ),
    publicationDelay,
  };
}

function carriedOut(problem: PlanProblem, plan: Plan, chain: BasisChain): CarriedOut {
  const { meanBasis, publicationDelay } = chain;
  const basis = { meanBasis, persistence: new Float64Array(problem.periodCount + 1), publicationDelay };
  return carryOut(markov, { planned: problem, basis, chain }, problem, plan);
}

/** Profit by scenario of the recourse that sees the day, with exact physics. */
function recourseProfits(problem: PlanProblem, plan: Plan): number[] {
  const { periodCount: T, scenarioCount: S } = problem;
  const { profitByPeriod } = evaluateRecourse(problem, plan, 'exact');
  return Array.from({ length: S }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
}

/** The problem with imbalance prices that come as a chain of one state expects, all positive. */
function asExpected(drawn: PlanProblem, meanBasis: Float64Array): PlanProblem {
  const dayAhead = drawn.dayAhead.map((value) => Math.abs(value) + 5);
  return { ...drawn, dayAhead, imbalance: dayAhead.map((value, i) => value + meanBasis[i % drawn.periodCount]) };
}

describe('the policy markov', () => {
  it('keeps the energy where waiting for news is worth more than the expected price', () => {
    // 1 MWh is worth 55 now. In period 1 the price will be 80 or 20, each as likely, and known to be so by then; what is
    // not sold is worth 45. Waiting earns (80 + 45)/2 = 62.5, although the mean of 80 and 20 is below 55.
    const battery = {
      ...smallBattery,
      initialStateOfChargeMWh: 1,
      maxChargeMW: 0,
      terminal: { kind: 'value' as const, waterValue: 45 },
    };
    const problem = smallPlanProblem(
      [
        [50, 50],
        [50, 50],
      ],
      [
        [85, 80],
        [25, 20],
      ],
      { battery, maxChargeMW: new Float64Array(2) },
    );
    const chain: BasisChain = {
      stateCount: 2,
      meanBasis: Float64Array.of(5, 0),
      group: new Int32Array(2),
      centre: Float64Array.of(-30, 30),
      expected: Float64Array.of(-30, 30),
      start: Float64Array.of(0.5, 0.5),
      transition: Float64Array.of(0.5, 0.5, 0.5, 0.5),
      publicationDelay: 1,
    };
    const plan: Plan = { dayAheadMW: new Float64Array(2), stepsMW: new Float64Array(0), reservedMW: [] };
    const { dischargeMW } = carriedOut(problem, plan, chain);
    expect(Array.from(dischargeMW)).toEqual([0, 1, 0, 0]);
    // Without news it would sell at 55 at once.
    const blind = carriedOut(problem, plan, oneStateChain(chain));
    expect(Array.from(blind.dischargeMW)).toEqual([1, 0, 1, 0]);
  });

  it('earns what full knowledge earns where its only state comes true and the cells hold every step', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seededUniform(seed);
      const prices = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => 10 + 80 * random()));
      const battery = {
        ...smallBattery,
        energyCapacityMWh: 4,
        maxStateOfChargeMWh: 4,
        initialStateOfChargeMWh: 1,
        throughputCost: seed % 2 === 0 ? 0 : 8,
        terminal: seed % 3 === 0 ? { kind: 'cyclic' as const } : { kind: 'value' as const, waterValue: 40 },
      };
      const meanBasis = Float64Array.from({ length: 12 }, () => 20 * random() - 10);
      const problem = asExpected(smallPlanProblem(prices, prices, { battery }), meanBasis);
      const plan: Plan = { dayAheadMW: new Float64Array(12), stepsMW: new Float64Array(0), reservedMW: [] };
      const { flows } = carriedOut(problem, plan, oneStateChain({ meanBasis, publicationDelay: 2 }));
      const best = recourseProfits(problem, plan);
      profitByScenario(flows).forEach((profit, s) => expect(profit, `seed ${seed}`).toBeCloseTo(best[s], 8));
    }
  });

  it('loses next to nothing to its cells with losses, services, limits and any end of the day', () => {
    let [lost, turnover] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const drawn = randomPlanProblem(seed, size);
      const chain = oneStateChain(chainOf(drawn));
      const problem = asExpected(drawn, chain.meanBasis);
      const plan = feasiblePlan(problem, seed);
      const { flows, chargeMW, dischargeMW } = carriedOut(problem, plan, chain);
      const best = recourseProfits(problem, plan);
      profitByScenario(flows).forEach((profit, s) => (lost += best[s] - profit));
      problem.imbalance.forEach(
        (price, i) => (turnover += problem.periodHours * price * (chargeMW[i] + dischargeMW[i])),
      );
    }
    expect(turnover).toBeGreaterThan(0);
    expect(lost / turnover).toBeLessThan(0.002);
  });

  it('passes the independent checker and never beats the recourse with the same physics', () => {
    for (let seed = 0; seed < 120; seed++) {
      const problem = randomPlanProblem(seed, { ...size, decision: seed % 3 === 0 ? 'bidCurve' : 'position' });
      const plan = feasiblePlan(problem, seed);
      const carried = carriedOut(problem, plan, chainOf(problem));
      verifyCarriedOut(problem, plan, carried);
      const best = recourseProfits(problem, plan);
      profitByScenario(carried.flows).forEach((profit, s) =>
        expect(profit - best[s], `seed ${seed}, scenario ${s}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(best[s]))),
      );
    }
  });

  it('decides to the bit the same whatever the imbalance prices that are not published yet', () => {
    expectNoForesight(size, (problem, publicationDelay) => {
      const chain = chainOf(problem, publicationDelay);
      return (seen, plan) => carriedOut(seen, plan, chain);
    });
  });
});
