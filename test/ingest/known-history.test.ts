import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTime } from '../../src/domain/market-calendar.ts';
import { quality, type PriceHistory } from '../../src/domain/price-history.ts';
import { assembleHistory } from '../../src/ingest/assemble-history.ts';
import { knownHistory } from '../../src/ingest/known-history.ts';
import { bytes, half, risingRows, seriesNamed, testConfig, tidyText } from './support.ts';

const dayStart = '2024-05-31T22:00Z';
const date = '2024-06-03'; // Planned at 09:00 London time, 08:00 UTC, on 2 June, whose day starts at period 48.

type Row = readonly [number | '', number | ''] | undefined;

function historyOf(rows: readonly Row[], config = testConfig()): PriceHistory {
  return assembleHistory(config, () => bytes(tidyText(dayStart, rows))).history;
}

function known(rows: readonly Row[], config = testConfig()): PriceHistory {
  return knownHistory(historyOf(rows, config), config, date);
}

describe('knownHistory', () => {
  it('keeps day-ahead prices to the end of the eve and imbalance prices to half an hour before the plan', () => {
    const history = known(risingRows(4 * 48));
    expect(history.days.map((day) => day.date)).toEqual(['2024-06-01', '2024-06-02']);
    expect(seriesNamed(history, 'dayAhead').values.every((price) => !Number.isNaN(price))).toBe(true);
    const imbalance = seriesNamed(history, 'imbalance');
    // 22:00 to 07:30 UTC: 19 half-hours of the eve.
    expect([...imbalance.values].findIndex((price) => Number.isNaN(price))).toBe(48 + 19);
    expect([...imbalance.flags.subarray(48)]).toEqual([
      ...Array(19).fill(quality.present),
      ...Array(29).fill(quality.missing),
    ]);
    expect([...history.validDays]).toEqual([1, 1]);
  });

  it('follows what a market says about its results', () => {
    const late = testConfig({
      dayAhead: { resultsKnownAt: { minutesAfterPeriod: 0 } },
      imbalance: { resultsKnownAt: { eveAt: '08:59' } },
    });
    const history = known(risingRows(4 * 48), late);
    expect([...seriesNamed(history, 'dayAhead').values].findIndex((price) => Number.isNaN(price))).toBe(48 + 20);
    expect(seriesNamed(history, 'imbalance').values).toHaveLength(96);
  });

  it('hides prices that are published a day after their period', () => {
    const secondDay = testConfig({ dayAhead: { resultsKnownAt: { minutesAfterPeriod: 24 * 60 } } });
    const prices = seriesNamed(known(risingRows(4 * 48), secondDay), 'dayAhead').values;
    expect([...prices].findIndex((price) => Number.isNaN(price))).toBe(20);
  });

  it('does not let an unknown price show through a repair', () => {
    // Period 18 of the eve is missing; its right neighbour, known in the whole history, is not known yet.
    const rows = risingRows(4 * 48).map((row, i) => (i === 48 + 18 ? ([row[0], ''] as const) : row));
    expect(seriesNamed(historyOf(rows), 'imbalance').values[48 + 18]).toBe(1000 + 48 + 18);
    const cut = seriesNamed(known(rows), 'imbalance');
    expect(cut.values[48 + 18]).toBe(1000 + 48 + 17);
    expect(cut.flags[48 + 18]).toBe(quality.repaired);
  });

  it('judges the eve by its known part alone', () => {
    const missing = (from: number, to: number) =>
      risingRows(4 * 48).map((row, i) => (i >= 48 + from && i < 48 + to ? ([row[0], ''] as const) : row));
    expect([...known(missing(30, 40)).validDays]).toEqual([1, 1]);
    expect([...historyOf(missing(30, 40)).validDays].slice(0, 2)).toEqual([1, 0]);
    expect([...known(missing(5, 10)).validDays]).toEqual([1, 0]);
  });

  it('repairs the day-ahead prices of the eve though its imbalance prices make it invalid', () => {
    const rows = risingRows(4 * 48).map((row, i): Row => {
      return [i === 48 + 30 ? '' : row[0], i >= 48 + 5 && i < 48 + 10 ? '' : row[1]];
    });
    const history = known(rows);
    expect([...history.validDays]).toEqual([1, 0]);
    expect(seriesNamed(history, 'dayAhead').values[48 + 30]).toBe(48 + 30);
    expect(seriesNamed(history, 'imbalance').values[48 + 5]).toBeNaN();
  });

  it('is the same whatever the prices after the plan time are', () => {
    const firstUnknown = (planTime(historyOf(risingRows(48)).calendar, date) - Date.parse(dayStart)) / half - 1;
    const price = fc.oneof(fc.integer({ min: -500, max: 4000 }), fc.constant('' as const));
    const changes = fc.array(fc.tuple(price, price), { minLength: 4 * 48 - 96, maxLength: 4 * 48 - 96 });
    const unknownImbalance = fc.array(price, { minLength: 96 - firstUnknown, maxLength: 96 - firstUnknown });
    const gaps = fc.uniqueArray(fc.integer({ min: 40, max: firstUnknown - 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(changes, unknownImbalance, gaps, (later, imbalance, missing) => {
        const early: Row[] = risingRows(96).map((row, i) => [row[0], missing.includes(i) ? '' : row[1]]);
        const first = [...early, ...risingRows(96)];
        const second = [
          ...early.map((row, i): Row => (i < firstUnknown ? row : [row?.[0] ?? '', imbalance[i - firstUnknown]])),
          ...later,
        ];
        const [one, other] = [known(first), known(second)];
        expect(other.validDays).toEqual(one.validDays);
        for (const name of ['dayAhead', 'imbalance']) {
          expect(seriesNamed(other, name).values).toEqual(seriesNamed(one, name).values);
          expect(seriesNamed(other, name).flags).toEqual(seriesNamed(one, name).flags);
        }
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it('leaves the whole history as it was', () => {
    const history = historyOf(risingRows(4 * 48));
    knownHistory(history, testConfig(), date);
    expect(seriesNamed(history, 'imbalance').values.every((price) => !Number.isNaN(price))).toBe(true);
  });

  it('leaves out an optional series that has too few days by then', () => {
    const config = testConfig({ data: { minimumHistoryDays: 100 } });
    const history = historyOf(risingRows(200 * 48));
    const priced = history.series[0].values.map((value, period) => (period < 50 * 48 ? NaN : value));
    const service = { ...history.series[0], name: 'DCL', role: 'service', required: false, values: priced } as const;
    const withService = { ...history, series: [...history.series, service] };
    const names = (on: string) => knownHistory(withService, config, on).series.map((series) => series.name);
    expect(names('2024-08-01')).toEqual(['dayAhead', 'imbalance']);
    expect(names('2024-11-20')).toEqual(['dayAhead', 'imbalance', 'DCL']);
  });
});

describe('knownHistory of a plan made after the auction', () => {
  const afternoon = testConfig({ root: { planTime: { eveAt: '13:30' } } });

  it('holds the planned day with its day-ahead prices and nothing else of it', () => {
    const history = known(risingRows(4 * 48), afternoon);
    expect(history.days.map((day) => day.date)).toEqual(['2024-06-01', '2024-06-02', date]);
    expect(seriesNamed(history, 'dayAhead').values.every((price) => !Number.isNaN(price))).toBe(true);
    const imbalance = seriesNamed(history, 'imbalance').values;
    // To 13:00 London time: 28 half-hours of the eve.
    expect([...imbalance].findIndex((price) => Number.isNaN(price))).toBe(48 + 28);
    expect(imbalance.subarray(48 + 28).every((price) => Number.isNaN(price))).toBe(true);
  });

  it('has no price of the planned day where the plan is made before its results', () => {
    const before = testConfig({ root: { planTime: { eveAt: '09:59' } } });
    expect(known(risingRows(4 * 48), before).days.map((day) => day.date)).toEqual(['2024-06-01', '2024-06-02']);
  });
});
