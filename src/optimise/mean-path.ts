import type { PlanProblem } from '../domain/plan-problem.ts';

/** The problem with the weighted mean of all prices as its only scenario: what a plan made on one expected path sees. */
export function meanPathProblem(problem: PlanProblem): PlanProblem {
  const { scenarioCount: S, weights } = problem;
  const mean = (values: Float64Array): Float64Array => {
    const width = values.length / S;
    const row = new Float64Array(width);
    for (let s = 0; s < S; s++) for (let i = 0; i < width; i++) row[i] += weights[s] * values[s * width + i];
    return row;
  };
  return {
    ...problem,
    scenarioCount: 1,
    weights: Float64Array.of(1),
    dayAhead: mean(problem.dayAhead),
    imbalance: mean(problem.imbalance),
    services: problem.services.map((service) => ({
      ...service,
      availability: mean(service.availability),
      utilisationPrice: service.utilisationPrice === null ? null : mean(service.utilisationPrice),
    })),
  };
}
