/** Excess over a threshold, P(X > x) = (1 + ξ·x/β)^(−1/ξ); ξ = 0: exp(−x/β). */
export interface GeneralisedPareto {
  /** ξ; above 0 heavy, below 0 bounded. */
  readonly shape: number;
  /** β > 0, in the unit of the excesses. */
  readonly scale: number;
}

const shapeLimit = 0.5;

/**
 * Probability-weighted moments of excesses ≥ 0: with b0 = mean x and b1 = mean (1 − p)·x, ξ = 2 − b0/(b0 − 2·b1) and
 * β = 2·b0·b1/(b0 − 2·b1), ξ held between −0.5 and `largestShape` (0.5: beyond it the estimate has no variance). Fewer than 5 excesses, or none
 * above 0: exponential with their mean.
 *
 * Source: Hosking and Wallis (1987), "Parameter and quantile estimation for the generalized Pareto distribution",
 * section 3, plotting positions (j − 0.35)/n.
 */
export function fitGeneralisedPareto(excesses: ArrayLike<number>, largestShape = shapeLimit): GeneralisedPareto {
  const sorted = Float64Array.from(excesses).sort();
  const n = sorted.length;
  let b0 = 0;
  let b1 = 0;
  sorted.forEach((excess, j) => {
    b0 += excess / n;
    b1 += ((1 - (j + 0.65) / n) * excess) / n;
  });
  if (n < 5 || b0 <= 0 || b0 - 2 * b1 <= 0) return { shape: 0, scale: Math.max(b0, 0) };
  const shape = Math.max(-shapeLimit, Math.min(largestShape, 2 - b0 / (b0 - 2 * b1)));
  // With a shape that was held back the scale keeps the mean: E X = β/(1 − ξ).
  return { shape, scale: b0 * (1 - shape) };
}

/** x with P(X > x) = `exceedance`, in (0, 1]. */
export function generalisedParetoExcess({ shape, scale }: GeneralisedPareto, exceedance: number): number {
  if (Math.abs(shape) < 1e-9) return -scale * Math.log(exceedance);
  return (scale / shape) * (exceedance ** -shape - 1);
}
