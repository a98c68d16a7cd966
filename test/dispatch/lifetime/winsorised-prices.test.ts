import { describe, expect, it } from 'vitest';
import { winsorisePrices } from '../../../src/dispatch/lifetime/winsorised-prices.ts';

describe('winsorised prices', () => {
  it('are drawn in to the quantiles of type 7 of their market, and the changes are counted', () => {
    // Of 0, 10, … 100: the 5 % quantile lies halfway between 0 and 10, the 90 % quantile is 90.
    const ladder = Array.from({ length: 11 }, (_, i) => 10 * i).toReversed();
    const { markets, changes } = winsorisePrices([market('spot', ladder)], { low: 0.05, high: 0.9 });
    expect([...markets[0].prices]).toEqual([90, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5]);
    expect(changes).toEqual([{ name: 'spot', lowPrice: 5, highPrice: 90, raised: 1, lowered: 1, priceCount: 11 }]);
  });

  it('stay as they are between 0 and 1', () => {
    const { markets, changes } = winsorisePrices([market('spot', [3, -500, 4000])], { low: 0, high: 1 });
    expect([...markets[0].prices]).toEqual([3, -500, 4000]);
    expect(changes[0]).toMatchObject({ raised: 0, lowered: 0 });
  });

  it('leave intervals without a price alone', () => {
    const { markets, changes } = winsorisePrices([market('spot', [NaN, 0, 10, 20]), market('none', [NaN])], {
      low: 0.25,
      high: 0.75,
    });
    expect([...markets[0].prices]).toEqual([NaN, 5, 10, 15]);
    expect(changes[0].priceCount).toBe(3);
    expect([...markets[1].prices]).toEqual([NaN]);
    expect(changes[1]).toEqual({ name: 'none', lowPrice: null, highPrice: null, raised: 0, lowered: 0, priceCount: 0 });
  });

  it('do not touch the prices that they are made from', () => {
    const original = market('spot', [1, 2, 100]);
    winsorisePrices([original], { low: 0.1, high: 0.5 });
    expect([...original.prices]).toEqual([1, 2, 100]);
  });
});

function market(name: string, prices: readonly number[]) {
  return {
    name,
    prices: Float64Array.from(prices),
    starts: Int32Array.from({ length: prices.length + 1 }, (_, i) => i),
  };
}
