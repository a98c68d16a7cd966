export function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Mean difference and its standard error, as text. */
export function pairedDifference(more: Float64Array, less: Float64Array): string {
  const difference = more.map((value, s) => value - less[s]);
  const mean = total(difference) / difference.length;
  const variance = total(difference.map((value) => (value - mean) ** 2)) / (difference.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(variance / difference.length).toFixed(1)}`;
}
