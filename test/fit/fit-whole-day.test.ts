import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, planTime } from '../../src/domain/market-calendar.ts';
import type { PriceHistory } from '../../src/domain/price-history.ts';
import { FitError } from '../../src/errors.ts';
import { fitWholeDay, wholeDayModel } from '../../src/fit/fit-whole-day.ts';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { knownHistory } from '../../src/ingest/known-history.ts';
import { modelBits } from './model-bits.ts';
import { noisyPrices } from './noisy-prices.ts';
import {
  dayAfter,
  fitRequest,
  historyBefore,
  syntheticHistory,
  testConfig,
  type SyntheticHistory,
} from './synthetic-history.ts';

const services: SyntheticHistory['services'] = {
  DCL: { interval: 'block', price: (day, slot) => 3 + Math.sin(day) + Math.floor(slot / 8) },
  QR: { interval: 'period', price: (day, slot) => 1 + Math.cos(day + slot) },
};

/** The same history with every price from `time` on replaced. */
function withOtherFuture(history: PriceHistory, series: string, time: number, price: number): PriceHistory {
  const periodMs = history.calendar.periodMinutes * 60_000;
  return {
    ...history,
    series: history.series.map((one) => {
      if (one.name !== series) return one;
      const values = one.values.slice();
      history.days.forEach((day, index) => {
        for (let period = 0; period < day.periodCount; period++) {
          if (day.startTime + period * periodMs >= time) values[history.dayOffsets[index] + period] = price;
        }
      });
      return { ...one, values };
    }),
  };
}

describe('what a fit may know', () => {
  const days = 420;
  const history = syntheticHistory({ days, ...noisyPrices({ days }), services });
  // A Tuesday, and the day after the clock changed (2021-10-31).
  const dates = ['2022-02-01', '2021-11-02'];

  it.each(dates)(
    'of %s is nothing after its plan time: another future leaves the model the same to the bit',
    (date) => {
      const model = modelBits(fitWholeDay(knownHistory(history, testConfig, date), fitRequest(date)));
      const gate = planTime(history.calendar, date);
      const { startTime } = history.days.find((day) => day.date === date) as { startTime: number };
      // Imbalance prices of a half-hour are known 30 minutes after its end; day-ahead and services of the eve are known.
      let changed = withOtherFuture(history, 'imbalance', gate - 30 * 60_000, 5000);
      for (const series of ['dayAhead', 'DCL', 'QR']) changed = withOtherFuture(changed, series, startTime, -400);
      expect(modelBits(fitWholeDay(knownHistory(changed, testConfig, date), fitRequest(date)))).toBe(model);
    },
  );

  it('of the eve is the day-ahead price, and not the imbalance price', () => {
    const [date] = dates;
    const model = modelBits(fitWholeDay(knownHistory(history, testConfig, date), fitRequest(date)));
    const { startTime } = history.days.find((day) => day.date === addDays(date, -1)) as { startTime: number };
    const fit = (series: string): string =>
      modelBits(
        fitWholeDay(knownHistory(withOtherFuture(history, series, startTime, 100), testConfig, date), fitRequest(date)),
      );
    expect(fit('imbalance')).toBe(model);
    expect(fit('dayAhead')).not.toBe(model);
    expect(fit('DCL')).not.toBe(model);
  });

  it('of the day before the eve is its imbalance price', () => {
    const [date] = dates;
    const model = modelBits(fitWholeDay(knownHistory(history, testConfig, date), fitRequest(date)));
    const { startTime } = history.days.find((day) => day.date === addDays(date, -2)) as { startTime: number };
    const changed = withOtherFuture(history, 'imbalance', startTime, 100);
    expect(modelBits(fitWholeDay(knownHistory(changed, testConfig, date), fitRequest(date)))).not.toBe(model);
  });

  it('is the same from a pass over a longer history, gaps included, so that one pass serves many days', () => {
    const noisy = noisyPrices({ days });
    const gappy = syntheticHistory({
      days,
      dayAhead: (day, slot) =>
        (day % 50 === 7 && slot < 30) || (day % 31 === 3 && slot === 9) ? NaN : noisy.dayAhead(day, slot),
      imbalance: (day, slot) => (day % 31 === 3 ? NaN : noisy.imbalance(day, slot)),
      services,
    });
    const pass = wholeDayPass(gappy, 4);
    const targets = [314, 374, days];
    for (const target of targets) {
      const date = target === days ? dayAfter(gappy) : gappy.days[target].date;
      const alone = target === days ? gappy : historyBefore(gappy, date);
      expect(modelBits(fitWholeDay(alone, fitRequest(date)))).toBe(modelBits(wholeDayModel(pass, fitRequest(date))));
    }
  });
});

describe('a fit on too little', () => {
  const days = 200;
  const prices = noisyPrices({ days });
  const fit = (count: number): WholeDayModel => {
    const history = syntheticHistory({ days: count, ...prices });
    return fitWholeDay(history, fitRequest(dayAfter(history)));
  };

  it('is refused below 90 weeks and says what is needed', () => {
    expect(() => fit(156)).toThrow(FitError);
    expect(() => fit(156)).toThrow(/at least 90 past weeks .* got "89 weeks before 2021-06-06"; give a longer history/);
    expect(() => fit(30)).toThrow(FitError);
  });

  it('is done from 90 weeks on and says that no regression was possible', () => {
    const model = fit(157);
    expect(model.bank.days).toHaveLength(90);
    expect(model.notes).toHaveLength(2);
    expect(model.notes[0]).toContain('a regression needs 365 days');
    expect(model.notes[1]).toContain('120 days');
  });

  it('is refused where the last 200 days have no prices', () => {
    const history = syntheticHistory({
      days: 460,
      dayAhead: (day, slot) => (day < 200 ? prices.dayAhead(day, slot) : NaN),
      imbalance: (day, slot) => (day < 200 ? prices.imbalance(day, slot) : NaN),
    });
    expect(() => fitWholeDay(history, fitRequest(dayAfter(history)))).toThrow(/no forecast of/);
  });

  it('is refused where the history does not end on the eve', () => {
    const history = syntheticHistory({ days, ...prices });
    expect(() => fitWholeDay(history, fitRequest('2023-01-01'))).toThrow(/must end on the eve/);
  });
});

describe('forecast', () => {
  it('is refitted on the first of a month only', () => {
    const days = 430;
    const prices = noisyPrices({ days, levelDeviation: 3 });
    const pass = wholeDayPass(syntheticHistory({ days, ...prices }), 4);
    const regressed = pass.forward.forecasts.map((forecast) => forecast?.regressed.location ?? false);
    const first = regressed.indexOf(true);
    // 365 days are known from 2022-01-01 on.
    expect(pass.table.dates[first]).toBe('2022-01-01');
    expect(pass.forward.forecasts.map((forecast) => forecast !== null).indexOf(true)).toBe(60);
    const logRegressed = pass.forward.forecasts.map((forecast) => forecast?.regressed.logBasisSize ?? false);
    // Forecasts from day 60 (2021-03-02); 120 rows to the eve but one are there on 2021-07-01: day 181 ≥ 60 + 120 + 1.
    expect(pass.table.dates[logRegressed.indexOf(true)]).toBe('2021-07-01');
  });

  it('learns weekdays apart from weekends', () => {
    const days = 430;
    const noisy = noisyPrices({ days, levelDeviation: 2 });
    const base = syntheticHistory({ days, ...noisy });
    const rest = wholeDayPass(base, 4).table.classes;
    const history = syntheticHistory({
      days,
      dayAhead: (day, slot) => noisy.dayAhead(day, slot) - (rest[day] === 0 ? 0 : 20),
      imbalance: (day, slot) => noisy.imbalance(day, slot) - (rest[day] === 0 ? 0 : 20),
    });
    // 2022-03-07 is a Monday: leads 5 and 6 are the weekend.
    const model = fitWholeDay(history, fitRequest('2022-03-07'));
    expect(model.days.map((day) => day.date)).toContain('2022-03-12');
    const [monday, , , , , saturday, sunday] = model.level;
    expect(Math.abs(monday - 60)).toBeLessThan(3);
    expect(Math.abs(saturday - 40)).toBeLessThan(4);
    expect(Math.abs(sunday - 40)).toBeLessThan(4);
  });

  it('recovers the sizes that a history was made with', () => {
    const days = 800;
    const history = syntheticHistory({
      days,
      ...noisyPrices({ days, levelDeviation: 6, amplitude: 15, amplitudeDeviation: 0.2 }),
    });
    const model = fitWholeDay(history, fitRequest(dayAfter(history)));
    for (let lead = 0; lead < 7; lead++) {
      expect(Math.abs(model.level[lead] - 60)).toBeLessThan(3);
      expect(Math.abs(model.logAmplitude[lead] - Math.log(15))).toBeLessThan(0.15);
      // Mean |N(0, 8)| = 8·√(2/π) = 6.38, + 0.5.
      expect(Math.abs(model.logBasisSize[lead] - Math.log(6.88))).toBeLessThan(0.1);
    }
    const { mean, standardDeviation } = model.smoothing;
    expect(standardDeviation[1]).toBeGreaterThan(0.18);
    expect(standardDeviation[1]).toBeLessThan(0.24);
    expect(standardDeviation[0] * model.levelErrorScale).toBeGreaterThan(5);
    expect(standardDeviation[0] * model.levelErrorScale).toBeLessThan(8);
    expect(Math.abs(mean[1])).toBeLessThan(0.05);
  });
});

describe('histories that are hard to bear', () => {
  const days = 430;
  const prices = noisyPrices({ days });
  const regimes: Record<string, SyntheticHistory> = {
    constant: { days, dayAhead: () => 50, imbalance: () => 50 },
    'all negative': {
      days,
      dayAhead: (d, s) => -100 - Math.abs(prices.dayAhead(d, s)),
      imbalance: (d, s) => -100 - Math.abs(prices.imbalance(d, s)),
    },
    'every seventh day missing': {
      days,
      dayAhead: (d, s) => (d % 7 === 0 ? NaN : prices.dayAhead(d, s)),
      imbalance: prices.imbalance,
    },
    'imbalance missing every ninth day': {
      days,
      dayAhead: prices.dayAhead,
      imbalance: (d, s) => (d % 9 === 4 ? NaN : prices.imbalance(d, s)),
    },
    'a regime broken by ten': {
      days,
      dayAhead: (d, s) => (d < 300 ? 1 : 10) * prices.dayAhead(d, s),
      imbalance: (d, s) => (d < 300 ? 1 : 10) * prices.imbalance(d, s),
    },
    'a spike of 5,000': {
      days,
      dayAhead: prices.dayAhead,
      imbalance: (d, s) => (d === 400 && s === 36 ? 5000 : prices.imbalance(d, s)),
    },
  };
  const models = new Map<string, WholeDayModel>();
  beforeAll(() => {
    for (const [name, rules] of Object.entries(regimes)) {
      const history = syntheticHistory(rules);
      models.set(name, fitWholeDay(history, fitRequest(dayAfter(history))));
    }
  });

  it.each(Object.keys(regimes))('give finite numbers throughout: %s', (name) => {
    const model = models.get(name) as WholeDayModel;
    const { bank, smoothing } = model;
    const numbers = [model.level, model.logAmplitude, model.logBasisSize, model.shape, model.weights];
    numbers.push(
      bank.levelError,
      bank.amplitudeError,
      bank.basisSizeError,
      bank.shape,
      bank.forecastShape,
      bank.basisPattern,
    );
    numbers.push(
      smoothing.mean,
      smoothing.standardDeviation,
      smoothing.cholesky,
      Float64Array.of(model.levelErrorScale),
    );
    for (const values of numbers) expect(values.every(Number.isFinite)).toBe(true);
    expect(model.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('leave weeks with two missing days out of the bank', () => {
    const seventh = models.get('every seventh day missing') as WholeDayModel;
    const ninth = models.get('imbalance missing every ninth day') as WholeDayModel;
    expect(seventh.bank.days.length).toBeGreaterThan(300);
    expect(ninth.bank.days.length).toBeGreaterThan(300);
  });
});
