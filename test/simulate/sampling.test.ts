import { describe, expect, it } from 'vitest';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { reduceScenarios } from '../../src/simulate/reduce-scenarios.ts';
import { importanceWeights, tailProposal } from '../../src/simulate/tail-proposal.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

describe('importance sampling of the tail', () => {
  const weights = Float64Array.of(0.4, 0.3, 0.2, 0.1);
  const losses = Float64Array.of(1, 5, 2, 9);

  it('draws the worst origins more often, the others at most by the extra share less', () => {
    // Worst 35 %: origins 3 and 1, together 0.4; half of the draws go to them in addition.
    expect([...tailProposal(weights, losses, 0.35, 0.5)].map((q) => Number(q.toFixed(6)))).toEqual([
      0.2, 0.525, 0.1, 0.175,
    ]);
  });

  it('gives the weighted scenarios the distribution of the bank', () => {
    const history = syntheticHistory({ days: 460, ...noisyPrices({ days: 460 }) });
    const model = fitWholeDay(history, fitRequest(dayAfter(history)));
    const proposal = tailProposal(model.weights, model.bank.levelError, 0.1, 0.5);
    const request = { seed: 2, firstScenario: 0, scenarioCount: 4000, horizonDays: 1 };
    const plain = simulateWholeDay(model, request);
    const tilted = simulateWholeDay(model, { ...request, proposal });
    const mean = ({ weights: w, dayAhead }: typeof plain): number =>
      w.reduce((sum, weight, s) => sum + weight * dayAhead[s * 48], 0);
    expect(tilted.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Math.abs(mean(tilted) - mean(plain))).toBeLessThan(0.2);
    const inTail = (set: typeof plain): number =>
      set.bankDay.filter((origin) => proposal[origin] > model.weights[origin]).length;
    expect(inTail(tilted)).toBeGreaterThan(3 * inTail(plain));
  });

  it('weighs by the ratio of the probabilities', () => {
    expect([...importanceWeights(Int32Array.of(0, 1), Float64Array.of(0.5, 0.5), Float64Array.of(0.25, 0.75))]).toEqual(
      [0.75, 0.25],
    );
  });
});

describe('scenario reduction', () => {
  it('keeps the middle of three and gives it all weight', () => {
    const { kept, weights, distance } = reduceScenarios(Float64Array.of(0, 1, 3), Float64Array.of(0.25, 0.5, 0.25), 1);
    expect([...kept]).toEqual([1]);
    expect([...weights]).toEqual([1]);
    expect(distance).toBe(0.75);
  });

  it('is exact where all are kept', () => {
    const { weights, kept, distance } = reduceScenarios(Float64Array.of(4, 1, 3), Float64Array.of(0.2, 0.5, 0.3), 3);
    expect(distance).toBe(0);
    expect([...kept].map((s, k) => [s, weights[k]]).toSorted((a, b) => a[0] - b[0])).toEqual([
      [0, 0.2],
      [1, 0.5],
      [2, 0.3],
    ]);
  });

  it('bounds the error of the mean by its distance, which falls with the number kept', () => {
    const profits = Float64Array.from({ length: 60 }, (_, s) => Math.sin(s * 1.7) * s);
    const equal = new Float64Array(60).fill(1 / 60);
    const mean = profits.reduce((sum, profit) => sum + profit / 60, 0);
    const reduced = [2, 5, 20].map((count) => reduceScenarios(profits, equal, count));
    for (const { kept, weights, distance } of reduced) {
      const estimate = kept.reduce((sum, s, k) => sum + weights[k] * profits[s], 0);
      expect(Math.abs(estimate - mean)).toBeLessThanOrEqual(distance + 1e-12);
    }
    expect(reduced[0].distance).toBeGreaterThan(reduced[1].distance);
    expect(reduced[1].distance).toBeGreaterThan(reduced[2].distance);
  });

  it('works on several features and refuses to keep more than there are', () => {
    const features = Float64Array.of(0, 0, 3, 4, 0, 1);
    expect(reduceScenarios(features, new Float64Array(3).fill(1 / 3), 2).distance).toBeCloseTo(1 / 3, 12);
    expect(() => reduceScenarios(features, new Float64Array(3), 4)).toThrow('1 to 3');
  });
});
