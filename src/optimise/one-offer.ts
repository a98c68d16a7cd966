import { asksPrices, bidStepCount, type Plan, type PlanProblem, type PlanService } from '../domain/plan-problem.ts';

/**
 * The problem with one volume in place of a bid curve and of offers at several prices, accepted whatever clears: what a
 * search that has one dispatch for all scenarios can carry.
 */
export function asOneOffer(problem: PlanProblem): PlanProblem {
  return { ...problem, decision: { kind: 'position' }, services: problem.services.map(withoutAskedPrices) };
}

/** A plan of `asOneOffer` as one of the problem: a bid curve without steps, and offers all at the lowest price asked. */
export function fromOneOffer(problem: PlanProblem, plan: Plan): Plan {
  const stepsMW = new Float64Array(plan.dayAheadMW.length * bidStepCount(problem.decision));
  if (!asksPrices(problem)) return { ...plan, stepsMW };
  return {
    ...plan,
    stepsMW,
    offerStepsMW: problem.services.map(({ offerThresholds }, k) => {
      if (offerThresholds === undefined) return null;
      const steps = offerThresholds.length;
      return Float64Array.from({ length: steps * plan.reservedMW[k].length }, (_, at) =>
        at % steps === 0 ? plan.reservedMW[k][at / steps] : 0,
      );
    }),
  };
}

function withoutAskedPrices(service: PlanService): PlanService {
  const { offerThresholds: _asked, ...rest } = service;
  return rest;
}
