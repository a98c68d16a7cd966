import { bidThreshold, type PlanProblem } from '../../domain/plan-problem.ts';
import { acceptsOffer, type FirstStage } from '../first-stage.ts';

/** ∂P_s/∂x without the recourse, scenarios × columns: Δ(DA − IP)·q, availability, utilisation and wear of activation. */
export function linearProfit(problem: PlanProblem, stage: FirstStage, from: number, to: number): Float64Array {
  const { periodCount: T, periodHours, decision, services, battery } = problem;
  const { columnCount: n, stepColumn, stepCount, intervalAt, blockAt, serviceColumns, serviceSteps } = stage;
  const linear = new Float64Array((to - from) * n);
  for (let s = from; s < to; s++) {
    const row = (s - from) * n;
    for (let t = 0; t < T; t++) {
      const at = s * T + t;
      const ahead = periodHours * (problem.dayAhead[at] - problem.imbalance[at]);
      linear[row + intervalAt[t]] += ahead;
      for (let i = 0; i < stepCount; i++) {
        if (problem.dayAhead[at] >= bidThreshold(decision, intervalAt[t], i))
          linear[row + stepColumn + intervalAt[t] * stepCount + i] += ahead;
      }
      services.forEach((service, k) => {
        const blocks = service.blockStarts.length - 1;
        const utilisation = service.utilisationPrice === null ? problem.imbalance[at] : service.utilisationPrice[at];
        const called = service.direction === 'up' ? utilisation - battery.throughputCost : -utilisation;
        const availability = service.availability[s * blocks + blockAt[k][t]];
        const steps = serviceSteps[k];
        const first = row + serviceColumns[k] + blockAt[k][t] * steps;
        for (let i = 0; i < steps; i++) {
          if (acceptsOffer(service, i, availability))
            linear[first + i] += periodHours * (availability + service.activation[t] * called);
        }
      });
    }
  }
  return linear;
}
