/** Σ weights·values ÷ Σ weights; null: equal weights. */
export function weightedMean(values: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let s = 0; s < values.length; s++) {
    const weight = weights === null ? 1 : weights[s];
    sum += weight * values[s];
    total += weight;
  }
  return sum / total;
}
