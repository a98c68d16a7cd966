import { describe, expect, it } from 'vitest';
import { defaultLags, neweyWestMean, neweyWestRatio } from '../../src/backtest/newey-west-mean.ts';
import { randomStream } from '../../src/math/random-stream.ts';

describe('mean with its error', () => {
  it('of 1, 2, 3, 4 without lags is 2.5 ± √(1.25/4)', () => {
    const { value, standardError } = neweyWestMean([1, 2, 3, 4], 0);
    expect(value).toBe(2.5);
    expect(standardError).toBeCloseTo(Math.sqrt(1.25 / 4), 12);
  });

  it('grows with positive dependence: an AR(1) of 0.6 has about twice the error of independent days', () => {
    let [dependent, independent] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const stream = randomStream(5, 'sampleHistory', i);
      const noise = Float64Array.from({ length: 400 }, () => stream.normal());
      let last = 0;
      const chained = noise.map((x) => (last = 0.6 * last + 0.8 * x));
      independent += neweyWestMean(noise).standardError / 40;
      dependent += neweyWestMean(chained).standardError / 40;
    }
    // √((1 + 0.6)/(1 − 0.6)) = 2 with all lags; Bartlett weights of 7 lags see most of it.
    expect(dependent / independent).toBeGreaterThan(1.5);
    expect(dependent / independent).toBeLessThan(2.1);
  });

  it('takes a week of lags in a year and fewer in a short series', () => {
    expect([2, 27, 100, 365, 5000].map(defaultLags)).toEqual([1, 3, 4, 7, 7]);
  });

  it('needs two values', () => {
    expect(() => neweyWestMean([1])).toThrow(RangeError);
  });
});

describe('ratio of two means', () => {
  it('of proportional series has no error', () => {
    const { value, standardError } = neweyWestRatio([2, 4, 6], [1, 2, 3]);
    expect(value).toBe(2);
    expect(standardError).toBeCloseTo(0, 12);
  });

  it('has the error that its repetitions show', () => {
    const found = Array.from({ length: 300 }, (_, i) => {
      const stream = randomStream(6, 'sampleHistory', i);
      const below = Array.from({ length: 200 }, () => 10 + stream.normal());
      return neweyWestRatio(
        below.map((value) => value + 2 * stream.normal()),
        below,
        0,
      );
    });
    const middle = found.reduce((sum, { value }) => sum + value / 300, 0);
    const deviation = Math.sqrt(found.reduce((sum, { value }) => sum + (value - middle) ** 2 / 299, 0));
    const stated = found.reduce((sum, { standardError }) => sum + standardError / 300, 0);
    expect(stated / deviation).toBeGreaterThan(0.85);
    expect(stated / deviation).toBeLessThan(1.15);
  });
});
