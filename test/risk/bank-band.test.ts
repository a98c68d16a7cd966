import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random-stream.ts';
import { bankBand } from '../../src/risk/bank-band.ts';
import { compensatedDot } from '../../src/risk/compensated-sum.ts';
import { tailConcentration } from '../../src/risk/tail-concentration.ts';

const stream = () => randomStream(5, 'bankBand');
const bankDay = Int32Array.from({ length: 2000 }, (_, i) => i % 100);

describe('bankBand', () => {
  it('of a mean is the deviation between days over √days, however many scenarios each day gives', () => {
    // Day d gives d to all its scenarios. Bayesian bootstrap: sd = population sd / √(n + 1) = 28.866 / √101.
    const values = Float64Array.from(bankDay, (day) => day);
    const input = { bankDay, weights: null, blockDays: 1, draws: 2000, stream: stream() } as const;
    const [band] = bankBand(input, (weights) => [compensatedDot(weights, values)]);
    expect(band / (Math.sqrt(9999 / 12) / Math.sqrt(101))).toBeGreaterThan(0.93);
    expect(band / (Math.sqrt(9999 / 12) / Math.sqrt(101))).toBeLessThan(1.07);
  });

  it('is wider by blocks of seven origins where neighbours are alike', () => {
    const values = Float64Array.from(bankDay, (day) => Math.floor(day / 7));
    const statistics = (weights: Float64Array): number[] => [compensatedDot(weights, values)];
    const [byDay] = bankBand({ bankDay, weights: null, blockDays: 1, stream: stream() }, statistics);
    const [byBlock] = bankBand({ bankDay, weights: null, blockDays: 7, stream: stream() }, statistics);
    // 7 alike days in a block: √7 = 2.65.
    expect(byBlock / byDay).toBeGreaterThan(2);
    expect(byBlock / byDay).toBeLessThan(3.4);
  });

  it('draws 200 times by default, and the same stream gives the same band', () => {
    let calls = 0;
    const run = (): number[] =>
      bankBand({ bankDay, weights: null, blockDays: 1, stream: stream() }, (weights) => {
        calls++;
        return [weights[0], weights[1]];
      });
    expect(run()).toEqual(run());
    expect(calls).toBe(400);
  });

  it('gives the statistic weights that sum to 1, alike within a day, in proportion to the scenarios’ own', () => {
    const weights = Float64Array.of(1, 2, 0, 1);
    bankBand({ bankDay: Int32Array.of(4, 4, 4, 9), weights, blockDays: 1, draws: 20, stream: stream() }, (drawn) => {
      expect(drawn[0] + drawn[1] + drawn[2] + drawn[3]).toBeCloseTo(1, 12);
      expect(drawn[1] / drawn[0]).toBeCloseTo(2, 12);
      expect(drawn[2]).toBe(0);
      return [drawn[0]];
    });
  });
});

describe('tailConcentration', () => {
  it('counts the past days in the tail and the share of the top one', () => {
    const concentration = tailConcentration(Int32Array.of(3, 3, 5, 8, 8), Float64Array.of(0.2, 0.1, 0.3, 0.4, 0));
    expect(concentration).toMatchObject({ pastDayCount: 3, topDay: 8, restsOnFewDays: true });
    expect(concentration.topDayShare).toBeCloseTo(0.4, 12);
  });

  it('rests on few days below eight of them or above 40 % from one', () => {
    const spread = (count: number): boolean =>
      tailConcentration(
        Int32Array.from({ length: count }, (_, i) => i),
        new Float64Array(count).fill(1 / count),
      ).restsOnFewDays;
    expect(spread(7)).toBe(true);
    expect(spread(8)).toBe(false);
    const top = (share: number): boolean =>
      tailConcentration(
        Int32Array.from({ length: 10 }, (_, i) => i),
        Float64Array.from({ length: 10 }, (_, i) => (i === 0 ? share : (1 - share) / 9)),
      ).restsOnFewDays;
    expect(top(0.4)).toBe(false);
    expect(top(0.41)).toBe(true);
  });
});
