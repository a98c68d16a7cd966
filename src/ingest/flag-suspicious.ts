import { quality } from '../domain/price-history.ts';

/** Outside of these a price is worth a look, in any currency, where the market states no limits of its own. */
const plausiblePrices = { min: -1000, max: 6000 };
/** More equal prices than this in a row, other than zero, look like a feed that stood still. */
const longestEqualRunHours = 12;

/**
 * Flags, and never changes, prices outside of the market's limits (else −1,000 to 6,000) and, where
 * `periodsPerHour` is given, runs of one price, other than zero, that last longer than 12 hours: for energy;
 * an auction of blocks may well repeat itself. Changes `flags` in place; missing periods keep theirs.
 */
export function flagSuspicious(
  values: Float64Array,
  flags: Uint8Array,
  limits: { readonly min: number; readonly max: number } | undefined,
  periodsPerHour: number | undefined,
): void {
  const { min, max } = limits ?? plausiblePrices;
  const longestRun = periodsPerHour === undefined ? Infinity : longestEqualRunHours * periodsPerHour;
  for (let start = 0; start < values.length;) {
    let end = start + 1;
    while (end < values.length && values[end] === values[start]) end++;
    const outside = values[start] < min || values[start] > max;
    const stuck = values[start] !== 0 && end - start > longestRun;
    if (outside || stuck) {
      for (let period = start; period < end; period++) {
        if (flags[period] === quality.present) flags[period] = quality.suspicious;
      }
    }
    start = end;
  }
}
