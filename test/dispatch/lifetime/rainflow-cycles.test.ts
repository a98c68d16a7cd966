import { describe, expect, it } from 'vitest';
import { countRainflowCycles } from '../../../src/dispatch/lifetime/rainflow-cycles.ts';
import { seededUniform } from '../seeded-uniform.ts';

describe('the rainflow count', () => {
  it('reproduces the worked example of ASTM E1049-85, figure 6', () => {
    const cycles = countRainflowCycles([-2, 1, -3, 5, -1, 3, -4, 4, -2]);
    expect(cycles).toEqual([
      { depth: 3, mean: -0.5, count: 0.5 },
      { depth: 4, mean: -1, count: 0.5 },
      { depth: 4, mean: 1, count: 1 },
      { depth: 8, mean: 1, count: 0.5 },
      { depth: 9, mean: 0.5, count: 0.5 },
      { depth: 8, mean: 0, count: 0.5 },
      { depth: 6, mean: 1, count: 0.5 },
    ]);
    expect(countsByDepth(cycles)).toEqual({ 3: 0.5, 4: 1.5, 6: 0.5, 8: 1, 9: 0.5 });
  });

  it('finds a closed cycle within a larger swing', () => {
    // A full charge interrupted by a dip of a fifth: the dip is a cycle, the charge half of one.
    expect(countRainflowCycles([0, 0.6, 0.4, 1])).toEqual([
      { depth: 0.6 - 0.4, mean: 0.5, count: 1 },
      { depth: 1, mean: 0.5, count: 0.5 },
    ]);
  });

  it('counts n full cycles as n in all', () => {
    const cycles = countRainflowCycles([0, 1, 0, 1, 0, 1, 0]);
    expect(cycles.every(({ depth }) => depth === 1)).toBe(true);
    expect(cycles.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  it('has no cycles on a path that does not move', () => {
    expect(countRainflowCycles([])).toEqual([]);
    expect(countRainflowCycles([0.3])).toEqual([]);
    expect(countRainflowCycles([0.3, 0.3, 0.3])).toEqual([]);
  });

  it('covers the way travelled, whatever the path', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const path = randomPath(seed);
      const travelled = path.reduce((sum, value, i) => sum + (i === 0 ? 0 : Math.abs(value - path[i - 1])), 0);
      const counted = countRainflowCycles(path).reduce((sum, { depth, count }) => sum + 2 * count * depth, 0);
      expect(counted).toBeCloseTo(travelled, 10);
    }
  });

  it('holds the largest swing of the path, whatever the path', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const path = randomPath(seed);
      const deepest = Math.max(...countRainflowCycles(path).map(({ depth }) => depth));
      expect(deepest).toBe(Math.max(...path) - Math.min(...path));
    }
  });

  it('does not change when points are repeated or put on the way between two others', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const path = randomPath(seed);
      const dense = path.flatMap((value, i) => (i === 0 ? [value] : [(path[i - 1] + value) / 2, value, value]));
      expect(countRainflowCycles(dense)).toEqual(countRainflowCycles(path));
    }
  });
});

function countsByDepth(cycles: ReturnType<typeof countRainflowCycles>): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { depth, count } of cycles) counts[depth] = (counts[depth] ?? 0) + count;
  return counts;
}

/** Whole and broken steps, some of them nothing. */
function randomPath(seed: number): number[] {
  const random = seededUniform(seed);
  return Array.from({ length: 2 + Math.floor(60 * random()) }, () =>
    random() < 0.5 ? Math.round(8 * random()) : 8 * random(),
  ).map((value, i) => (i === 0 ? value - 1 : value));
}
