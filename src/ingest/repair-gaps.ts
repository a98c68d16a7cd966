import { quality } from '../domain/price-history.ts';

/**
 * Fills the missing intervals of one day by straight lines in time between the prices of interval middles,
 * at the ends of the day by the nearest price, and flags their periods `repaired`. `boundaries` are the
 * periods at which the day's intervals start and one past the last; a day without any price stays as it is.
 * Changes `values` and `flags` in place and returns the number of periods filled.
 */
export function repairGaps(values: Float64Array, flags: Uint8Array, boundaries: ArrayLike<number>): number {
  const count = boundaries.length - 1;
  const isKnown = (interval: number): boolean => flags[boundaries[interval]] !== quality.missing;
  const middle = (interval: number): number => (boundaries[interval] + boundaries[interval + 1]) / 2;
  const price = (interval: number): number => values[boundaries[interval]];
  let repaired = 0;
  let before = -1;
  for (let i = 0; i < count; i++) {
    if (isKnown(i)) {
      before = i;
      continue;
    }
    let after = i + 1;
    while (after < count && !isKnown(after)) after++;
    if (before < 0 && after === count) return 0;
    for (; i < after; i++) {
      let filled = before < 0 ? price(after) : price(before);
      if (before >= 0 && after < count) {
        const share = (middle(i) - middle(before)) / (middle(after) - middle(before));
        filled += share * (price(after) - price(before));
      }
      values.fill(filled, boundaries[i], boundaries[i + 1]);
      flags.fill(quality.repaired, boundaries[i], boundaries[i + 1]);
      repaired += boundaries[i + 1] - boundaries[i];
    }
    before = after;
  }
  return repaired;
}
