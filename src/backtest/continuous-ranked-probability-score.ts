/**
 * CRPS of a sample: mean|X − y| − ½·mean|X − X'| over distinct pairs (unbiased), in the unit of the values. Lower is
 * better. O(M log M).
 *
 * @param sorted M values in ascending order
 * Source: Gneiting and Raftery (2007), section 4.2; Ferro (2014) for the unbiased pair term.
 */
export function continuousRankedProbabilityScore(sorted: Float64Array, realised: number): number {
  const M = sorted.length;
  let error = 0;
  let spread = 0;
  for (let m = 0; m < M; m++) {
    error += Math.abs(sorted[m] - realised);
    // Σ over pairs of the difference: the m-th value stands above m others and below M − 1 − m.
    spread += (2 * m - M + 1) * sorted[m];
  }
  return error / M - spread / (M * (M - 1));
}

/** PIT: share of a sorted sample below `realised`, ties counted half; 0.5 on average where calibrated. */
export function probabilityIntegralTransform(sorted: Float64Array, realised: number): number {
  let below = 0;
  let equal = 0;
  for (const value of sorted) {
    if (value < realised) below++;
    else if (value === realised) equal++;
  }
  return (below + 0.5 * equal) / sorted.length;
}
