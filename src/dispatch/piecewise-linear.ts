/**
 * A continuous piecewise-linear function on [x_0, x_{n−1}], not necessarily concave: breakpoints in
 * strictly increasing x. The arrays are longer than `count` and grow on demand.
 */
export interface PiecewiseLinear {
  count: number;
  x: Float64Array;
  y: Float64Array;
}

export function createPiecewiseLinear(capacity = 64): PiecewiseLinear {
  return { count: 0, x: new Float64Array(capacity), y: new Float64Array(capacity) };
}

/** f(at), linear between breakpoints and constant beyond the ends. O(log n). */
export function evaluate(f: PiecewiseLinear, at: number): number {
  if (at <= f.x[0]) return f.y[0];
  if (at >= f.x[f.count - 1]) return f.y[f.count - 1];
  return along(f, segmentOf(f, at), at);
}

/** Index i with x_i ≤ at < x_{i+1}, clipped to 0 … n − 2. */
export function segmentOf(f: PiecewiseLinear, at: number): number {
  let low = 0;
  let high = f.count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (f.x[middle] <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** The value at `at` on the segment i, exact at its breakpoints. */
export function along(f: PiecewiseLinear, i: number, at: number): number {
  const share = (at - f.x[i]) / (f.x[i + 1] - f.x[i]);
  return share >= 1 ? f.y[i + 1] : f.y[i] + share * (f.y[i + 1] - f.y[i]);
}

export function append(f: PiecewiseLinear, x: number, y: number): void {
  if (f.count === f.x.length) {
    const size = 2 * f.count;
    const grownX = new Float64Array(size);
    const grownY = new Float64Array(size);
    grownX.set(f.x);
    grownY.set(f.y);
    f.x = grownX;
    f.y = grownY;
  }
  f.x[f.count] = x;
  f.y[f.count++] = y;
}

export function copyInto(from: PiecewiseLinear, to: PiecewiseLinear): void {
  to.count = 0;
  for (let i = 0; i < from.count; i++) append(to, from.x[i], from.y[i]);
}

/**
 * Drops breakpoints that lie within `tolerance` of the line between those kept (a swing filter: it bounds
 * the drift that removing collinear triples one by one does not). Points arrive by `push` in ascending x.
 */
export class Pruner {
  private out: PiecewiseLinear;
  private tolerance = 0;
  private near = 0;
  private anchored = false;
  private waiting = false;
  private anchorX = 0;
  private anchorY = 0;
  private lastX = 0;
  private lastY = 0;
  private lowSlope = -Infinity;
  private highSlope = Infinity;

  constructor(out: PiecewiseLinear) {
    this.out = out;
  }

  start(out: PiecewiseLinear, tolerance: number, near: number): void {
    this.out = out;
    out.count = 0;
    this.tolerance = tolerance;
    this.near = near;
    this.anchored = false;
    this.waiting = false;
  }

  push(x: number, y: number): void {
    if (!this.anchored) {
      this.anchored = true;
      this.setAnchor(x, y);
      return;
    }
    if (!this.waiting) {
      if (x - this.anchorX <= this.near) return;
      this.wait(x, y);
      return;
    }
    if (x - this.lastX <= this.near) return;
    const slope = (y - this.anchorY) / (x - this.anchorX);
    if (slope < this.lowSlope || slope > this.highSlope) {
      this.setAnchor(this.lastX, this.lastY);
    }
    this.wait(x, y);
  }

  finish(): void {
    if (this.waiting) append(this.out, this.lastX, this.lastY);
  }

  private setAnchor(x: number, y: number): void {
    append(this.out, x, y);
    this.anchorX = x;
    this.anchorY = y;
    this.lowSlope = -Infinity;
    this.highSlope = Infinity;
  }

  private wait(x: number, y: number): void {
    this.waiting = true;
    this.lastX = x;
    this.lastY = y;
    const run = x - this.anchorX;
    const low = (y - this.tolerance - this.anchorY) / run;
    const high = (y + this.tolerance - this.anchorY) / run;
    if (low > this.lowSlope) this.lowSlope = low;
    if (high < this.highSlope) this.highSlope = high;
  }
}

/**
 * The pointwise maximum on the union of the two domains, which overlap; crossings become breakpoints.
 * Domains that start within `slack` of each other start together. O(n).
 */
export function pointwiseMaximum(f: PiecewiseLinear, g: PiecewiseLinear, slack: number, pruner: Pruner): void {
  if (Math.abs(f.x[0] - g.x[0]) <= slack) {
    f.x[0] = Math.min(f.x[0], g.x[0]);
    g.x[0] = f.x[0];
  }
  const from = Math.min(f.x[0], g.x[0]);
  const both = Math.max(f.x[0], g.x[0]);
  const bothEnd = Math.min(f.x[f.count - 1], g.x[g.count - 1]);
  let i = 0;
  let j = 0;
  // Where only one function is defined it stands alone.
  const early = f.x[0] <= g.x[0] ? f : g;
  let k = 0;
  if (from < both) for (; k < early.count && early.x[k] < both; k++) pruner.push(early.x[k], early.y[k]);
  if (early === f) i = k;
  else j = k;

  let x = both;
  let fy = evaluate(f, x);
  let gy = evaluate(g, x);
  pruner.push(x, Math.max(fy, gy));
  while (i < f.count && f.x[i] <= x) i++;
  while (j < g.count && g.x[j] <= x) j++;
  while (x < bothEnd && i < f.count && j < g.count) {
    const next = Math.min(f.x[i], g.x[j]);
    const fNext = f.x[i] === next ? f.y[i] : along(f, i - 1, next);
    const gNext = g.x[j] === next ? g.y[j] : along(g, j - 1, next);
    const before = fy - gy;
    const after = fNext - gNext;
    if ((before > 0 && after < 0) || (before < 0 && after > 0)) {
      const share = before / (before - after);
      if (share > 0 && share < 1) pruner.push(x + share * (next - x), fy + share * (fNext - fy));
    }
    pruner.push(next, Math.max(fNext, gNext));
    if (f.x[i] === next) i++;
    if (j < g.count && g.x[j] === next) j++;
    x = next;
    fy = fNext;
    gy = gNext;
  }
  for (; i < f.count; i++) if (f.x[i] > x) pruner.push(f.x[i], f.y[i]);
  for (; j < g.count; j++) if (g.x[j] > x) pruner.push(g.x[j], g.y[j]);
}
