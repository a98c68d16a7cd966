/**
 * Energy score of a sample of vectors: mean‖X − y‖ − ½·mean‖X − X'‖ over distinct pairs (unbiased). Lower is better.
 * O(M²·D).
 *
 * @param sample M × D, row-major
 * @param realised D
 * Source: Gneiting and Raftery (2007), "Strictly proper scoring rules", section 4.3.
 */
export function energyScore(sample: Float64Array, realised: Float64Array): number {
  const D = realised.length;
  const M = sample.length / D;
  let error = 0;
  let spread = 0;
  for (let m = 0; m < M; m++) {
    error += distance(sample, m * D, realised, 0, D);
    for (let other = 0; other < m; other++) spread += distance(sample, m * D, sample, other * D, D);
  }
  return error / M - spread / (M * (M - 1));
}

/** Euclidean distance of two rows; four sums side by side, so that no addition waits for the one before it. */
function distance(a: Float64Array, fromA: number, b: Float64Array, fromB: number, D: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < D; i += 4) {
    const d0 = a[fromA + i] - b[fromB + i];
    const d1 = a[fromA + i + 1] - b[fromB + i + 1];
    const d2 = a[fromA + i + 2] - b[fromB + i + 2];
    const d3 = a[fromA + i + 3] - b[fromB + i + 3];
    sum0 += d0 * d0;
    sum1 += d1 * d1;
    sum2 += d2 * d2;
    sum3 += d3 * d3;
  }
  for (; i < D; i++) sum0 += (a[fromA + i] - b[fromB + i]) ** 2;
  return Math.sqrt(sum0 + sum1 + (sum2 + sum3));
}
