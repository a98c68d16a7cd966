/**
 * A concave piecewise-linear function of the stored energy: from `baseValue` at `lowMWh` along segments of
 * descending `slope` (currency per MWh) and `width` (MWh). The arrays are longer than `count` and grow.
 */
export interface ConcaveCurve {
  count: number;
  lowMWh: number;
  baseValue: number;
  slope: Float64Array;
  width: Float64Array;
}

export function createCurve(capacity = 32): ConcaveCurve {
  return {
    count: 0,
    lowMWh: 0,
    baseValue: 0,
    slope: new Float64Array(capacity),
    width: new Float64Array(capacity),
  };
}

/** The straight line through `baseValue` at `lowMWh`. */
export function lineCurve(lowMWh: number, highMWh: number, baseValue: number, slope: number): ConcaveCurve {
  const curve = createCurve(4);
  startCurve(curve, lowMWh, baseValue);
  appendSegment(curve, slope, Math.max(0, highMWh - lowMWh));
  return curve;
}

export function startCurve(curve: ConcaveCurve, lowMWh: number, baseValue: number): void {
  curve.count = 0;
  curve.lowMWh = lowMWh;
  curve.baseValue = baseValue;
}

export function appendSegment(curve: ConcaveCurve, slope: number, width: number): void {
  if (curve.count === curve.slope.length) {
    const slopes = new Float64Array(2 * curve.count);
    const widths = new Float64Array(2 * curve.count);
    slopes.set(curve.slope);
    widths.set(curve.width);
    curve.slope = slopes;
    curve.width = widths;
  }
  curve.slope[curve.count] = slope;
  curve.width[curve.count++] = width;
}

/** The value at `atMWh`; beyond the ends along the outermost segments. */
export function curveValue({ count, lowMWh, baseValue, slope, width }: ConcaveCurve, atMWh: number): number {
  let value = baseValue;
  let left = atMWh - lowMWh;
  for (let i = 0; i < count; i++) {
    if (left <= width[i] || i === count - 1) return value + slope[i] * left;
    value += slope[i] * width[i];
    left -= width[i];
  }
  return value;
}

/** The slopes just left and just right of `atMWh`; the outermost segments go on beyond the ends. */
export function curveSlopes(
  { count, lowMWh, slope, width }: ConcaveCurve,
  atMWh: number,
  toleranceMWh: number,
): { left: number; right: number } {
  let i = 0;
  let end = lowMWh + width[0];
  while (i < count - 1 && end < atMWh - toleranceMWh) end += width[++i];
  const left = slope[i];
  while (i < count - 1 && end <= atMWh + toleranceMWh) end += width[++i];
  return { left, right: slope[i] };
}

/** Up to which state the slope exceeds `price` (or equals it, where `orEqual`). */
export function energyWorth({ count, lowMWh, slope, width }: ConcaveCurve, price: number, orEqual: boolean): number {
  let at = lowMWh;
  for (let i = 0; i < count; i++) {
    if (orEqual ? slope[i] < price : slope[i] <= price) break;
    at += width[i];
  }
  return at;
}

/** Σ weight·curve into `out`, for curves on one and the same domain. O(segments × curves). */
export function blendCurves(
  curves: readonly ConcaveCurve[],
  weights: Float64Array,
  weightsFrom: number,
  out: ConcaveCurve,
): void {
  const n = curves.length;
  const at = new Int32Array(n);
  const left = new Float64Array(n);
  let base = 0;
  for (let c = 0; c < n; c++) {
    base += weights[weightsFrom + c] * curves[c].baseValue;
    left[c] = curves[c].width[0];
  }
  startCurve(out, curves[0].lowMWh, base);
  for (;;) {
    let slope = 0;
    let width = Infinity;
    let longest = 0;
    for (let c = 0; c < n; c++) {
      const { count } = curves[c];
      slope += weights[weightsFrom + c] * curves[c].slope[at[c]];
      if (at[c] === count - 1) longest = Math.max(longest, left[c]);
      else width = Math.min(width, left[c]);
    }
    const last = width === Infinity;
    // Ends of the domain agree within rounding only: the last segments run to the farthest of them.
    const step = last ? longest : width;
    if (step > 0 || (last && out.count === 0)) appendSegment(out, slope, step);
    if (last) return;
    for (let c = 0; c < n; c++) {
      left[c] -= step;
      while (left[c] <= 0 && at[c] < curves[c].count - 1) left[c] += curves[c].width[++at[c]];
    }
  }
}

/**
 * Joins neighbouring segments where that moves the curve by no more than `tolerance` (currency), in place. The
 * corners that stay are corners of the curve, so it stays concave and never rises.
 */
export function pruneCurve(curve: ConcaveCurve, tolerance: number): void {
  const { count, slope, width } = curve;
  let kept = 0;
  let run = 0;
  let rise = 0;
  let leastSlope = -Infinity;
  for (let i = 0; i < count; i++) {
    const nextRun = run + width[i];
    const nextRise = rise + slope[i] * width[i];
    if (run > 0 && nextRise < leastSlope * nextRun) {
      slope[kept] = rise / run;
      width[kept++] = run;
      run = width[i];
      rise = slope[i] * width[i];
      leastSlope = -Infinity;
    } else {
      run = nextRun;
      rise = nextRise;
    }
    if (run > 0) leastSlope = Math.max(leastSlope, (rise - tolerance) / run);
  }
  if (run > 0 || kept === 0) {
    slope[kept] = run > 0 ? rise / run : slope[0];
    width[kept++] = Math.max(run, 0);
  }
  curve.count = kept;
}
