import type { PlanProblem } from '../domain/plan-problem.ts';
import { spread } from '../math/spread.ts';

/**
 * Groups of day-ahead outcomes by what a desk sees at a glance: classes of level (mean price of the day), the cheapest
 * first, each halved by spread (mean of the dearest four hours less that of the cheapest four). Group 2·class is the
 * half with the small spread, 2·class + 1 the other. Money per MWh. docs/method/optimise.md.
 */
export interface DayAheadGroups {
  /** Level at which each class after the first starts, ascending. */
  readonly levels: Float64Array;
  /** Of each class the spread at which its second half starts. */
  readonly spreads: Float64Array;
}

/** Fewer plan scenarios than this are no ground for a decision of their own. */
export const leastPerGroup = 100;
const mostClasses = 3;
const spreadHours = 4;

/**
 * Up to six groups of equal size, at least `leastPerGroup` scenarios in each; outcomes that are alike stay together, so
 * that groups may be larger, smaller or empty. Null where there are too few scenarios for two groups.
 */
export function dayAheadGroups(problem: PlanProblem): DayAheadGroups | null {
  const classCount = Math.min(mostClasses, Math.floor(problem.scenarioCount / (2 * leastPerGroup)));
  if (classCount === 0) return null;
  const outcomes = Array.from({ length: problem.scenarioCount }, (_, s) => outcomeOf(problem, s));
  const levels = partStarts(
    outcomes.map(({ level }) => level),
    classCount,
  );
  const spreads = Float64Array.from({ length: classCount }, (_, i) => {
    const own = outcomes.filter(({ level }) => classOf(levels, level) === i);
    return own.length === 0
      ? 0
      : partStarts(
          own.map((outcome) => outcome.spread),
          2,
        )[0];
  });
  return { levels, spreads };
}

/** Scenarios of each group, ascending: by their day-ahead prices alone. */
export function scenariosByGroup(groups: DayAheadGroups, problem: PlanProblem): Int32Array[] {
  const members: number[][] = Array.from({ length: 2 * groups.spreads.length }, () => []);
  for (let s = 0; s < problem.scenarioCount; s++) {
    const outcome = outcomeOf(problem, s);
    const own = classOf(groups.levels, outcome.level);
    members[2 * own + (outcome.spread >= groups.spreads[own] ? 1 : 0)].push(s);
  }
  return members.map((scenarios) => Int32Array.from(scenarios));
}

function outcomeOf({ dayAhead, periodCount: T, periodHours }: PlanProblem, s: number) {
  const prices = dayAhead.subarray(s * T, (s + 1) * T);
  return {
    level: prices.reduce((sum, price) => sum + price, 0) / T,
    // Of a day shorter than eight hours the two halves.
    spread: spread(prices, Math.max(1, Math.min(T >> 1, Math.round(spreadHours / periodHours)))),
  };
}

function classOf(levels: Float64Array, level: number): number {
  return levels.findLastIndex((start) => level >= start) + 1;
}

/** Values at which the second and later of `parts` parts of equal size start. */
function partStarts(values: readonly number[], parts: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from({ length: parts - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / parts)]);
}
