import type { Plan } from '../domain/plan-problem.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
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

/** Shares of the neighbour in the mixtures tried between the best point and the two beside it. */
const mixtureShares = [0.25, 0.5, 0.75];

/** The *choose* scenarios, and what plans earn on them under the policy. */
export interface ChooseScenarios {
  /** Sum 1. */
  readonly weights: Float64Array;
  readonly confidenceLevel: number;
  /** Profit by scenario of each plan, gain positive. */
  readonly profitsOf: (plans: readonly Plan[]) => Promise<readonly Float64Array[]>;
}

/** A point of a frontier, or a mixture of two neighbours. */
interface Point {
  readonly search: DispatchKind;
  /** Place on its frontier; a mixture lies between two. */
  readonly place: number;
  readonly plan: Plan;
  readonly limit: number | null;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
}

/**
 * Proposes the plan of greatest policy mean whose policy CVaR keeps the limit, both on the *choose* scenarios, among
 * the points of all frontiers and then mixtures of the best one with its neighbours; the plan of least policy CVaR where
 * none keeps it. docs/decisions/0005-plans-are-chosen-by-the-rolling-policy.md.
 */
export async function choosePlan(
  choose: ChooseScenarios,
  frontiers: readonly SearchedFrontier[],
  limit: number | null,
): Promise<PlanChoice> {
  const points = frontiers.flatMap(({ search, points: own }) =>
    own.map((point, place): Point => ({ ...point, search, place })),
  );
  const assessed = await assess(choose, points);
  const best = points[assessed.indexOf(proposedOf(assessed, limit))];
  const mixtures = [-1, 1].flatMap((step) => {
    const neighbour = points.find(({ search, place }) => search === best.search && place === best.place + step);
    return neighbour === undefined ? [] : mixtureShares.map((share) => mixPoints(best, neighbour, share));
  });
  const byPlace = [
    ...points.map((point, i) => ({ point, candidate: assessed[i] })),
    ...(await assess(choose, mixtures)).map((candidate, i) => ({ point: mixtures[i], candidate })),
  ];
  // In the order of their frontiers, mixtures between the points that they are made of.
  const order = frontiers.map(({ search }) => search);
  byPlace.sort(
    (a, b) => order.indexOf(a.point.search) - order.indexOf(b.point.search) || a.point.place - b.point.place,
  );
  const candidates = byPlace.map(({ candidate }) => candidate);
  const proposed = proposedOf(candidates, limit);
  const limitAttained = keeps(proposed, limit);
  const binding = limit !== null && proposed !== greatest(candidates, (one) => one.mean);
  return { proposed, limitAttained, candidates, shadowPrice: binding ? slopeAt(candidates, proposed) : 0 };
}

function keeps(candidate: Candidate, limit: number | null): boolean {
  return limit === null || candidate.conditionalValueAtRisk <= limit;
}

function proposedOf(candidates: readonly Candidate[], limit: number | null): Candidate {
  const allowed = candidates.filter((candidate) => keeps(candidate, limit));
  return allowed.length > 0
    ? greatest(allowed, (one) => one.mean)
    : greatest(candidates, (one) => -one.conditionalValueAtRisk);
}

/** Policy figures of plans on the choose scenarios. */
async function assess(choose: ChooseScenarios, points: readonly Point[]): Promise<Candidate[]> {
  if (points.length === 0) return [];
  const { weights, confidenceLevel } = choose;
  const profits = await choose.profitsOf(points.map(({ plan }) => plan));
  return points.map((point, i) => {
    const profit = profits[i];
    const loss = profit.map((value) => -value);
    const [meanStandardError, conditionalValueAtRiskStandardError] = samplingErrors((subset) => {
      const own = subsetValues(loss, subset);
      const mean = own.reduce((sum, value) => sum - value, 0) / own.length;
      return [mean, conditionalValueAtRisk(own, subset.weights, confidenceLevel)];
    }, profit.length);
    return {
      plan: point.plan,
      search: point.search,
      meanInSample: point.mean,
      conditionalValueAtRiskInSample: point.conditionalValueAtRisk,
      limit: point.limit,
      mean: profit.reduce((sum, value, s) => sum + weights[s] * value, 0),
      conditionalValueAtRisk: conditionalValueAtRisk(loss, weights, confidenceLevel),
      meanStandardError,
      conditionalValueAtRiskStandardError,
    };
  });
}

function mixPoints(left: Point, right: Point, share: number): Point {
  const between = (a: number, b: number): number => (1 - share) * a + share * b;
  return {
    search: left.search,
    place: between(left.place, right.place),
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
    ...(left.offerStepsMW === undefined
      ? {}
      : {
          offerStepsMW: left.offerStepsMW.map((steps, k) => {
            const other = right.offerStepsMW?.[k] ?? null;
            return steps === null || other === null ? null : mix(steps, other);
          }),
        }),
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
