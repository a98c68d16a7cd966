import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { dayAheadGroups, leastPerGroup, scenariosByGroup, type DayAheadGroups } from './day-ahead-groups.ts';
import { solvePlanByDecomposition } from './decomposition/solve-plan-by-decomposition.ts';
import { firstStage, vectorOf } from './first-stage.ts';
import type { FirstStageBounds } from './plan-solution.ts';
import { scenarioSubset } from './scenario-subset.ts';

/** What to reserve once the day-ahead outcome is known, beside a position that stands. */
export interface ReservationRule {
  readonly groups: DayAheadGroups;
  /** By group of day-ahead outcomes: the plan with the reservation for it. */
  readonly byGroup: readonly Plan[];
  /** The plan with one reservation for all outcomes, found in the same way on the same scenarios. */
  readonly forAll: Plan;
}

/**
 * Fits a reservation to each group of day-ahead outcomes and one to all of them: the greatest mean of the two-stage
 * problem with the day-ahead position (or bid curve) of `plan` closed, so that all that differs is what was known. A
 * group of too few scenarios takes the reservation for all. docs/method/optimise.md.
 *
 * @param problem the first day on the *plan* scenarios
 * @param waits by service: its reservation may wait for the day-ahead outcome; of the others the plan's stands
 * @returns null where no service may wait, or the scenarios are too few for groups
 */
export async function fitReservationRule(
  problem: PlanProblem,
  plan: Plan,
  waits: readonly boolean[],
  relativeGap: number,
): Promise<ReservationRule | null> {
  const groups = waits.includes(true) ? dayAheadGroups(problem) : null;
  if (groups === null) return null;
  const bounds = reservationsAlone(problem, plan, waits);
  const fit = async (own: PlanProblem): Promise<Plan> => {
    const request = { limit: null, frontierPoints: 0, ends: false, relativeGap, bounds };
    return (await solvePlanByDecomposition(own, request)).best.plan;
  };
  const forAll = await fit(problem);
  const byGroup: Plan[] = [];
  for (const scenarios of scenariosByGroup(groups, problem)) {
    const apart = scenarios.length >= leastPerGroup && scenarios.length < problem.scenarioCount;
    byGroup.push(apart ? await fit(scenarioSubset(problem, scenarios)) : forAll);
  }
  return { groups, byGroup, forAll };
}

/** Profit by scenario where each has the plan of its group; scenarios find their group by their day-ahead prices alone. */
export function profitByRule(
  { groups, byGroup }: ReservationRule,
  problem: PlanProblem,
  profitOf: (problem: PlanProblem, plan: Plan) => Float64Array,
): Float64Array {
  const profit = new Float64Array(problem.scenarioCount);
  scenariosByGroup(groups, problem).forEach((scenarios, group) => {
    if (scenarios.length === 0) return;
    profitOf(scenarioSubset(problem, scenarios), byGroup[group]).forEach((value, i) => (profit[scenarios[i]] = value));
  });
  return profit;
}

/** Bounds that leave nothing open but the reservations that may wait. */
function reservationsAlone(problem: PlanProblem, plan: Plan, waits: readonly boolean[]): FirstStageBounds {
  const stage = firstStage(problem);
  const x = vectorOf(stage, plan);
  const open = (column: number): boolean => waits[stage.serviceColumns.findLastIndex((first) => first <= column)];
  return {
    lowerMW: stage.lowerMW.map((bound, j) => (open(j) ? bound : x[j])),
    upperMW: stage.upperMW.map((bound, j) => (open(j) ? bound : x[j])),
  };
}
