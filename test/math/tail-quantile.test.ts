import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/math/distributions.ts';
import { randomStream } from '../../src/math/random-stream.ts';
import { fitTailQuantile, tailQuantile } from '../../src/math/tail-quantile.ts';

describe('quantile function with generalised Pareto tails', () => {
  const stream = randomStream(2, 'sampleHistory');
  const fitted = fitTailQuantile(
    Float64Array.from({ length: 20_000 }, () => stream.normal()),
    0.05,
  );

  it('is the sample’s own quantile in the middle', () => {
    const four = fitTailQuantile([3, 1, 2, 5], 0.05);
    expect(tailQuantile(four, 0.5)).toBeCloseTo(2.5, 12);
  });

  it('recovers a normal distribution from 20,000 values, far into both tails', () => {
    for (const probability of [0.001, 0.01, 0.05, 0.3, 0.5, 0.95, 0.99, 0.999]) {
      const exact = normalQuantile(probability);
      // Standard error of a sample quantile: √(p(1 − p)/n) over the density.
      const density = Math.exp((-exact * exact) / 2) / Math.sqrt(2 * Math.PI);
      const standardError = Math.sqrt((probability * (1 - probability)) / 20_000) / density;
      expect(Math.abs(tailQuantile(fitted, probability) - exact)).toBeLessThan(3.5 * standardError);
    }
  });

  it('rises with the probability, without a jump where the tails begin', () => {
    const values = Array.from({ length: 999 }, (_, k) => tailQuantile(fitted, (k + 1) / 1000));
    expect(values.every((value, k) => k === 0 || value >= values[k - 1])).toBe(true);
    expect(Math.abs(tailQuantile(fitted, 0.95 - 1e-9) - tailQuantile(fitted, 0.95 + 1e-9))).toBeLessThan(1e-6);
  });

  it('holds back the shape of the tails where asked', () => {
    const heavy = Float64Array.from({ length: 2000 }, (_, k) => ((k + 0.5) / 2000) ** -0.4);
    expect(fitTailQuantile(heavy, 0.05).upper.shape).toBeGreaterThan(0.3);
    expect(fitTailQuantile(heavy, 0.05, 0).upper.shape).toBe(0);
  });

  it('is constant where the values are, and refuses a single one', () => {
    expect(tailQuantile(fitTailQuantile([4, 4, 4], 0.05), 0.999)).toBe(4);
    expect(() => fitTailQuantile([4], 0.05)).toThrow('at least 2');
  });
});
