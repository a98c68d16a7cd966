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

function distance(a: Float64Array, fromA: number, b: Float64Array, fromB: number, D: number): number {
  let sum = 0;
  for (let i = 0; i < D; i++) {
    const difference = a[fromA + i] - b[fromB + i];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
