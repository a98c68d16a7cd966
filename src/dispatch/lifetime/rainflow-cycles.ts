/** One cycle, or half of one, of a path of values. */
export interface RainflowCycle {
  /** Range of the cycle, > 0, in the unit of the path; of a state of charge in shares: the depth of discharge. */
  readonly depth: number;
  /** Middle of the range. */
  readonly mean: number;
  /** 1 for a closed cycle, 0.5 for a half cycle of the residue. */
  readonly count: 0.5 | 1;
}

/**
 * Rainflow count of a path: closed cycles where a smaller swing lies within a larger one, half cycles for the
 * residue, in the order in which they are found. Values that repeat or lie on the way between two reversals
 * change nothing; 2·Σ count·depth is the length of the way travelled. A path that does not move has none. O(n).
 *
 * Source: ASTM E1049-85, Standard Practices for Cycle Counting in Fatigue Analysis, section 5.4.4 (three points).
 *
 * Example: `countRainflowCycles([0, 1, 0])` is two halves of depth 1 and mean 0.5.
 */
export function countRainflowCycles(path: ArrayLike<number>): RainflowCycle[] {
  const cycles: RainflowCycle[] = [];
  const note = (a: number, b: number, count: 0.5 | 1): void => {
    cycles.push({ depth: Math.abs(a - b), mean: (a + b) / 2, count });
  };
  const open: number[] = [];
  for (const reversal of reversals(path)) {
    open.push(reversal);
    while (open.length >= 3) {
      const [first, middle, last] = open.slice(-3);
      if (Math.abs(last - middle) < Math.abs(middle - first)) break;
      if (open.length === 3) {
        // The range holds the start of the path: half a cycle, and the path starts one reversal later.
        note(first, middle, 0.5);
        open.shift();
      } else {
        note(first, middle, 1);
        open.splice(-3, 2);
      }
    }
  }
  for (let i = 1; i < open.length; i++) note(open[i - 1], open[i], 0.5);
  return cycles;
}

/** The first value, every peak and valley, and the last value, without repetitions. */
function reversals(path: ArrayLike<number>): number[] {
  const points: number[] = [];
  for (let i = 0; i < path.length; i++) {
    const value = path[i];
    const n = points.length;
    if (n > 0 && value === points[n - 1]) continue;
    if (n > 1 && value > points[n - 1] === points[n - 1] > points[n - 2]) points[n - 1] = value;
    else points.push(value);
  }
  return points;
}
