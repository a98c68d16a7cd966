import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
import { evaluateSchedule, followSchedule } from './evaluate-plan.ts';
import type { DispatchKind } from './extensive-form.ts';
import type { FrontierPlan } from './solve-plan.ts';

/** A plan with its policy figures on the *choose* scenarios. Money in currency. */
export interface Candidate {
  readonly plan: Plan;
  /** The search whose frontier it lies on. */
  readonly search: DispatchKind;
  /** In sample on that search's own scenarios; of a mixture, interpolated between its neighbours. */
  readonly meanInSample: number;
  readonly conditionalValueAtRiskInSample: number;
  /** The limit that its frontier point answers; null for a mixture of two neighbours. */
  readonly limit: number | null;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
  /** Sampling errors; null with too few scenarios. */
  readonly meanStandardError: number | null;
  readonly conditionalValueAtRiskStandardError: number | null;
}

/** The plan that is proposed, and what it was chosen among. */
export interface PlanChoice {
  readonly proposed: Candidate;
  readonly limitAttained: boolean;
  /** Slope of the policy frontier at the proposed plan: currency of mean per currency of limit; null at its safest plan. */
  readonly shadowPrice: number | null;
  readonly candidates: readonly Candidate[];
}

/** A frontier and the search that found it. */
export interface SearchedFrontier {
  readonly search: DispatchKind;
  readonly points: readonly FrontierPlan[];
}

/** Shares of the right-hand neighbour in the mixtures tried between two frontier points. */
const mixtureShares = [0.25, 0.5, 0.75];

/**
 * Proposes the plan of greatest policy mean whose policy CVaR keeps the limit, both on the *choose*
 * scenarios, among the plans of all frontiers and mixtures of neighbours; the plan of least policy CVaR where
 * none does. docs/architecture.md.
 *
 * @param planned the problem that the policy's schedule is made from: the *plan* scenarios
 * @param choose the same problem on the *choose* scenarios
 */
export function choosePlan(
  planned: PlanProblem,
  choose: PlanProblem,
  frontiers: readonly SearchedFrontier[],
  limit: number | null,
): PlanChoice {
  const assess = (
    point: Omit<FrontierPlan, 'shadowPrice' | 'limit'> & { limit: number | null },
    search: DispatchKind,
  ): Candidate => {
    const profit = evaluateSchedule(choose, point.plan, followSchedule(planned, point.plan));
    const loss = profit.map((value) => -value);
    const [meanStandardError, conditionalValueAtRiskStandardError] = samplingErrors((subset) => {
      const own = subsetValues(loss, subset);
      const mean = own.reduce((sum, value) => sum - value, 0) / own.length;
      return [mean, conditionalValueAtRisk(own, subset.weights, choose.confidenceLevel)];
    }, choose.scenarioCount);
    return {
      plan: point.plan,
      search,
      meanInSample: point.mean,
      conditionalValueAtRiskInSample: point.conditionalValueAtRisk,
      limit: point.limit,
      mean: profit.reduce((sum, value, s) => sum + choose.weights[s] * value, 0),
      conditionalValueAtRisk: conditionalValueAtRisk(loss, choose.weights, choose.confidenceLevel),
      meanStandardError,
      conditionalValueAtRiskStandardError,
    };
  };
  const candidates = frontiers.flatMap(({ search, points }) =>
    points.flatMap((point, i) => [
      assess(point, search),
      ...(i + 1 < points.length
        ? mixtureShares.map((share) => assess(mixPoints(point, points[i + 1], share), search))
        : []),
    ]),
  );
  const allowed = candidates.filter((candidate) => limit === null || candidate.conditionalValueAtRisk <= limit);
  const limitAttained = allowed.length > 0;
  const proposed = limitAttained
    ? greatest(allowed, (one) => one.mean)
    : greatest(candidates, (one) => -one.conditionalValueAtRisk);
  const binding = limit !== null && proposed !== greatest(candidates, (one) => one.mean);
  return { proposed, limitAttained, candidates, shadowPrice: binding ? slopeAt(candidates, proposed) : 0 };
}

function mixPoints(left: FrontierPlan, right: FrontierPlan, share: number) {
  const between = (a: number, b: number): number => (1 - share) * a + share * b;
  return {
    plan: mixPlans(left.plan, right.plan, share),
    limit: null,
    mean: between(left.mean, right.mean),
    conditionalValueAtRisk: between(left.conditionalValueAtRisk, right.conditionalValueAtRisk),
  };
}

/** (1 − share)·left + share·right: feasible, since the first stage is convex. */
export function mixPlans(left: Plan, right: Plan, share: number): Plan {
  const mix = (a: Float64Array, b: Float64Array): Float64Array =>
    a.map((value, i) => (1 - share) * value + share * b[i]);
  return {
    dayAheadMW: mix(left.dayAheadMW, right.dayAheadMW),
    stepsMW: mix(left.stepsMW, right.stepsMW),
    reservedMW: left.reservedMW.map((reserved, k) => mix(reserved, right.reservedMW[k])),
  };
}

/**
 * Slope of the upper concave hull of (CVaR, mean) just to the right of the proposed plan's CVaR: what a little
 * more limit would earn. Null where the plan is the safest of all, 0 to the right of the greatest mean.
 */
function slopeAt(candidates: readonly Candidate[], proposed: Candidate): number | null {
  const hull = upperHull(candidates);
  const at = proposed.conditionalValueAtRisk;
  if (at <= hull[0].conditionalValueAtRisk) return null;
  const right = hull.findIndex((one) => one.conditionalValueAtRisk > at);
  if (right < 0) return 0;
  const [from, to] = [hull[right - 1], hull[right]];
  return Math.max(0, (to.mean - from.mean) / (to.conditionalValueAtRisk - from.conditionalValueAtRisk));
}

/** Candidates that no mixture of others beats, by rising CVaR, from the safest to the greatest mean. */
function upperHull(candidates: readonly Candidate[]): Candidate[] {
  const sorted = candidates.toSorted((a, b) => a.conditionalValueAtRisk - b.conditionalValueAtRisk || b.mean - a.mean);
  const hull: Candidate[] = [];
  for (const one of sorted) {
    if (hull.length > 0 && one.mean <= hull[hull.length - 1].mean) continue;
    while (hull.length >= 2 && !turnsDown(hull[hull.length - 2], hull[hull.length - 1], one)) hull.pop();
    hull.push(one);
  }
  return hull;
}

function turnsDown(a: Candidate, b: Candidate, c: Candidate): boolean {
  const [ab, ac] = [
    b.conditionalValueAtRisk - a.conditionalValueAtRisk,
    c.conditionalValueAtRisk - a.conditionalValueAtRisk,
  ];
  return (b.mean - a.mean) * ac > (c.mean - a.mean) * ab;
}

/** The first candidate with the greatest score. */
function greatest(candidates: readonly Candidate[], score: (candidate: Candidate) => number): Candidate {
  return candidates.reduce((best, one) => (score(one) > score(best) ? one : best));
}
