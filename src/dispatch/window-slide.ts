import { evaluate, segmentOf } from './piecewise-linear.ts';
import type { PiecewiseLinear, Pruner } from './piecewise-linear.ts';

let deque = new Int32Array(256);
let levels = new Float64Array(256);
const crossings = new Float64Array(3);

/**
 * Sends to `pruner` the breakpoints of z ↦ max over v in [from, to] of f(z − v) + slope·v, for z in
 * [lowest, highest] and z − v in the domain of f: one linear piece of a stage applied to a value function.
 * False where no z is left; a domain that is empty by no more than `slack` (rounding) is one point. O(n): both
 * ends of the window move over the breakpoints once, the best breakpoint between them comes from a monotone
 * queue (docs/method/dispatch.md).
 */
export function slideWindow(
  f: PiecewiseLinear,
  slope: number,
  from: number,
  to: number,
  lowest: number,
  highest: number,
  slack: number,
  pruner: Pruner,
): boolean {
  const { x, y, count } = f;
  const domainLow = x[0];
  const domainHigh = x[count - 1];
  let start = Math.max(lowest, domainLow + from);
  const stop = Math.min(highest, domainHigh + to);
  if (!(start <= stop + slack)) return false;
  if (start > stop) start = stop;
  if (count === 1) {
    pruner.push(start, y[0] + slope * (start - domainLow));
    if (stop > start) pruner.push(stop, y[0] + slope * (stop - domainLow));
    return true;
  }
  if (to <= from) {
    // No choice: the function moves as it is.
    pruner.push(start, evaluate(f, start - from) + slope * from);
    for (let i = 0; i < count; i++)
      if (x[i] + from > start && x[i] + from < stop) pruner.push(x[i] + from, y[i] + slope * from);
    if (stop > start) pruner.push(stop, evaluate(f, stop - from) + slope * from);
    return true;
  }
  if (levels.length < count) {
    deque = new Int32Array(2 * count);
    levels = new Float64Array(2 * count);
  }
  const queue = deque;
  const level = levels;
  for (let i = 0; i < count; i++) level[i] = y[i] - slope * x[i];

  // The window of states e = z − v is [left, right]; `il` the segment of its left end, `ir` the last
  // breakpoint that its right end has passed. Both only ever advance, by index.
  const last = count - 1;
  const leftStart = Math.max(domainLow, start - to);
  const rightStart = Math.min(domainHigh, start - from);
  let il = leftStart <= domainLow ? 0 : segmentOf(f, leftStart);
  let ir = rightStart >= domainHigh ? last : segmentOf(f, rightStart);
  let head = 0;
  let tail = 0;
  for (let i = il + 1; i <= ir; i++) {
    while (tail > head && level[queue[tail - 1]] <= level[i]) tail--;
    queue[tail++] = i;
  }
  let leftMoves = start - to >= domainLow;
  let z = start;
  // Levels at both ends of the window: they run on from one event to the next, and are exact at breakpoints.
  let left = leftMoves ? levelAt(x, level, il, z - to) : level[0];
  let right = ir < last ? levelAt(x, level, ir, z - from) : level[last];
  pruner.push(z, greatest(left, right, tail > head ? level[queue[head]] : -Infinity) + slope * z);
  for (;;) {
    const leftEvent = leftMoves ? (il + 1 < last ? x[il + 1] + to : Infinity) : domainLow + to;
    const rightEvent = ir < last ? x[ir + 1] + from : Infinity;
    let next = leftEvent < rightEvent ? leftEvent : rightEvent;
    if (stop < next) next = stop;
    if (next < z) next = z;
    const leftPasses = leftEvent <= next;
    const rightPasses = rightEvent <= next;
    let leftNext = left;
    if (leftMoves) leftNext = leftPasses ? level[il + 1] : levelAt(x, level, il, next - to);
    let rightNext = right;
    if (ir < last) rightNext = rightPasses ? level[ir + 1] : levelAt(x, level, ir, next - from);
    const best = tail > head ? level[queue[head]] : -Infinity;
    if (next > z) {
      pushCrossings(slope, z, next, left, leftNext, right, rightNext, best, pruner);
      pruner.push(next, greatest(leftNext, rightNext, best) + slope * next);
    }
    if (next >= stop) return true;
    if (leftPasses) {
      if (leftMoves) {
        il++;
        if (tail > head && queue[head] === il) head++;
      } else leftMoves = true;
    }
    if (rightPasses) {
      ir++;
      // The queue only moves forward: its slots never exceed the number of breakpoints.
      while (tail > head && level[queue[tail - 1]] <= level[ir]) tail--;
      queue[tail++] = ir;
    }
    left = leftNext;
    right = rightNext;
    z = next;
  }
}

/** Corners between z and next where two of left end, right end and best breakpoint between them cross. */
function pushCrossings(
  slope: number,
  z: number,
  next: number,
  left: number,
  leftNext: number,
  right: number,
  rightNext: number,
  best: number,
  pruner: Pruner,
): void {
  let count = 0;
  const ends = left - right;
  const endsNext = leftNext - rightNext;
  if (changesSign(ends, endsNext)) count = insertCrossing(ends, endsNext, count);
  // −Infinity, where nothing lies between them, never changes a sign.
  if (changesSign(left - best, leftNext - best)) count = insertCrossing(left - best, leftNext - best, count);
  if (changesSign(right - best, rightNext - best)) count = insertCrossing(right - best, rightNext - best, count);
  for (let i = 0; i < count; i++) {
    const share = crossings[i];
    const at = z + share * (next - z);
    pruner.push(at, greatest(left + share * (leftNext - left), right + share * (rightNext - right), best) + slope * at);
  }
}

/** The level on segment i, clipped to it. */
function levelAt(x: Float64Array, level: Float64Array, i: number, at: number): number {
  const from = x[i];
  const share = (at - from) / (x[i + 1] - from);
  if (share <= 0) return level[i];
  return share >= 1 ? level[i + 1] : level[i] + share * (level[i + 1] - level[i]);
}

function greatest(a: number, b: number, c: number): number {
  const larger = a > b ? a : b;
  return larger > c ? larger : c;
}

function changesSign(a: number, b: number): boolean {
  return (a > 0 && b < 0) || (a < 0 && b > 0);
}

/** Where a difference that runs from `a` to `b` is zero: the share of the way, kept in ascending order. */
function insertCrossing(a: number, b: number, count: number): number {
  const share = a / (a - b);
  let i = count;
  while (i > 0 && crossings[i - 1] > share) {
    crossings[i] = crossings[i - 1];
    i--;
  }
  crossings[i] = share;
  return count + 1;
}
