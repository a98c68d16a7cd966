import type { PlanProblem } from '../domain/plan-problem.ts';

/** The problem on some of its scenarios, their weights scaled to add up to 1 (equal where they have none). */
export function scenarioSubset(problem: PlanProblem, scenarios: Int32Array): PlanProblem {
  const rows = (values: Float64Array): Float64Array => {
    const width = values.length / problem.scenarioCount;
    const picked = new Float64Array(scenarios.length * width);
    scenarios.forEach((s, i) => picked.set(values.subarray(s * width, (s + 1) * width), i * width));
    return picked;
  };
  const weights = rows(problem.weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    ...problem,
    scenarioCount: scenarios.length,
    weights: weights.map((weight) => (total > 0 ? weight / total : 1 / scenarios.length)),
    dayAhead: rows(problem.dayAhead),
    imbalance: rows(problem.imbalance),
    services: problem.services.map((service) => ({
      ...service,
      availability: rows(service.availability),
      utilisationPrice: service.utilisationPrice === null ? null : rows(service.utilisationPrice),
    })),
  };
}
