import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousRankedProbabilityScore,
  probabilityIntegralTransform,
} from '../../src/backtest/continuous-ranked-probability-score.ts';
import { dieboldMariano } from '../../src/backtest/diebold-mariano.ts';
import { energyScore } from '../../src/backtest/energy-score.ts';
import { storageValuer } from '../../src/backtest/storage-value.ts';
import { randomPairs, variogramScore } from '../../src/backtest/variogram-score.ts';
import { randomStream } from '../../src/math/random-stream.ts';

const normals = (count: number, seed: number, index = 0): Float64Array => {
  const stream = randomStream(seed, 'sampleHistory', index);
  return Float64Array.from({ length: count }, () => stream.normal());
};

describe('energy score', () => {
  it('of the points (0, 0) and (3, 4) at (0, 0) is ½·(0 + 5) − ½·5', () => {
    expect(energyScore(Float64Array.of(0, 0, 3, 4), Float64Array.of(0, 0))).toBe(0);
    expect(energyScore(Float64Array.of(3, 4, 3, 4), Float64Array.of(0, 0))).toBe(5);
  });

  it('is the CRPS in one dimension', () => {
    const sample = normals(50, 1);
    const score = energyScore(sample, Float64Array.of(0.3));
    expect(score).toBeCloseTo(continuousRankedProbabilityScore(sample.slice().sort(), 0.3), 12);
  });

  it('is on average the same for 10 scenarios as for 100: its pair term is unbiased', () => {
    const average = (M: number): number => {
      let sum = 0;
      for (let i = 0; i < 400; i++) sum += energyScore(normals(M, 2, i), normals(1, 3, i)) / 400;
      return sum;
    };
    // The CRPS of N(0, 1) forecasts is 1/√π on average.
    expect(Math.abs(average(10) - 1 / Math.sqrt(Math.PI))).toBeLessThan(0.08);
    expect(Math.abs(average(10) - average(100))).toBeLessThan(0.08);
  });

  it('is better for the right spread than for half or twice it', () => {
    const mean = (spread: number): number => {
      let sum = 0;
      for (let i = 0; i < 200; i++)
        sum +=
          energyScore(
            normals(400, 4, i).map((x) => spread * x),
            normals(8, 5, i),
          ) / 200;
      return sum;
    };
    expect(mean(1)).toBeLessThan(mean(0.5));
    expect(mean(1)).toBeLessThan(mean(2));
  });
});

describe('CRPS and PIT', () => {
  it('of 1, 2, 4 at 2 are 1 − (1 + 3 + 2)/6 = 0 and a rank of ½', () => {
    expect(continuousRankedProbabilityScore(Float64Array.of(1, 2, 4), 2)).toBeCloseTo(0, 14);
    expect(probabilityIntegralTransform(Float64Array.of(1, 2, 4), 2)).toBe(0.5);
  });

  it('equal the sums over all pairs', () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.double({ min: -100, max: 100, noNaN: true }), (list, y) => {
        const sorted = Float64Array.from(list).sort();
        const M = sorted.length;
        let pairs = 0;
        for (const a of sorted) for (const b of sorted) pairs += Math.abs(a - b);
        const expected = sorted.reduce((sum, x) => sum + Math.abs(x - y), 0) / M - pairs / (2 * M * (M - 1));
        expect(continuousRankedProbabilityScore(sorted, y)).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('put a value below all at 0, above all at 1, ties half-way', () => {
    const sorted = Float64Array.of(1, 1, 2, 2);
    expect([0, 1, 1.5, 2, 3].map((y) => probabilityIntegralTransform(sorted, y))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

describe('variogram score', () => {
  it('of a pair 4 apart, forecast 1 apart, is (2 − 1)²', () => {
    expect(variogramScore(Float64Array.of(0, 1), Float64Array.of(10, 14), Int32Array.of(0, 1))).toBe(1);
  });

  it('does not see a common shift', () => {
    const sample = normals(20, 6);
    const realised = normals(4, 7);
    const pairs = Int32Array.of(0, 1, 2, 3);
    const shifted = variogramScore(
      sample.map((x) => x + 9),
      realised.map((x) => x - 5),
      pairs,
    );
    expect(shifted).toBeCloseTo(variogramScore(sample, realised, pairs), 9);
  });

  it('is taken over pairs of distinct places', () => {
    const pairs = randomPairs(5, 300, randomStream(1, 'variogramPairs'));
    for (let k = 0; k < 600; k += 2) expect(pairs[k]).not.toBe(pairs[k + 1]);
    expect(new Set(pairs)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

describe('storage value', () => {
  const value = storageValuer(0.5);
  const day = (prices: number[]): number => value(Float64Array.from(prices));

  it('of buying half a MWh at 10 and selling the 90 % kept at 100 is 45 − 5', () => {
    expect(day([10, 100])).toBeCloseTo(40, 9);
  });

  it('is 0 where the spread does not pay for the losses, and where there is nothing to sell', () => {
    expect(day([95, 100])).toBe(0);
    expect(day([100, 10])).toBe(0);
  });

  it('is limited by 2 MWh of capacity: 5 cheap half-hours fill it, the fifth with 0.2/0.45 of its power', () => {
    // Kept: 4 × 0.45 + 0.2 = 2 MWh, bought as 2/0.9 MWh, sold over 4 half-hours.
    expect(day([0, 0, 0, 0, 0, 50, 50, 50, 50])).toBeCloseTo(100, 9);
    expect(day([9, 9, 9, 9, 9, 50, 50, 50, 50])).toBeCloseTo(100 - 20, 9);
  });

  it('is paid for taking negative prices, within capacity', () => {
    expect(day([-20])).toBeCloseTo(10, 9);
    expect(day([-9, -9, -9, -9])).toBeCloseTo(4 * 4.5, 9);
    // Five full charges hold 2.25 MWh: in the sixth period 0.25 MWh are given away at −9 to make room.
    expect(day([-9, -9, -9, -9, -9, -9])).toBeCloseTo(5 * 4.5 - 0.25 * 9, 9);
  });

  it('is the same with two levels a period as with every step tried', () => {
    const slow = storageValuer(0.5, true);
    for (let i = 0; i < 60; i++) {
      // From all positive prices to half of them negative.
      const prices = normals(48, 12, i).map((x) => 60 - i + 30 * x);
      expect(value(prices)).toBeCloseTo(slow(prices), 7);
    }
  });

  it('grows in proportion to prices and never falls with another period to trade in', () => {
    const prices = [...normals(20, 8)].map((x) => 50 + 30 * x);
    expect(day(prices.map((p) => 3 * p))).toBeCloseTo(3 * day(prices), 8);
    expect(day([...prices, 60])).toBeGreaterThanOrEqual(day(prices) - 1e-9);
  });
});

describe('Diebold-Mariano test', () => {
  it('of differences 1, −1, 3, 1 without lags has mean 1 and standard error √2/2', () => {
    const found = dieboldMariano(Float64Array.of(1, 0, 3, 2), Float64Array.of(0, 1, 0, 1), 0);
    expect(found.meanDifference).toBe(1);
    expect(found.standardError).toBeCloseTo(Math.sqrt(2 / 4), 12);
    expect(found.statistic).toBeCloseTo(Math.SQRT2, 12);
    expect(found.probability).toBeCloseTo(0.157_299, 6);
  });

  it('adds Bartlett-weighted autocovariances: half of the first for one lag', () => {
    // Differences 1, 1, −1, −1: variance 1, first autocovariance (1 − 1 + 1)/4 = ¼.
    const found = dieboldMariano(Float64Array.of(1, 1, -1, -1), new Float64Array(4), 1);
    expect(found.standardError).toBeCloseTo(Math.sqrt((1 + 2 * 0.5 * 0.25) / 4), 12);
  });

  it('finds no difference between equal scores', () => {
    const scores = normals(10, 9);
    expect(dieboldMariano(scores, scores)).toMatchObject({ meanDifference: 0, statistic: 0, probability: 1 });
  });

  it('rejects a true hypothesis at 5 % about once in twenty', () => {
    let rejected = 0;
    for (let i = 0; i < 1000; i++)
      if (dieboldMariano(normals(200, 10, i), normals(200, 11, i)).probability < 0.05) rejected++;
    // Newey-West with 7 lags rejects somewhat too often in samples of 200.
    expect(rejected).toBeGreaterThan(35);
    expect(rejected).toBeLessThan(110);
  });

  it('needs two equally long series', () => {
    expect(() => dieboldMariano(Float64Array.of(1), Float64Array.of(1))).toThrow(RangeError);
    expect(() => dieboldMariano(new Float64Array(3), new Float64Array(4))).toThrow(RangeError);
  });
});
