import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/simulate/explain-scenario.ts';
import { fitScenarioModel } from '../../src/simulate/fit-scenario-model.ts';
import { simulateScenarios } from '../../src/simulate/simulate-scenarios.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const history = syntheticHistory({ days: 460, ...noisyPrices({ days: 460 }) });
const date = dayAfter(history);
const request = { seed: 5, firstScenario: 30, scenarioCount: 4, horizonDays: 7 };

describe('explanation of a scenario', () => {
  it('names the past day and what was forecast beside what was drawn', () => {
    const model = fitScenarioModel(history, fitRequest(date));
    const set = simulateScenarios(model, request);
    const { scenario, date: from, level, text } = explainScenario(model, set, 2);
    expect(scenario).toBe(32);
    expect(from).toBe(set.bankDates[set.bankDay[2]]);
    const first = set.dayAhead.subarray(2 * 336, 2 * 336 + 48);
    expect(level.drawn).toBeCloseTo(
      first.reduce((sum, price) => sum + price / 48, 0),
      9,
    );
    expect(level.forecast).toBe(model.level[0]);
    expect(text).toMatch(
      /^20\d\d-\d\d-\d\d at today's level: day-ahead mean \d+\.\d \(forecast \d+\.\d\), swing .* GBP\/MWh\.$/,
    );
  });

  it('says where no past day was drawn', () => {
    const model = fitScenarioModel(history, fitRequest(date, { name: 'copula' }));
    const explained = explainScenario(model, simulateScenarios(model, request), 0);
    expect(explained.date).toBeNull();
    expect(explained.text.startsWith('Drawn from fitted distributions: ')).toBe(true);
  });
});

describe('another generator in a run', () => {
  const usual = simulateScenarios(fitScenarioModel(history, fitRequest(date)), request);

  it('draws the first day and leaves the later ones to the whole-day generator', () => {
    const model = fitScenarioModel(history, fitRequest(date, { name: 'bootstrap' }));
    const set = simulateScenarios(model, request);
    expect(set.dayAhead.subarray(48, 336)).toEqual(usual.dayAhead.subarray(48, 336));
    expect(set.dayAhead.subarray(0, 48)).not.toEqual(usual.dayAhead.subarray(0, 48));
    expect(set.bankDates).not.toEqual(usual.bankDates);
    expect(model.notes.at(-1)).toContain("The first day comes from the generator 'bootstrap'");
  });

  it('gives scenario i the same prices in any shard', () => {
    const model = fitScenarioModel(history, fitRequest(date, { name: 'mixture' }));
    const whole = simulateScenarios(model, { ...request, firstScenario: 0, scenarioCount: 40 });
    const part = simulateScenarios(model, request);
    expect(part.imbalance).toEqual(whole.imbalance.slice(30 * 336, 34 * 336));
    expect(part.bankDay).toEqual(whole.bankDay.slice(30, 34));
  });

  it('keeps within the market’s limits', () => {
    const fitted = fitScenarioModel(history, fitRequest(date, { name: 'copula' }));
    const model = { ...fitted, priceLimits: { dayAhead: [50, 55], imbalance: [40, 45] } } as const;
    const set = simulateScenarios(model, request);
    expect(Math.min(...set.dayAhead)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...set.imbalance)).toBeLessThanOrEqual(45);
  });
});
