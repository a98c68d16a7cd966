import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random-stream.ts';
import { compensatedDot } from '../../src/risk/compensated-sum.ts';
import { normalisedWeights } from '../../src/risk/normalised-weights.ts';
import { samplingErrors, subsetValues, type ScenarioSubset } from '../../src/risk/sampling-error.ts';

const meanOf = (values: Float64Array) => (subset: ScenarioSubset) => [
  compensatedDot(normalisedWeights(subset.weights, subset.scenarios.length), subsetValues(values, subset)),
];

describe('samplingErrors', () => {
  it('is the deviation of the means of every twentieth scenario, divided by √20', () => {
    // Scenario i has the value i mod 20, so the subset means are 0…19 with variance 35.
    const values = Float64Array.from({ length: 60 }, (_, i) => i % 20);
    expect(samplingErrors(meanOf(values), 60)[0]).toBeCloseTo(Math.sqrt(35 / 20), 12);
  });

  it('takes the weights of the subsets', () => {
    // Of each subset's pair only the one with weight counts.
    const values = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? i : 1000));
    const weights = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 2 : 0));
    expect(samplingErrors(meanOf(values), 40, weights)[0]).toBeCloseTo(Math.sqrt(35 / 20), 12);
  });

  it('measures several statistics on the same subsets', () => {
    const statistics = ({ scenarios }: ScenarioSubset): number[] => [scenarios.length, scenarios[0]];
    const errors = samplingErrors(statistics, 400);
    expect(errors[0]).toBe(0);
    expect(errors[1]).toBeCloseTo(Math.sqrt(35 / 20), 12);
  });

  it('agrees with s/√S on independent draws', () => {
    const ratios = Array.from({ length: 50 }, (_, k) => {
      const random = randomStream(3, 'bankBand', k);
      const values = Float64Array.from({ length: 1000 }, () => random.normal());
      return samplingErrors(meanOf(values), 1000)[0]! * Math.sqrt(1000);
    });
    const average = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(Math.abs(average - 1)).toBeLessThan(0.1);
  });

  it('sees that an evenly spread draw errs far less than independent ones', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => (0.5 + i * 0.6180339887498949) % 1);
    const independent = Math.sqrt(1 / 12 / 2000);
    expect(samplingErrors(meanOf(values), 2000)[0]).toBeLessThan(independent / 3);
  });

  it('is null below 40 scenarios, where a subset has no weight, and where a statistic is not finite', () => {
    const values = new Float64Array(39);
    expect(samplingErrors(meanOf(values), 39)).toEqual([null]);
    const weights = Float64Array.from({ length: 100 }, (_, i) => (i % 20 === 3 ? 0 : 1));
    expect(samplingErrors(meanOf(new Float64Array(100)), 100, weights)).toEqual([null]);
    expect(samplingErrors(({ scenarios }) => [scenarios[0] === 0 ? Number.NaN : 1, 1], 100)).toEqual([null, 0]);
  });
});
