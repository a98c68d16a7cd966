/** Mean of the `count` highest values less the mean of the `count` lowest. */
export function spread(values: Float64Array, count: number): number {
  const sorted = values.slice().sort();
  return mean(sorted.subarray(sorted.length - count)) - mean(sorted.subarray(0, count));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
