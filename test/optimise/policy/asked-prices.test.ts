import { describe, expect, it } from 'vitest';
import { acceptedPlan, samePlan, type Plan, type PlanProblem } from '../../../src/domain/plan-problem.ts';
import { mixPlans } from '../../../src/optimise/choose-plan.ts';
import { evaluateRecourse } from '../../../src/optimise/evaluate-plan.ts';
import { carryOut } from '../../../src/optimise/policy/carry-out.ts';
import { policies } from '../../../src/optimise/policy/policies.ts';
import { verifyCarriedOut } from '../../../src/optimise/policy/verify-carried-out.ts';
import { scenarioAlone } from '../../../src/optimise/scenario-alone.ts';
import { profitByScenario } from '../../../src/optimise/settle.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { smallPlanProblem } from '../small-plan-problem.ts';
import { feasiblePlan } from './feasible-plan.ts';
import { oneStateChain } from './one-state-chain.ts';

const knownOf = (planned: PlanProblem) => {
  const T = planned.periodCount;
  const basis = { meanBasis: new Float64Array(T), persistence: new Float64Array(T + 1), publicationDelay: 2 };
  return { planned, basis, chain: oneStateChain(basis) };
};

/** A random problem whose services ask two prices, the prices of some scenarios below both. */
function askingProblem(seed: number): PlanProblem {
  const drawn = randomPlanProblem(seed, { periodCount: 8, scenarioCount: 4 });
  return {
    ...drawn,
    services: drawn.services.map((service) => ({
      ...service,
      availability: service.availability.map((price) => price - 6),
      offerThresholds: Float64Array.of(0, 8),
    })),
  };
}

describe('a plan whose offers ask prices', () => {
  it('is carried out and settled in each scenario as what that scenario accepts, under every policy', () => {
    let differing = 0;
    for (let seed = 0; seed < 40; seed++) {
      const problem = askingProblem(seed);
      const plan = feasiblePlan(problem, seed);
      for (const policy of Object.values(policies)) {
        const carried = carryOut(policy, knownOf(problem), problem, plan);
        verifyCarriedOut(problem, plan, carried);
        profitByScenario(carried.flows).forEach((profit, s) => {
          const alone = scenarioAlone(problem, s);
          const accepted = acceptedPlan(problem, plan, s);
          const [own] = profitByScenario(carryOut(policy, knownOf(problem), alone, accepted).flows);
          expect(Math.abs(profit - own), `seed ${seed}, ${policy.name}`).toBeLessThan(
            1e-9 * Math.max(1, Math.abs(own)),
          );
          if (!samePlan(accepted, acceptedPlan(problem, plan, 0))) differing++;
        });
      }
    }
    expect(differing).toBeGreaterThan(20);
  });

  it('settles with the recourse of what each scenario accepts', () => {
    for (let seed = 0; seed < 30; seed++) {
      const problem = askingProblem(seed);
      const plan = feasiblePlan(problem, seed);
      const together = evaluateRecourse(problem, plan, 'exact').profitByPeriod;
      for (let s = 0; s < problem.scenarioCount; s++) {
        const one = evaluateRecourse(scenarioAlone(problem, s), acceptedPlan(problem, plan, s), 'exact');
        expect(Array.from(together.subarray(s * 8, (s + 1) * 8))).toEqual(Array.from(one.profitByPeriod));
      }
    }
  });

  it('pays nothing where the price clears below what is asked', () => {
    const service = {
      name: 'response',
      direction: 'up' as const,
      blockStarts: Int32Array.of(0, 2),
      sustainHours: 0,
      maxMW: 1,
      availability: Float64Array.of(-4, 9),
      activation: new Float64Array(2),
      utilisationPrice: null,
      offerThresholds: Float64Array.of(0, 5),
    };
    const prices = [
      [50, 50],
      [50, 50],
    ];
    const problem = smallPlanProblem(prices, prices, { services: [service] });
    const plan: Plan = {
      dayAheadMW: new Float64Array(2),
      stepsMW: new Float64Array(0),
      reservedMW: [Float64Array.of(1)],
      offerStepsMW: [Float64Array.of(0.75, 0.25)],
    };
    const { flows } = carryOut(policies.rolling, knownOf(problem), problem, plan);
    // Of a price taker: −8 and 18. Of two hours at 9 all is accepted.
    expect(Array.from(profitByScenario(flows))).toEqual([0, 18]);
    const shortOfIt = { ...plan, offerStepsMW: [Float64Array.of(0.5, 0.25)] };
    expect(() =>
      verifyCarriedOut(problem, shortOfIt, carryOut(policies.rolling, knownOf(problem), problem, plan)),
    ).toThrow(/profit of scenario/);
  });

  it('keeps its steps when it is mixed with another, and differs from one with other steps', () => {
    const planOf = (low: number, high: number): Plan => ({
      dayAheadMW: Float64Array.of(0),
      stepsMW: new Float64Array(0),
      reservedMW: [Float64Array.of(low + high), Float64Array.of(2)],
      offerStepsMW: [Float64Array.of(low, high), null],
    });
    const mixed = mixPlans(planOf(4, 0), planOf(0, 8), 0.25);
    expect(mixed.offerStepsMW?.map((steps) => steps && Array.from(steps))).toEqual([[3, 2], null]);
    expect(Array.from(mixed.reservedMW[0])).toEqual([5]);
    expect(samePlan(planOf(3, 1), planOf(1, 3))).toBe(false);
    expect(samePlan(planOf(3, 1), planOf(3, 1))).toBe(true);
  });
});
