import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { applyView } from '../../src/fit/apply-view.ts';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';
import { fitScenarioModel } from '../../src/simulate/fit-scenario-model.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from './noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory, testConfig } from './synthetic-history.ts';

const history = syntheticHistory({ days: 460, ...noisyPrices({ days: 460, basisOnLevel: 1, basisDeviation: 3 }) });
const model = fitWholeDay(history, fitRequest(dayAfter(history)));
const scenarioCount = 2000;

function draw(from: WholeDayModel) {
  return simulateWholeDay(from, { seed: 4, firstScenario: 0, scenarioCount, horizonDays: 3 });
}

/** Means of the simulated prices of each of three days. */
function dailyMeans(prices: Float64Array): number[] {
  const sums = [0, 0, 0];
  prices.forEach((price, i) => (sums[Math.floor((i % 144) / 48)] += price / (48 * scenarioCount)));
  return sums;
}

describe('view', () => {
  const before = draw(model);

  it('brings the mean of the scenarios to a forward curve', () => {
    const means = dailyMeans(draw(applyView(model, { level: [90, 80, 70] })).dayAhead);
    [90, 80, 70].forEach((level, day) => expect(Math.abs(means[day] - level)).toBeLessThan(0.5));
  });

  it('adds to the level of every day, basis and shape untouched', () => {
    const after = draw(applyView(model, { levelShift: -12 }));
    before.dayAhead.forEach((price, i) => expect(after.dayAhead[i]).toBeCloseTo(price - 12, 9));
    before.imbalance.forEach((price, i) => expect(after.imbalance[i]).toBeCloseTo(price - 12, 9));
  });

  it('multiplies the swing about the mean of the day and leaves the basis', () => {
    const after = draw(applyView(model, { amplitudeFactor: 1.5 }));
    const mean = (prices: Float64Array): number => prices.subarray(0, 48).reduce((sum, price) => sum + price / 48, 0);
    expect(after.dayAhead[5] - mean(after.dayAhead)).toBeCloseTo(1.5 * (before.dayAhead[5] - mean(before.dayAhead)), 9);
    expect(after.imbalance[5] - after.dayAhead[5]).toBeCloseTo(before.imbalance[5] - before.dayAhead[5], 9);
  });

  it('multiplies the basis and leaves the day-ahead price', () => {
    const after = draw(applyView(model, { basisFactor: 2 }));
    expect(after.dayAhead).toEqual(before.dayAhead);
    before.imbalance.forEach((price, i) => {
      expect(after.imbalance[i] - before.dayAhead[i]).toBeCloseTo(2 * (price - before.dayAhead[i]), 9);
    });
  });

  it('keeps the dependence: the level still carries its basis with it', () => {
    const link = ({ dayAhead, imbalance }: typeof before): number => {
      const rows = Array.from({ length: scenarioCount }, (_, s) => {
        const mean = (prices: Float64Array): number =>
          prices.subarray(s * 144, s * 144 + 48).reduce((sum, price) => sum + price / 48, 0);
        return [mean(dayAhead), mean(imbalance) - mean(dayAhead)];
      });
      const centre = [0, 1].map((k) => rows.reduce((sum, row) => sum + row[k] / scenarioCount, 0));
      const moment = (a: number, b: number): number =>
        rows.reduce((sum, row) => sum + (row[a] - centre[a]) * (row[b] - centre[b]), 0);
      return moment(0, 1) / Math.sqrt(moment(0, 0) * moment(1, 1));
    };
    expect(link(before)).toBeGreaterThan(0.5);
    expect(link(draw(applyView(model, { level: [200], basisFactor: 2 })))).toBeCloseTo(link(before), 6);
  });

  it('takes level and shape of the planned day from a forecast of its prices', () => {
    const prices = Array.from({ length: 48 }, (_, i) => 100 + (i < 24 ? -10 : 10));
    const viewed = applyView(model, { prices });
    expect(dailyMeans(draw(viewed).dayAhead)[0]).toBeCloseTo(100, 0);
    expect([viewed.shape[0], viewed.shape[47]]).toEqual([-1, 1]);
    expect(viewed.shape.subarray(48)).toEqual(model.shape.subarray(48));
    expect(() => applyView(model, { prices: [1, 2] })).toThrow('48 prices');
  });

  it('comes from the configuration, for the whole-day generator only', () => {
    const request = fitRequest(dayAfter(history), { view: { levelShift: 5 } });
    expect(fitScenarioModel(history, request).level[0]).toBeCloseTo(model.level[0] + 5, 9);
    expect(() =>
      parseConfig(
        { ...JSON.parse(JSON.stringify(testConfig)), generator: { name: 'copula', view: { levelShift: 5 } } },
        'x.ts',
      ),
    ).toThrow('takes no view');
  });

  it('is said in a note', () => {
    expect(applyView(model, { levelShift: -12, basisFactor: 2 }).notes.at(-1)).toBe(
      'Moved by a view of the user: level −12, imbalance basis × 2.',
    );
  });
});
