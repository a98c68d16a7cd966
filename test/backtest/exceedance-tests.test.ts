import { describe, expect, it } from 'vitest';
import { exceedanceTests } from '../../src/backtest/exceedance-tests.ts';
import { randomStream } from '../../src/math/random-stream.ts';

const spread = (days: number, every: number): number[] =>
  Array.from({ length: days }, (_, day) => Number(day % every === every - 1));

describe('Kupiec test', () => {
  it('finds nothing wrong with exactly the expected share', () => {
    const { exceedances, kupiec } = exceedanceTests(spread(100, 20), 0.05);
    expect(exceedances).toBe(5);
    expect(kupiec.statistic).toBeCloseTo(0, 12);
    expect(kupiec.probability).toBeCloseTo(1, 6);
  });

  it('of 1 exceedance in 143 days at 5 % is −2·(142·ln(0.95/(142/143)) + ln(0.05·143)), rejected at 1 %', () => {
    const { kupiec } = exceedanceTests([...Array.from({ length: 142 }, () => 0), 1], 0.05);
    expect(kupiec.statistic).toBeCloseTo(-2 * (142 * Math.log(0.95 / (142 / 143)) + Math.log(0.05 * 143)), 9);
    expect(kupiec.probability).toBeLessThan(0.01);
  });

  it('of no exceedance in 250 days at 1 % is −500·ln 0.99', () => {
    const { kupiec } = exceedanceTests(new Float64Array(250), 0.01);
    expect(kupiec.statistic).toBeCloseTo(-500 * Math.log(0.99), 9);
    expect(kupiec.probability).toBeCloseTo(0.025, 3);
  });

  it('rejects a true hypothesis at 5 % about once in twenty', () => {
    let rejected = 0;
    for (let i = 0; i < 600; i++) {
      const stream = randomStream(3, 'sampleHistory', i);
      const exceeded = Array.from({ length: 500 }, () => Number(stream.uniform() < 0.05));
      if (exceedanceTests(exceeded, 0.05).kupiec.probability < 0.05) rejected++;
    }
    expect(rejected).toBeGreaterThan(15);
    expect(rejected).toBeLessThan(50);
  });
});

describe('Christoffersen test', () => {
  it('rejects exceedances that follow one another, though their share is right', () => {
    const clustered = Array.from({ length: 200 }, (_, day) => Number(day >= 100 && day < 110));
    const { kupiec, independence, christoffersen } = exceedanceTests(clustered, 0.05);
    expect(kupiec.probability).toBeGreaterThan(0.99);
    expect(independence.probability).toBeLessThan(1e-6);
    expect(christoffersen.probability).toBeLessThan(1e-6);
    expect(christoffersen.statistic).toBeCloseTo(kupiec.statistic + independence.statistic, 12);
  });

  it('of the days 0 1 0 0 compares p = ½ and 0 with ⅓: 2·[2·ln ½ − (2·ln ⅔ + ln ⅓)]', () => {
    const { independence } = exceedanceTests([0, 1, 0, 0], 0.05);
    expect(independence.statistic).toBeCloseTo(2 * (2 * Math.log(1 / 2) - (2 * Math.log(2 / 3) + Math.log(1 / 3))), 12);
  });

  it('has no statistic below 0 and no NaN for none, one or all exceedances', () => {
    for (const exceeded of [
      [0, 0, 0],
      [1, 1, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]) {
      const tests = exceedanceTests(exceeded, 0.05);
      for (const { statistic, probability } of [tests.kupiec, tests.independence, tests.christoffersen]) {
        expect(statistic).toBeGreaterThanOrEqual(0);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
  });
});
