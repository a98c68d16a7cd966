import { describe, expect, it } from 'vitest';
import { deliveryDayTable } from '../../src/fit/delivery-day-table.ts';
import { sizeForecasts } from '../../src/fit/size-forecast.ts';
import { randomStream } from '../../src/math/random-stream.ts';
import { syntheticHistory } from './synthetic-history.ts';

const days = 900;
const table = deliveryDayTable(syntheticHistory({ days, dayAhead: () => 1, imbalance: () => 1 }), 1, 4);

/** ln size of days: an autoregression about 1 with coefficient 0.8 and innovations of deviation 0.1. */
function persistentSizes(): Float64Array {
  const stream = randomStream(6, 'sampleHistory');
  let deviation = 0;
  return Float64Array.from({ length: days }, () => (deviation = 0.8 * deviation + 0.1 * stream.normal()) + 1);
}

describe('size forecast', () => {
  it('recovers a persistence of 0.8: its errors are those of the innovations', () => {
    const logSize = persistentSizes();
    const forecasts = sizeForecasts(table, logSize, 1);
    const late = Array.from({ length: 500 }, (_, k) => 400 + k);
    const meanSquare = (of: (day: number) => number): number =>
      late.reduce((sum, day) => sum + (logSize[day] - of(day)) ** 2, 0) / late.length;
    expect(Math.sqrt(meanSquare((day) => Math.log(forecasts[day])))).toBeLessThan(0.11);
    expect(Math.sqrt(meanSquare((day) => logSize[day - 1]))).toBeGreaterThan(0.1);
  });

  it('knows sizes to the eve, or to the day before it', () => {
    const logSize = persistentSizes();
    for (const lag of [1, 2] as const) {
      const changed = logSize.map((value, day) => (day > 600 - lag ? 5 : value));
      const other = sizeForecasts(table, changed, lag);
      expect(other.slice(0, 601)).toEqual(sizeForecasts(table, logSize, lag).slice(0, 601));
      expect(other[601]).not.toBe(sizeForecasts(table, logSize, lag)[601]);
    }
  });

  it('is the mean of the last 28 days before there are 120, and unknown before 10', () => {
    const forecasts = sizeForecasts(table, new Float64Array(days).fill(Math.log(3)), 1);
    expect(Number.isNaN(forecasts[9])).toBe(true);
    expect(forecasts[10]).toBeCloseTo(3, 12);
    expect(forecasts[800]).toBeCloseTo(3, 9);
  });

  it('bridges a gap of a week', () => {
    const gap = persistentSizes().map((value, day) => (day >= 500 && day < 507 ? NaN : value));
    expect(sizeForecasts(table, gap, 1).slice(30).every(Number.isFinite)).toBe(true);
  });
});
