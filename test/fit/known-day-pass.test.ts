import { describe, expect, it } from 'vitest';
import { addDays, planTime } from '../../src/domain/market-calendar.ts';
import type { PriceHistory } from '../../src/domain/price-history.ts';
import type { PipelineConfig } from '../../src/config.ts';
import { dayAheadBySlot } from '../../src/fit/day-prices.ts';
import { fitWholeDay, wholeDayModel } from '../../src/fit/fit-whole-day.ts';
import { knownDayPass } from '../../src/fit/known-day-pass.ts';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { knownHistory } from '../../src/ingest/known-history.ts';
import { planInstant } from '../../src/ingest/plan-time.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from './noisy-prices.ts';
import { fitRequest, syntheticHistory, testConfig } from './synthetic-history.ts';
import { modelBits } from './model-bits.ts';

const days = 330;
const noisy = noisyPrices({ days });
/** The level comes and goes within two months, so that a day says something of the next. */
const swell = (day: number): number => 30 * Math.sin(day / 10);
const history = syntheticHistory({
  days,
  dayAhead: (day, slot) => noisy.dayAhead(day, slot) + swell(day),
  imbalance: (day, slot) => noisy.imbalance(day, slot) + swell(day),
  services: { DCL: { interval: 'block', price: (day, slot) => 3 + Math.sin(day) + Math.floor(slot / 8) } },
});
const afternoon: PipelineConfig = { ...testConfig, planTime: { eveAt: '13:30' } };
/** A Tuesday, and the day of 50 half-hours. */
const dates = ['2021-11-16', '2021-10-31'];

const fitted = new Map<string, WholeDayModel>();

/** The model of a day on the history as it is. */
function usual(date: string): WholeDayModel {
  const model = fitted.get(date) ?? fit(date);
  fitted.set(date, model);
  return model;
}

function fit(date: string, from: PriceHistory = history, config = afternoon): WholeDayModel {
  return fitWholeDay(knownHistory(from, config, date), fitRequest(date));
}

/** Every price of a series changed from one instant (included) to another. */
function changed(from: PriceHistory, series: string, start: number, end = Infinity): PriceHistory {
  return {
    ...from,
    series: from.series.map((one) => {
      if (one.name !== series) return one;
      const values = one.values.slice();
      from.days.forEach((day, index) => {
        for (let period = 0; period < day.periodCount; period++) {
          const time = day.startTime + period * 30 * 60_000;
          if (time >= start && time < end)
            values[from.dayOffsets[index] + period] = 1.5 * values[from.dayOffsets[index] + period] + 40;
        }
      });
      return { ...one, values };
    }),
  };
}

const startOf = (date: string): number =>
  (history.days.find((day) => day.date === date) as { startTime: number }).startTime;

describe('a fit made after the day-ahead auction', () => {
  it.each(dates)('of %s is the same to the bit whatever the prices after its plan time', (date) => {
    const gate = planInstant(afternoon, date);
    expect(gate).toBeGreaterThan(planTime(history.calendar, date));
    let other = changed(history, 'imbalance', gate - 30 * 60_000);
    other = changed(other, 'dayAhead', startOf(addDays(date, 1)));
    other = changed(other, 'DCL', startOf(date));
    expect(modelBits(fit(date, other))).toBe(modelBits(usual(date)));
  });

  it('is another once a day-ahead price of the day, or of the eve, is another', () => {
    const [date] = dates;
    const model = modelBits(usual(date));
    expect(modelBits(fit(date, changed(history, 'dayAhead', startOf(date))))).not.toBe(model);
    const eve = changed(history, 'dayAhead', startOf(addDays(date, -1)), startOf(date));
    expect(modelBits(fit(date, eve))).not.toBe(model);
  });

  it('is not moved by prices of the day where it is made before the auction', () => {
    const [date] = dates;
    const early: PipelineConfig = { ...testConfig, planTime: { eveAt: '09:30' } };
    const model = fit(date, history, early);
    expect(model.known).toBeUndefined();
    expect(modelBits(fit(date, changed(history, 'dayAhead', startOf(date)), early))).toBe(modelBits(model));
    expect(modelBits(fit(date, history, testConfig))).toBe(modelBits(model));
  });

  it.each(dates)('of %s draws the published prices in every scenario, and other imbalance prices in each', (date) => {
    const model = usual(date);
    const set = simulateWholeDay(model, { seed: 1, firstScenario: 0, scenarioCount: 50, horizonDays: 7 });
    const index = history.days.findIndex((day) => day.date === date);
    const published = history.series[0].values.slice(history.dayOffsets[index], history.dayOffsets[index + 1]);
    const periods = set.dayOffsets[7];
    const tomorrow = new Set<number>();
    const imbalance = new Set<number>();
    for (let s = 0; s < 50; s++) {
      const drawn = set.dayAhead.slice(s * periods, s * periods + published.length);
      expect(drawn).toEqual(published);
      tomorrow.add(set.dayAhead[s * periods + set.dayOffsets[1]]);
      imbalance.add(set.imbalance[s * periods]);
    }
    expect(tomorrow.size).toBeGreaterThan(40);
    expect(imbalance.size).toBeGreaterThan(40);
  });

  it('lets the days after it look back on the day as it is', () => {
    const [date] = dates;
    const higher = changed(history, 'dayAhead', startOf(date), startOf(addDays(date, 1)));
    expect(fit(date, higher).level[1]).toBeGreaterThan(usual(date).level[1] + 1);
    // What the services do does not depend on it.
    expect(fit(date, higher).services).toEqual(usual(date).services);
  });

  it('is the same from a pass over a longer history, so that one pass serves many days', () => {
    const pass = wholeDayPass(history, 4);
    const known = knownDayPass(pass);
    for (const date of [dates[0], '2021-10-05'])
      expect(modelBits(wholeDayModel(known, fitRequest(date)))).toBe(modelBits(usual(date)));
    const target = pass.table.dates.indexOf(dates[0]);
    expect(wholeDayModel(known, fitRequest(dates[0])).known?.dayAhead).toEqual(dayAheadBySlot(pass.table, target));
  });
});
