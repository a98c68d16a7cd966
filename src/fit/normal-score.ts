import { normalQuantile } from '../math/distributions.ts';

const outermostRank = 0.005;

/** Φ⁻¹ of where `realised` stands among weighted `values` (weights with sum 1), ties by half, within ±2.58. */
export function normalScore(values: Float64Array, weights: Float64Array, realised: number): number {
  let below = 0;
  for (let b = 0; b < weights.length; b++) {
    below += values[b] < realised ? weights[b] : values[b] === realised ? weights[b] / 2 : 0;
  }
  return normalQuantile(Math.max(outermostRank, Math.min(1 - outermostRank, below)));
}
