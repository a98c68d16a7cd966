import { sampleStandardDeviation as standardDeviation } from 'simple-statistics';

/** Standard deviation with divisor n − 1 of unweighted values; NaN for fewer than two. */
export function sampleStandardDeviation(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : standardDeviation(Array.from(values));
}
