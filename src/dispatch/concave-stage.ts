import { along, append } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import type { TwoSidedStages } from './two-sided-stages.ts';

/** Whether f is concave up to `tolerance`: no breakpoint lies further than that below the line between its neighbours. */
export function isConcave(f: PiecewiseLinear, tolerance: number): boolean {
  const { x, y, count } = f;
  for (let i = 1; i < count - 1; i++) {
    const left = x[i] - x[i - 1];
    const right = x[i + 1] - x[i];
    const line = (y[i - 1] * right + y[i + 1] * left) / (left + right);
    if (line - y[i] > tolerance) return false;
  }
  return true;
}

/**
 * Drops the points of f that are not corners of its upper hull, in place: rounding leaves pieces of no width
 * whose slopes are out of order, and a merge would stop at them. O(n).
 */
function keepHull(f: PiecewiseLinear): void {
  const { x, y } = f;
  let kept = 0;
  for (let i = 0; i < f.count; i++) {
    while (
      kept > 1 &&
      (y[kept - 1] - y[kept - 2]) * (x[i] - x[kept - 1]) <= (y[i] - y[kept - 1]) * (x[kept - 1] - x[kept - 2])
    )
      kept--;
    x[kept] = x[i];
    y[kept++] = y[i];
  }
  f.count = kept;
}

/**
 * A concave stage applied to a concave value function, which loses what rounding added to it, on [lowest, highest]: both lists of slopes merged in
 * descending order, as in concave-recursion.ts, on breakpoints. False where nothing is left. O(n).
 */
export function applyConcaveStage(
  { charge, discharge }: TwoSidedStages,
  t: number,
  value: PiecewiseLinear,
  lowest: number,
  highest: number,
  near: number,
  slack: number,
  result: PiecewiseLinear,
): boolean {
  keepHull(value);
  const { x, y, count } = value;
  const canCharge = !Number.isNaN(charge.firstMWh[t]);
  const canDischarge = !Number.isNaN(discharge.firstMWh[t]);
  if (!canCharge && !canDischarge) return false;
  const chargeStart = charge.starts[t];
  const dischargeStart = discharge.starts[t];
  const chargeCount = canCharge ? charge.starts[t + 1] - chargeStart : 0;
  const stageCount = chargeCount + (canDischarge ? discharge.starts[t + 1] - dischargeStart : 0);
  let taken = canCharge ? charge.firstMWh[t] : discharge.firstMWh[t];
  let worth = canCharge ? charge.firstValue[t] : discharge.firstValue[t];
  let i = 0;
  result.count = 0;
  append(result, x[0] + taken, y[0] + worth);
  for (let k = 0; k <= stageCount; k++) {
    const side = k < chargeCount ? charge : discharge;
    const j = k < chargeCount ? chargeStart + k : dischargeStart + k - chargeCount;
    const stageSlope = k < stageCount ? side.slope[j] : -Infinity;
    while (i < count - 1 && y[i + 1] - y[i] > stageSlope * (x[i + 1] - x[i])) {
      i++;
      extend(result, x[i] + taken, y[i] + worth, near);
    }
    if (k === stageCount) break;
    taken += side.width[j];
    worth += side.width[j] * stageSlope;
    extend(result, x[i] + taken, y[i] + worth, near);
  }
  return trim(result, lowest, highest, slack);
}

/** Adds a point, or moves the last one where both are nearer than `near`; the first one stays. */
function extend(f: PiecewiseLinear, x: number, y: number, near: number): void {
  const last = f.count - 1;
  if (x - f.x[last] > near) append(f, x, y);
  else if (last > 0) {
    f.x[last] = x;
    f.y[last] = y;
  }
}

/** Cuts f to [lowest, highest], in place; a domain that is empty by no more than `slack` is one point. */
function trim(f: PiecewiseLinear, lowest: number, highest: number, slack: number): boolean {
  const { x, y } = f;
  let last = f.count - 1;
  const to = Math.min(highest, x[last]);
  let from = Math.max(lowest, x[0]);
  if (!(from <= to + slack)) return false;
  if (from > to) from = to;
  while (last > 0 && x[last - 1] >= to) last--;
  if (x[last] > to) {
    if (last > 0) y[last] = along(f, last - 1, to);
    x[last] = to;
  }
  let first = 0;
  while (first < last && x[first + 1] <= from) first++;
  if (x[first] < from) {
    if (first < last) y[first] = along(f, first, from);
    x[first] = from;
  }
  f.count = last - first + 1;
  if (first === 0) return true;
  for (let i = 0; i < f.count; i++) {
    x[i] = x[first + i];
    y[i] = y[first + i];
  }
  return true;
}
