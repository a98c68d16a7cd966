import { sampleQuantiles } from '../math/sample-statistics.ts';

/** One quantile of what came and of what was simulated. */
export interface QuantilePair {
  readonly probability: number;
  readonly realised: number;
  readonly simulated: number;
}

const probabilities = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/**
 * Quantiles of the realised values of all days beside those of the simulated ones, all days pooled: the distribution
 * of a figure over a year. `simulated` has each day's equally likely values, the same number on every day.
 */
export function pooledQuantiles(realised: readonly number[], simulated: readonly Float64Array[]): QuantilePair[] {
  const real = sampleQuantiles(realised, probabilities);
  const pooled = sampleQuantiles(
    simulated.flatMap((values) => Array.from(values)),
    probabilities,
  );
  return probabilities.map((probability, k) => ({ probability, realised: real[k], simulated: pooled[k] }));
}
