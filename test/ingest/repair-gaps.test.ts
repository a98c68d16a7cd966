import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quality } from '../../src/domain/price-history.ts';
import { repairGaps } from '../../src/ingest/repair-gaps.ts';

function repair(
  prices: readonly (number | null)[],
  boundaries = Array.from({ length: prices.length + 1 }, (_, i) => i),
) {
  const values = Float64Array.from(prices, (price) => price ?? NaN);
  const flags = Uint8Array.from(prices, (price) => (price === null ? quality.missing : quality.present));
  const count = repairGaps(values, flags, boundaries);
  return { values: [...values], flags: [...flags], count };
}

describe('repairGaps', () => {
  it('draws a straight line over a gap', () => {
    expect(repair([1, null, null, 4])).toEqual({ values: [1, 2, 3, 4], flags: [0, 2, 2, 0], count: 2 });
  });

  it('takes the nearest price at the ends', () => {
    expect(repair([null, 5, null, 7, null, null]).values).toEqual([5, 5, 6, 7, 7, 7]);
  });

  it('interpolates between the middles of intervals of unequal length', () => {
    // Middles at 1, 3 and 6 periods: two fifths of the way from 10 to 20.
    expect(repair([10, 10, null, null, 20, 20, 20, 20], [0, 2, 4, 8]).values.slice(2, 4)).toEqual([14, 14]);
  });

  it('leaves a day without any price alone', () => {
    expect(repair([null, null])).toEqual({ values: [NaN, NaN], flags: [1, 1], count: 0 });
  });

  it('never changes a price, leaves no gap, and stays within the prices around it', () => {
    const prices = fc.array(fc.option(fc.double({ min: -1000, max: 6000, noNaN: true })), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(prices, (given) => {
        fc.pre(given.some((price) => price !== null));
        const { values } = repair(given);
        const known = given.filter((price) => price !== null);
        given.forEach((price, i) => {
          expect(price ?? values[i]).toBe(values[i]);
          expect(values[i]).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
          expect(values[i]).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
