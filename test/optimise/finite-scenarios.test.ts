import { describe, expect, it } from 'vitest';
import { fleetOf } from '../../src/domain/fleet-problem.ts';
import type { PlanProblem } from '../../src/domain/plan-problem.ts';
import { DataError } from '../../src/errors.ts';
import { requireFiniteScenarios } from '../../src/optimise/finite-scenarios.ts';
import { solvePlanByDecomposition } from '../../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { solvePlan } from '../../src/optimise/solve-plan.ts';
import { randomPlanProblem } from './random-plan-problem.ts';

const service = {
  name: 'DCL',
  direction: 'up' as const,
  blockStarts: Int32Array.of(0, 2, 6),
  sustainHours: 0.5,
  maxMW: 1,
  availability: new Float64Array(10).fill(3),
  activation: new Float64Array(6),
  utilisationPrice: new Float64Array(30).fill(40),
};
const problem: PlanProblem = {
  ...randomPlanProblem(3, { periodCount: 6, scenarioCount: 5 }),
  services: [service],
};
const broken = (values: Float64Array, at: number, value = NaN): Float64Array =>
  values.map((own, i) => (i === at ? value : own));

describe('a scenario with a value that is not finite', () => {
  it('is refused with its series, scenario and period', () => {
    expect(() => requireFiniteScenarios(fleetOf(problem))).not.toThrow();
    const cases: [Partial<PlanProblem>, RegExp][] = [
      [{ imbalance: broken(problem.imbalance, 15) }, /imbalance price, scenario 2, period 3.*got NaN; fill the gap/],
      [{ dayAhead: broken(problem.dayAhead, 29, -Infinity) }, /day-ahead price, scenario 4, period 5.*got -Infinity/],
      [{ services: [{ ...service, availability: broken(service.availability, 7) }] }, /of DCL, scenario 3, block 1/],
      [
        { services: [{ ...service, utilisationPrice: broken(service.utilisationPrice, 6) }] },
        /utilisation price of DCL, scenario 1, period 0/,
      ],
      [{ weights: broken(problem.weights, 1) }, /scenario 1: a scenario has no weight/],
    ];
    for (const [part, message] of cases) {
      const refuse = (): void => requireFiniteScenarios(fleetOf({ ...problem, ...part }));
      expect(refuse).toThrow(DataError);
      expect(refuse).toThrow(message);
    }
  });

  it('is refused by both methods before anything is solved', async () => {
    const nan = { ...problem, imbalance: broken(problem.imbalance, 15) };
    const asked = { limit: null, frontierPoints: 0 };
    await expect(solvePlanByDecomposition(nan, asked)).rejects.toThrow(/scenario 2, period 3/);
    await expect(solvePlan(nan, { ...asked, timeLimitSeconds: 60 })).rejects.toThrow(/scenario 2, period 3/);
  });
});
