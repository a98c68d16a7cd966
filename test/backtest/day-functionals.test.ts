import { describe, expect, it } from 'vitest';
import { dayFunctionals, type FunctionalName } from '../../src/backtest/day-functionals.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { syntheticHistory } from '../fit/synthetic-history.ts';

const { table } = wholeDayPass(syntheticHistory({ days: 40, ...noisyPrices({ days: 40 }) }), 4);
const functionals = dayFunctionals(table, 39, 0.5);
const flat = new Float64Array(48).fill(50);
const of = (name: FunctionalName, dayAhead: Float64Array, imbalance = flat): number =>
  functionals[name](dayAhead, imbalance);

describe('numbers of a day', () => {
  const rising = Float64Array.from({ length: 48 }, (_, t) => t);

  it('of prices 0 to 47 are mean 23.5, spread 44, maximum 47, ramp 1', () => {
    expect(of('dayAheadMean', rising)).toBe(23.5);
    expect(of('dayAheadSpread', rising)).toBe(44);
    expect(of('dayAheadMaximum', rising)).toBe(47);
    expect(of('dayAheadRamp', rising)).toBe(1);
    expect(of('imbalanceRamp', flat, rising)).toBe(1);
  });

  it('autocorrelation has a lag of one hour, two half-hours', () => {
    const everyHour = Float64Array.from({ length: 48 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    expect(of('dayAheadAutocorrelation', everyHour)).toBeCloseTo(46 / 48, 12);
    const everyTwoHours = Float64Array.from({ length: 48 }, (_, t) => (t % 4 < 2 ? 1 : -1));
    expect(of('imbalanceAutocorrelation', flat, everyTwoHours)).toBeCloseTo(-46 / 48, 12);
  });

  it('correlation between the markets is 1 for a shifted and scaled market and −1 for a mirrored one', () => {
    const scaled = rising.map((price) => 3 * price - 7);
    expect(of('crossCorrelation', rising, scaled)).toBeCloseTo(1, 12);
    expect(
      of(
        'crossCorrelation',
        rising,
        rising.map((price) => -price),
      ),
    ).toBeCloseTo(-1, 12);
  });

  it('correlations of constant prices are 0, not NaN', () => {
    expect(of('dayAheadAutocorrelation', flat)).toBe(0);
    expect(of('crossCorrelation', rising)).toBe(0);
  });

  it('the exposed profit of a plan is 0 where imbalance prices are the day-ahead ones', () => {
    expect(of('exposedProfit', rising, rising)).toBe(0);
    const quarter = rising.map((price) => (price < 24 ? 0 : price));
    expect(of('exposedProfit', rising, quarter)).not.toBe(0);
  });
});
