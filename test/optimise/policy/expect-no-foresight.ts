import { expect } from 'vitest';
import type { Plan, PlanProblem } from '../../../src/domain/plan-problem.ts';
import type { CarriedOut } from '../../../src/optimise/policy/carry-out.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { feasiblePlan } from './feasible-plan.ts';

/**
 * Holds a policy to what is published: on 30 random problems no decision moves when later imbalance prices change, and
 * decisions do move once they are published. `carryOutOf` makes the policy of a problem with a publication delay, periods.
 */
export function expectNoForesight(
  size: Parameters<typeof randomPlanProblem>[1],
  carryOutOf: (problem: PlanProblem, publicationDelay: number) => (problem: PlanProblem, plan: Plan) => CarriedOut,
): void {
  let moved = 0;
  for (let seed = 0; seed < 30; seed++) {
    const problem = randomPlanProblem(seed, size);
    const { periodCount: T } = problem;
    const plan = feasiblePlan(problem, seed);
    const publicationDelay = 1 + (seed % 3);
    const carriedOut = carryOutOf(problem, publicationDelay);
    const before = carriedOut(problem, plan);
    for (const t of [0, 3, 7]) {
      // Known at the start of period t: the prices of the periods up to t − delay.
      const unknownFrom = Math.max(0, t - publicationDelay + 1);
      const imbalance = problem.imbalance.map((value, i) => (i % T >= unknownFrom ? 400 - 3 * value : value));
      const after = carriedOut({ ...problem, imbalance }, plan);
      for (let s = 0; s < problem.scenarioCount; s++) {
        const upTo = (values: Float64Array, width: number, end: number) =>
          Array.from(values.subarray(s * width, s * width + end));
        for (const power of ['chargeMW', 'dischargeMW'] as const)
          expect(upTo(after[power], T, t + 1)).toEqual(upTo(before[power], T, t + 1));
        expect(upTo(after.stateOfChargeMWh, T + 1, t + 2)).toEqual(upTo(before.stateOfChargeMWh, T + 1, t + 2));
      }
      if (after.dischargeMW.some((value, i) => value !== before.dischargeMW[i])) moved++;
    }
  }
  // Once they are published they do matter.
  expect(moved).toBeGreaterThan(20);
}
