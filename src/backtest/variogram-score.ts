import type { RandomStream } from '../math/random-stream.ts';

/**
 * Variogram score of order p = 0.5: mean over pairs (i, j) of (|y_i − y_j|^½ − mean|X_i − X_j|^½)². It sees wrong
 * dependence that the energy score hardly does. Lower is better.
 *
 * @param sample M × D, row-major
 * @param realised D
 * @param pairs i and j of each pair in turn
 * Source: Scheuerer and Hamill (2015), "Variogram-based proper scoring rules", equation 6.
 */
export function variogramScore(sample: Float64Array, realised: Float64Array, pairs: Int32Array): number {
  const D = realised.length;
  const M = sample.length / D;
  let score = 0;
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const [i, j] = [pairs[pair], pairs[pair + 1]];
    let expected = 0;
    for (let m = 0; m < M; m++) expected += Math.sqrt(Math.abs(sample[m * D + i] - sample[m * D + j]));
    score += (Math.sqrt(Math.abs(realised[i] - realised[j])) - expected / M) ** 2;
  }
  return score / (pairs.length / 2);
}

/** `count` pairs of distinct places of a vector of length D. */
export function randomPairs(D: number, count: number, stream: RandomStream): Int32Array {
  const pairs = new Int32Array(2 * count);
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const i = Math.floor(stream.uniform() * D);
    const j = Math.floor(stream.uniform() * (D - 1));
    pairs[pair] = i;
    pairs[pair + 1] = j < i ? j : j + 1;
  }
  return pairs;
}
