import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random-stream.ts';
import { measureRisk, type ProfitStream, type RiskResult } from '../../src/risk/measure-risk.ts';

const stream = (name: string, ...values: number[]): ProfitStream => ({ name, values: Float64Array.from(values) });

describe('measureRisk', () => {
  it('gives hand-computed figures under weights', () => {
    // Totals 4, -6, 1, -1 with weights 0.4, 0.1, 0.3, 0.2; losses -4, 6, -1, 1.
    const result = measureRisk({
      streams: [stream('dayAhead', 5, -4, 0, 1), stream('imbalance', -1, -2, 1, -2)],
      weights: Float64Array.of(4, 1, 3, 2),
      confidenceLevel: 0.8,
    });
    expect(result.scenarioCount).toBe(4);
    expect(result.effectiveSampleSize).toBeCloseTo(1 / 0.3, 12);
    expect(result.mean).toBeCloseTo(1.6 - 0.6 + 0.3 - 0.2, 12);
    // Σω(x − 1.1)² = 0.4·8.41 + 0.1·50.41 + 0.3·0.01 + 0.2·4.41 = 9.29; ÷ 0.7
    expect(result.standardDeviation).toBeCloseTo(Math.sqrt(9.29 / 0.7), 12);
    expect(result.valueAtRisk).toBe(1);
    // Tail 0.2: loss 6 with 0.1 and half of the 0.2 at loss 1.
    expect(result.conditionalValueAtRisk).toBeCloseTo((0.6 + 0.1) / 0.2, 12);
    expect(result.probabilityOfLoss).toBeCloseTo(0.3, 12);
    expect(result.worstLoss).toBe(6);
    expect(result.components.map((component) => component.stream)).toEqual(['dayAhead', 'imbalance']);
    expect(result.components[0].mean).toBeCloseTo(2 - 0.4 + 0.2, 12);
    expect(result.components[0].conditionalValueAtRisk).toBeCloseTo((4 - 1) / 2, 12);
    expect(result.components[1].conditionalValueAtRisk).toBeCloseTo((2 + 2) / 2, 12);
  });

  it('shares the tail among ties so that components do not depend on the order of rows', () => {
    // Losses 2, 2, 2, 0; tail 0.5 is two thirds of the tie of 0.75: a third each.
    const result = measureRisk({
      streams: [stream('a', -2, 0, -1, 0), stream('b', 0, -2, -1, 0)],
      weights: null,
      confidenceLevel: 0.5,
    });
    expect(result.valueAtRisk).toBe(2);
    expect(result.conditionalValueAtRisk).toBeCloseTo(2, 12);
    expect(result.components[0].conditionalValueAtRisk).toBeCloseTo(1, 12);
    expect(result.components[1].conditionalValueAtRisk).toBeCloseTo(1, 12);
  });

  it('does not take rounding for a loss', () => {
    const result = measureRisk({
      streams: [stream('a', 0.1, -0.1), stream('b', 0.2, -0.2), stream('c', -0.3, 0.3)],
      weights: null,
      confidenceLevel: 0.5,
    });
    expect(result.probabilityOfLoss).toBe(0);
    expect(result.worstLoss).toBe(0);
  });

  it('is the worst case of positive weight at confidence level 1 and minus the mean at 0', () => {
    const input = { streams: [stream('a', 3, -5, -50, 1)], weights: Float64Array.of(1, 1, 0, 2) };
    expect(measureRisk({ ...input, confidenceLevel: 1 }).conditionalValueAtRisk).toBe(5);
    expect(measureRisk({ ...input, confidenceLevel: 1 }).worstLoss).toBe(5);
    expect(measureRisk({ ...input, confidenceLevel: 0 }).conditionalValueAtRisk).toBeCloseTo(0, 12);
  });

  it('gives one scenario its figures and no spread and no errors', () => {
    const result = measureRisk({ streams: [stream('a', -7)], weights: null, confidenceLevel: 0.95 });
    expect(result).toMatchObject({ mean: -7, valueAtRisk: 7, conditionalValueAtRisk: 7, standardDeviation: null });
    expect(Object.values(result.standardErrors).every((error) => error === null)).toBe(true);
  });

  it('keeps the digits of a small mean beside huge streams', () => {
    const big = Float64Array.from({ length: 3000 }, (_, i) => (i % 2 === 0 ? 1e12 : -1e12));
    const small = Float64Array.from(big, (value) => -value + 0.5);
    const streams = [
      { name: 'big', values: big },
      { name: 'small', values: small },
    ];
    expect(measureRisk({ streams, weights: null, confidenceLevel: 0.95 }).mean).toBe(0.5);
  });

  it('accepts weights of any scale', () => {
    const streams = [stream('a', 1, -2, 3)];
    const huge = measureRisk({ streams, weights: Float64Array.of(1e308, 1e308, 1e308), confidenceLevel: 0.5 });
    const equal = measureRisk({ streams, weights: null, confidenceLevel: 0.5 });
    expect(huge.conditionalValueAtRisk).toBeCloseTo(equal.conditionalValueAtRisk, 12);
    expect(huge.mean).toBeCloseTo(equal.mean, 12);
  });

  it('refuses what is not a table of streams, naming stream and scenario', () => {
    const measure =
      (...streams: ProfitStream[]) =>
      () =>
        measureRisk({ streams, weights: null, confidenceLevel: 0.9 });
    expect(measure()).toThrow(/no streams/);
    expect(measure(stream('a'))).toThrow(/no scenarios/);
    expect(measure(stream('a', 1), stream('a', 1))).toThrow(/a: a stream is given twice/);
    expect(measure(stream('a', 1), stream('b', 1, 2))).toThrow(/b: streams differ in length/);
    expect(measure(stream('a', 1, Number.NaN))).toThrow(/a, scenario 2: a value is not a number/);
    expect(measure(stream('a', 1e308), stream('b', 1e308))).toThrow(/sum of the streams, scenario 1/);
  });

  it('components add up to mean and CVaR for any streams, weights and level', () => {
    const cell = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const row = fc.tuple(cell, cell, cell, fc.double({ min: 0.01, max: 10, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, c) => {
          const result = measureRisk({
            streams: [0, 1, 2].map((k) => ({
              name: `s${k}`,
              values: Float64Array.from(rows, (r) => r[k as 0 | 1 | 2]),
            })),
            weights: Float64Array.from(rows, (r) => r[3]),
            confidenceLevel: c,
          });
          const means = result.components.map((component) => component.mean);
          const tails = result.components.map((component) => component.conditionalValueAtRisk);
          expect(gap(means, result.mean)).toBeLessThanOrEqual(1e-9);
          expect(gap(tails, result.conditionalValueAtRisk)).toBeLessThanOrEqual(1e-9);
        },
      ),
    );
  });
});

describe('standard errors', () => {
  it('of the mean are s/√n, of P(loss) √(p(1 − p)/(n − 1)) and of the tail by hand', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i - 9.5); // ten losses
    const { standardErrors, standardDeviation } = measureRisk({
      streams: [{ name: 'a', values }],
      weights: null,
      confidenceLevel: 0.9,
    });
    expect(standardErrors.mean).toBeCloseTo(standardDeviation! / 10, 12);
    expect(standardErrors.probabilityOfLoss).toBeCloseTo(Math.sqrt((0.1 * 0.9) / 99), 12);
    // VaR: √(0.9·0.1/100) = 0.03; the 93 % and 87 % losses are six ranks apart.
    expect(standardErrors.valueAtRisk).toBeCloseTo(3, 12);
    // CVaR: VaR is -0.5, which ten losses exceed by 1…10. (L − VaR)⁺/0.1 is 10·k with probability 0.01 for each
    // k = 1…10: mean 5.5, mean square 385, variance 385 − 30.25 = 354.75.
    expect(standardErrors.conditionalValueAtRisk).toBeCloseTo(Math.sqrt(354.75 / 99), 12);
    expect(standardErrors.worstLoss).toBeNull();
  });

  it('are null where the sample cannot support them', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => i + 1);
    const { standardErrors } = measureRisk({ streams: [{ name: 'a', values }], weights: null, confidenceLevel: 0.95 });
    expect(standardErrors.mean).not.toBeNull();
    expect(standardErrors).toMatchObject({ valueAtRisk: null, conditionalValueAtRisk: null, probabilityOfLoss: null });
    const flat = { streams: [stream('a', 2, 2, 2)], weights: null };
    expect(measureRisk({ ...flat, confidenceLevel: 0 }).standardErrors.standardDeviation).toBeNull();
    expect(measureRisk({ ...flat, confidenceLevel: 1 }).standardErrors.conditionalValueAtRisk).toBeNull();
  });

  it('stay the same when all weights are multiplied, and ignore scenarios of weight zero', () => {
    const values = [...Array(60).keys()].map((i) => ((i * 37) % 60) - 20);
    const weights = values.map((_, i) => 1 + (i % 3));
    const measure = (v: number[], w: number[]): RiskResult =>
      measureRisk({ streams: [stream('a', ...v)], weights: Float64Array.from(w), confidenceLevel: 0.8 });
    const base = measure(values, weights).standardErrors;
    const scaled = measure(
      values,
      weights.map((w) => 7 * w),
    ).standardErrors;
    const padded = measure([...values, -1e6], [...weights, 0]).standardErrors;
    for (const name of measuredNames) {
      expect(base[name]).toBeGreaterThan(0);
      expect(scaled[name]).toBeCloseTo(base[name]!, 9);
      expect(padded[name]).toBeCloseTo(base[name]!, 9);
    }
  });

  it('match the spread of the figures over 400 independent samples, weighted or not, within a quarter', () => {
    for (const weighted of [false, true]) {
      const results = Array.from({ length: 400 }, (_, k) => normalSample(k, 500, weighted));
      for (const name of measuredNames) {
        const spread = deviation(results.map((result) => result[name]!));
        const stated = results.reduce((sum, result) => sum + result.standardErrors[name]!, 0) / results.length;
        expect(stated / spread, `${name}, ${weighted ? 'weighted' : 'equal'}`).toBeGreaterThan(0.75);
        expect(stated / spread, `${name}, ${weighted ? 'weighted' : 'equal'}`).toBeLessThan(1.25);
      }
    }
  });
});

/** Figures with a standard error. */
const measuredNames = [
  'mean',
  'standardDeviation',
  'valueAtRisk',
  'conditionalValueAtRisk',
  'probabilityOfLoss',
] as const;

function normalSample(index: number, count: number, weighted: boolean): RiskResult {
  const random = randomStream(11, 'bankBand', index);
  return measureRisk({
    streams: [{ name: 'a', values: Float64Array.from({ length: count }, () => 1 + random.normal()) }],
    weights: weighted ? Float64Array.from({ length: count }, () => 0.2 + random.uniform()) : null,
    confidenceLevel: 0.9,
  });
}

function deviation(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** |Σ parts − total| ÷ max(1, Σ|part|): at most 1e-9 when they add up. */
function gap(parts: number[], total: number): number {
  const gross = parts.reduce((sum, part) => sum + Math.abs(part), 0);
  return Math.abs(parts.reduce((sum, part) => sum + part, 0) - total) / Math.max(1, gross);
}
