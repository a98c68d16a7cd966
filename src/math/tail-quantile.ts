import { fitGeneralisedPareto, generalisedParetoExcess, type GeneralisedPareto } from './generalised-pareto.ts';

/** Quantile function of a sample with generalised Pareto tails. */
export interface TailQuantile {
  /** Ascending. */
  readonly sorted: Float64Array;
  readonly tailShare: number;
  readonly lower: GeneralisedPareto;
  readonly upper: GeneralisedPareto;
}

/**
 * Between its `tailShare` and 1 − `tailShare` quantiles the sample's own, by straight lines (R's type 7); beyond them
 * generalised Pareto tails fitted to the excesses, of shape at most `largestShape`.
 *
 * @throws RangeError with fewer than two values
 * Source: McNeil and Frey (2000), "Estimation of tail-related risk measures for heteroscedastic financial time series", section 2.2.
 */
export function fitTailQuantile(values: ArrayLike<number>, tailShare: number, largestShape = 0.5): TailQuantile {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length < 2) throw new RangeError(`fitTailQuantile: needs at least 2 values, got ${sorted.length}`);
  const low = sampleQuantile(sorted, tailShare);
  const high = sampleQuantile(sorted, 1 - tailShare);
  return {
    sorted,
    tailShare,
    lower: fitGeneralisedPareto(
      sorted.filter((value) => value < low).map((value) => low - value),
      largestShape,
    ),
    upper: fitGeneralisedPareto(
      sorted.filter((value) => value > high).map((value) => value - high),
      largestShape,
    ),
  };
}

/** Value at `probability`, in (0, 1). */
export function tailQuantile({ sorted, tailShare, lower, upper }: TailQuantile, probability: number): number {
  if (probability < tailShare) {
    return sampleQuantile(sorted, tailShare) - generalisedParetoExcess(lower, probability / tailShare);
  }
  if (probability > 1 - tailShare) {
    return sampleQuantile(sorted, 1 - tailShare) + generalisedParetoExcess(upper, (1 - probability) / tailShare);
  }
  return sampleQuantile(sorted, probability);
}

/** R's type 7. */
function sampleQuantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.min(Math.floor(place), sorted.length - 2);
  return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}
