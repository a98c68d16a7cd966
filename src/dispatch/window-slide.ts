import { along, evaluate, segmentOf } from './piecewise-linear.ts';
import type { PiecewiseLinear, Pruner } from './piecewise-linear.ts';

let deque = new Int32Array(256);
let levels = new Float64Array(256);
const crossings = new Float64Array(3);

/**
 * Sends to `pruner` the breakpoints of z ↦ max over v in [from, to] of f(z − v) + slope·v, for z in
 * [lowest, highest] and z − v in the domain of f: one linear piece of a stage applied to a value function.
 * False where no z is left; a domain that is empty by no more than `slack` (rounding) is one point. O(n): both ends of the window move over the breakpoints once, the best
 * breakpoint between them comes from a monotone queue (docs/method/dispatch.md).
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
  for (let i = 0; i < count; i++) levels[i] = y[i] - slope * x[i];

  // The window of states e = z − v is [left, right]; `il` the segment of its left end, `ir` the last
  // breakpoint that its right end has passed. Both only ever advance, by index.
  const leftStart = Math.max(domainLow, start - to);
  const rightStart = Math.min(domainHigh, start - from);
  let il = leftStart <= domainLow ? 0 : segmentOf(f, leftStart);
  let ir = rightStart >= domainHigh ? count - 1 : segmentOf(f, rightStart);
  let head = 0;
  let tail = 0;
  for (let i = il + 1; i <= ir; i++) {
    while (tail > head && levels[deque[tail - 1]] <= levels[i]) tail--;
    deque[tail++] = i;
  }
  let leftMoves = start - to >= domainLow;
  let z = start;
  for (;;) {
    const leftEvent = leftMoves ? (il + 1 < count - 1 ? x[il + 1] + to : Infinity) : domainLow + to;
    const rightEvent = ir < count - 1 ? x[ir + 1] + from : Infinity;
    let next = Math.min(leftEvent, rightEvent, stop);
    if (next < z) next = z;
    const best = tail > head ? levels[deque[head]] : -Infinity;
    emit(f, slope, from, to, z, next, il, ir, leftMoves, best, pruner);
    if (next >= stop) break;
    if (leftEvent <= next) {
      if (leftMoves) {
        il++;
        if (tail > head && deque[head] === il) head++;
      } else leftMoves = true;
    }
    if (rightEvent <= next) {
      ir++;
      // The queue only moves forward: its slots never exceed the number of breakpoints.
      while (tail > head && levels[deque[tail - 1]] <= levels[ir]) tail--;
      deque[tail++] = ir;
    }
    z = next;
  }
  return true;
}

/** The maximum of left end, right end and best breakpoint between z and next: corners at z, at crossings and at next. */
function emit(
  f: PiecewiseLinear,
  slope: number,
  from: number,
  to: number,
  z: number,
  next: number,
  il: number,
  ir: number,
  leftMoves: boolean,
  best: number,
  pruner: Pruner,
): void {
  const leftA = leftMoves ? levelAt(f, slope, il, z - to) : levels[0];
  const leftB = leftMoves ? levelAt(f, slope, il, next - to) : levels[0];
  const last = f.count - 1;
  const rightA = ir < last ? levelAt(f, slope, ir, z - from) : levels[last];
  const rightB = ir < last ? levelAt(f, slope, ir, next - from) : levels[last];
  pruner.push(z, Math.max(leftA, rightA, best) + slope * z);
  if (next <= z) return;
  let count = 0;
  count = crossing(leftA - rightA, leftB - rightB, count);
  if (best > -Infinity) {
    count = crossing(leftA - best, leftB - best, count);
    count = crossing(rightA - best, rightB - best, count);
  }
  for (let i = 0; i < count; i++) {
    const share = crossings[i];
    const at = z + share * (next - z);
    const left = leftA + share * (leftB - leftA);
    const right = rightA + share * (rightB - rightA);
    pruner.push(at, Math.max(left, right, best) + slope * at);
  }
  pruner.push(next, Math.max(leftB, rightB, best) + slope * next);
}

function levelAt(f: PiecewiseLinear, slope: number, i: number, at: number): number {
  const inside = Math.min(Math.max(at, f.x[i]), f.x[i + 1]);
  return along(f, i, inside) - slope * inside;
}

/** Where a difference that runs from `a` to `b` changes its sign: the share of the way, kept in ascending order. */
function crossing(a: number, b: number, count: number): number {
  if (!((a > 0 && b < 0) || (a < 0 && b > 0))) return count;
  const share = a / (a - b);
  let i = count;
  while (i > 0 && crossings[i - 1] > share) {
    crossings[i] = crossings[i - 1];
    i--;
  }
  crossings[i] = share;
  return count + 1;
}
