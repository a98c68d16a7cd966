/**
 * Weighted means, standard deviations and correlations of rows.
 *
 * @param rows n × p, row-major
 * @param weights n, summing to 1
 */
export function weightedMoments(
  rows: Float64Array,
  weights: Float64Array,
  p: number,
): { mean: Float64Array; standardDeviation: Float64Array; correlation: Float64Array } {
  const n = weights.length;
  const mean = new Float64Array(p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) mean[j] += weights[i] * rows[i * p + j];
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const x = weights[i] * (rows[i * p + j] - mean[j]);
      for (let k = 0; k <= j; k++) covariance[j * p + k] += x * (rows[i * p + k] - mean[k]);
    }
  }
  const standardDeviation = Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]));
  const correlation = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) {
      const scale = standardDeviation[j] * standardDeviation[k];
      const value = j === k ? 1 : scale > 0 ? covariance[j * p + k] / scale : 0;
      correlation[j * p + k] = value;
      correlation[k * p + j] = value;
    }
  }
  return { mean, standardDeviation, correlation };
}

/** (1 − share)·matrix + share·identity: n × n, row-major. */
export function shrinkToIdentity(matrix: Float64Array, n: number, share: number): Float64Array {
  return matrix.map((value, index) => (1 - share) * value + (index % (n + 1) === 0 ? share : 0));
}
