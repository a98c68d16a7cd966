import { describe, expect, it } from 'vitest';
import { wholeDayPass } from '../../../src/fit/whole-day-pass.ts';
import { bootstrap } from '../../../src/simulate/generators/bootstrap.ts';
import type { Generator } from '../../../src/simulate/generators/generator.ts';
import { bestWeights, mixture } from '../../../src/simulate/generators/mixture.ts';
import { noisyPrices } from '../../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../../fit/synthetic-history.ts';

const days = 460;
const target = 450;
const pass = wholeDayPass(syntheticHistory({ days, ...noisyPrices({ days }) }), 4, 1);
const right = bootstrap('right', { windowDays: 365, recentring: 'raw', sameClass: false });
/** Days of the same distribution, 40 too dear. */
const dear: Generator = {
  ...right,
  name: 'dear',
  painter(model, seed) {
    const paint = right.painter(model as never, seed);
    return (scenario, count, dayAhead, imbalance) => {
      const origin = paint(scenario, count, dayAhead, imbalance);
      for (const prices of [dayAhead, imbalance]) for (let i = 0; i < prices.length; i++) prices[i] += 40;
      return origin;
    };
  },
};

describe('weights of a pool', () => {
  it('follow from the distances, as a hand computes them', () => {
    // Two point forecasts at distance 1 and 1 from the outcome, 2 apart: half and half scores 1 − ½·2·¼·2 = 0.5.
    const trial = {
      toOutcome: [1, 1],
      between: [
        [0, 2],
        [2, 0],
      ],
    };
    expect(bestWeights([trial], 2)).toEqual([0.5, 0.5]);
    // The first at the outcome: nothing is gained from the other.
    expect(
      bestWeights(
        [
          {
            toOutcome: [0, 2],
            between: [
              [0, 2],
              [2, 0],
            ],
          },
        ],
        2,
      ),
    ).toEqual([1, 0]);
    expect(bestWeights([], 4)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe('mixture', () => {
  it('gives the generator that was right in the past all of the weight', () => {
    const pool = mixture('pool', [dear, right]);
    expect(pool.open(pass, fitRequest('2022-01-01'))(target).weights).toEqual([0, 1]);
  });

  it('draws its parts in their shares and names the past day in the part’s own bank', () => {
    const pool = mixture('pool', [dear, right]);
    const fitted = pool.open(pass, fitRequest('2022-01-01'))(target);
    const model = { ...fitted, weights: [0.3, 0.7] };
    const paint = pool.painter(model, 2);
    const [dayAhead, imbalance] = [new Float64Array(48), new Float64Array(48)];
    const own = model.parts[0].bankDates.length;
    const fromFirst = Array.from({ length: 1000 }, (_, i) => paint(i, 1, dayAhead, imbalance) < own);
    expect(fromFirst.filter(Boolean).length / 1000).toBeCloseTo(0.3, 2);
    expect(model.bankDates).toHaveLength(own + model.parts[1].bankDates.length);
  });
});
