import type { PlanProblem } from '../domain/plan-problem.ts';

/** The problem with scenario s as its only one; its arrays are views. */
export function scenarioAlone(problem: PlanProblem, s: number): PlanProblem {
  const row = (values: Float64Array): Float64Array => {
    const width = values.length / problem.scenarioCount;
    return values.subarray(s * width, (s + 1) * width);
  };
  return {
    ...problem,
    scenarioCount: 1,
    weights: Float64Array.of(1),
    dayAhead: row(problem.dayAhead),
    imbalance: row(problem.imbalance),
    services: problem.services.map((service) => ({
      ...service,
      availability: row(service.availability),
      utilisationPrice: service.utilisationPrice === null ? null : row(service.utilisationPrice),
    })),
  };
}
