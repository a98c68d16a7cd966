import { describe, expect, it } from 'vitest';
import { dayAheadGroups, leastPerGroup, scenariosByGroup } from '../../src/optimise/day-ahead-groups.ts';
import { seededUniform } from '../dispatch/seeded-uniform.ts';
import { smallPlanProblem } from './small-plan-problem.ts';

/** S days of twelve hours, all different. */
function drawnProblem(scenarioCount: number, seed = 1) {
  const random = seededUniform(seed);
  const rows = Array.from({ length: scenarioCount }, () => {
    const [level, size] = [100 * random(), 50 * random()];
    return Array.from({ length: 12 }, () => level + size * (random() - 0.5));
  });
  return smallPlanProblem(rows, rows);
}

describe('groups of day-ahead outcomes', () => {
  it('are six of equal size where scenarios allow, fewer where they do not, and none below two', () => {
    const sizes = (scenarioCount: number): number[] | null => {
      const problem = drawnProblem(scenarioCount);
      const groups = dayAheadGroups(problem);
      return groups === null ? null : scenariosByGroup(groups, problem).map(({ length }) => length);
    };
    expect(sizes(6000)).toEqual(Array.from({ length: 6 }, () => 1000));
    expect(sizes(6 * leastPerGroup)).toEqual(Array.from({ length: 6 }, () => leastPerGroup));
    expect(sizes(4 * leastPerGroup)).toEqual(Array.from({ length: 4 }, () => leastPerGroup));
    expect(sizes(2 * leastPerGroup)).toEqual(Array.from({ length: 2 }, () => leastPerGroup));
    expect(sizes(2 * leastPerGroup - 1)).toBeNull();
  });

  it('go from cheap to dear, and from a small to a large spread within a class', () => {
    const problem = drawnProblem(600);
    const groups = dayAheadGroups(problem)!;
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const facts = scenariosByGroup(groups, problem).map((scenarios) => {
      const days = Array.from(scenarios, (s) => Array.from(problem.dayAhead.subarray(12 * s, 12 * (s + 1))));
      const spreads = days.map((prices) => {
        const sorted = prices.toSorted((a, b) => a - b);
        return mean(sorted.slice(8)) - mean(sorted.slice(0, 4));
      });
      return { levels: days.map(mean), spreads };
    });
    for (const [low, high] of [
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 5],
    ])
      expect(Math.max(...facts[low].levels)).toBeLessThan(Math.min(...facts[high].levels));
    for (const small of [0, 2, 4])
      expect(Math.max(...facts[small].spreads)).toBeLessThan(Math.min(...facts[small + 1].spreads));
  });

  it('keep outcomes that are alike together', () => {
    const rows = Array.from({ length: 400 }, (_, s) => (s < 180 ? [10, 10] : [40, 60]));
    const problem = smallPlanProblem(rows, rows);
    const members = scenariosByGroup(dayAheadGroups(problem)!, problem).filter(({ length }) => length > 0);
    expect(members.map(({ length }) => length)).toEqual([180, 220]);
  });

  it('are found for other scenarios by their day-ahead prices alone, to the bit', () => {
    const groups = dayAheadGroups(drawnProblem(600))!;
    const fresh = drawnProblem(250, 2);
    const before = scenariosByGroup(groups, fresh);
    expect(before.filter(({ length }) => length > 0).length).toBeGreaterThan(4);
    const later = { ...fresh, imbalance: fresh.imbalance.map((price) => 500 - 3 * price) };
    expect(scenariosByGroup(groups, later)).toEqual(before);
    const earlier = { ...fresh, dayAhead: fresh.dayAhead.map((price) => 500 - 3 * price) };
    expect(scenariosByGroup(groups, earlier)).not.toEqual(before);
  });
});
