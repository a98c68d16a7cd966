import { quantile, sampleStandardDeviation as standardDeviation } from 'simple-statistics';

/** Standard deviation with divisor n − 1 of unweighted values; NaN for fewer than two. */
export function sampleStandardDeviation(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : standardDeviation(Array.from(values));
}

/** Quantiles at `probabilities` of unweighted values, R's type 7. */
export function sampleQuantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  return quantile(Array.from(values), [...probabilities]);
}
