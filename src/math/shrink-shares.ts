/** Counts become shares in place, `weight` counts of the prior added. */
export function shrinkShares(counts: Float64Array, prior: Float64Array, weight: number): void {
  const total = counts.reduce((sum, count) => sum + count, weight);
  for (let k = 0; k < counts.length; k++) counts[k] = (counts[k] + weight * prior[k]) / total;
}
