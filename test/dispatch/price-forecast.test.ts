import { describe, expect, it } from 'vitest';
import { seasonalForecast } from '../../src/dispatch/price-forecast-seasonal.ts';
import { tableForecast } from '../../src/dispatch/price-forecast-table.ts';
import { yesterdayForecast } from '../../src/dispatch/price-forecast-yesterday.ts';
import { knownCountAt } from '../../src/dispatch/price-forecast.ts';
import type { PriceRecord } from '../../src/dispatch/price-forecast.ts';

describe('what is known at a decision', () => {
  it('includes the interval that starts now without a lag, and ends a lag before it otherwise', () => {
    const prices = record([10, 20, 30, 40]);
    expect(knownCountAt(prices, 2, 0)).toBe(3);
    expect(knownCountAt(prices, 2, 1)).toBe(2);
    expect(knownCountAt(prices, 2, 5)).toBe(0);
  });

  it('counts the history as known', () => {
    expect(knownCountAt(record([1, 2, 3, 4, 5], 3), 0, 0)).toBe(4);
    expect(knownCountAt(record([1, 2, 3, 4, 5], 3), 0, 2)).toBe(2);
  });

  it('counts an interval of several periods from its start', () => {
    const blocks: PriceRecord = { ...record([10, 20]), starts: Int32Array.of(0, 4, 8) };
    expect(knownCountAt(blocks, 3, 0)).toBe(1);
    expect(knownCountAt(blocks, 4, 0)).toBe(2);
    expect(knownCountAt(blocks, 5, 2)).toBe(1);
  });
});

describe("yesterday's price as a forecast", () => {
  it('is the price 24 h earlier, or the latest same hour that is known', () => {
    // Days of 3 periods: 10 20 30 | 40 50 60 | 70 …
    const forecast = yesterdayForecast(record([10, 20, 30, 40, 50, 60, 70, 80, 90]), 3);
    forecast.learn(4, 5);
    expect(forecast.price(6)).toBe(40);
    expect(forecast.price(7)).toBe(50);
    // The 60 of period 5 is not known yet, nor is any later one.
    expect(forecast.price(8)).toBe(30);
  });

  it('is the mean of what is known on the first day, and nothing before', () => {
    const forecast = yesterdayForecast(record([10, 20, 30, 40, 50, 60]), 3);
    expect(forecast.price(1)).toBeNull();
    forecast.learn(1, 2);
    expect(forecast.price(2)).toBe(15);
  });
});

describe('the seasonal forecast', () => {
  const weekendOn = (days: readonly number[]) => (period: number) => (days.includes(Math.floor(period / 2)) ? 1 : 0);

  it('is the mean of the same time of day', () => {
    const forecast = seasonalForecast(record([10, 100, 20, 200, 0, 0]), 2, () => 0, Infinity);
    forecast.learn(3, 4);
    expect(forecast.price(4)).toBe(15);
    expect(forecast.price(5)).toBe(150);
  });

  it('keeps weekends apart as soon as it has seen one', () => {
    const forecast = seasonalForecast(record([10, 100, 50, 500, 0, 0, 0, 0]), 2, weekendOn([1, 3]), Infinity);
    forecast.learn(1, 2);
    expect(forecast.price(2)).toBe(10);
    forecast.learn(3, 4);
    expect(forecast.price(4)).toBe(10);
    expect(forecast.price(6)).toBe(50);
  });

  it('forgets by half every half-life', () => {
    const forecast = seasonalForecast(record([10, 0, 40, 0, 0, 0]), 2, () => 0, 1);
    forecast.learn(2, 3);
    // Weights 1/2 and 1.
    expect(forecast.price(4)).toBeCloseTo((0.5 * 10 + 40) / 1.5, 12);
  });

  it('takes the mean of all known prices for a time of day that it has not seen', () => {
    const forecast = seasonalForecast(record([10, 20, 60, 0, 0]), 4, () => 0, Infinity);
    expect(forecast.price(3)).toBeNull();
    forecast.learn(2, 3);
    expect(forecast.price(3)).toBe(30);
  });
});

describe('a given table of forecasts', () => {
  const rows = [
    { madeAt: 2, from: 3, prices: Float64Array.of(33, 34) },
    { madeAt: -5, from: 0, prices: Float64Array.of(1, 2, 3, 4, 5) },
  ];

  it('answers with the latest row made by then that covers the interval', () => {
    const forecast = tableForecast(record([0, 0, 0, 0, 0, 0]), rows);
    forecast.learn(1, 2);
    expect([2, 3, 4].map((i) => forecast.price(i))).toEqual([3, 4, 5]);
    forecast.learn(2, 3);
    expect([3, 4].map((i) => forecast.price(i))).toEqual([33, 34]);
    expect(() => forecast.price(5)).toThrow(/forecasts.*period 5, decided in period 2/s);
  });
});

function record(prices: number[], historyCount = 0): PriceRecord {
  return {
    market: 'spot',
    historyCount,
    starts: Int32Array.from({ length: prices.length + 1 }, (_, i) => i - historyCount),
    prices: Float64Array.from(prices),
  };
}
