import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CalibrationRow } from '../../scenarios/sample-history/calibration.ts';
import { calibrationMarkdown, calibrationRows } from '../../scenarios/sample-history/calibration.ts';
import type { SampleFileName } from '../../scenarios/sample-history/sample-history.ts';
import { sampleFileNames, simulateSampleHistory } from '../../scenarios/sample-history/sample-history.ts';
import { deliveryDays, gbCalendar, localClock, localTimeWithOffset } from '../../src/domain/market-calendar.ts';

const folder = new URL('../../scenarios/sample-history/', import.meta.url);
const days = deliveryDays(gbCalendar, '2022-11-01', '2026-01-14');

function committed(name: SampleFileName): string {
  return gunzipSync(readFileSync(new URL(`${name}.gz`, folder))).toString('utf8');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Data rows of a file as cells. */
function cells(name: SampleFileName): string[][] {
  return committed(name)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** Number of rows in each delivery day, by date. */
function rowsByDay(rows: readonly string[][]): Map<string, number> {
  const counts = new Map(days.map((day) => [day.date, 0]));
  let index = 0;
  for (const [startTime] of rows) {
    const time = Date.parse(startTime);
    while (time >= days[index].endTime) index++;
    counts.set(days[index].date, (counts.get(days[index].date) ?? 0) + 1);
  }
  return counts;
}

describe('the committed sample history', () => {
  it('is what its script makes, byte for byte of the CSV text', () => {
    const made = simulateSampleHistory();
    expect(sampleFileNames.map((name) => digest(committed(name)))).toEqual(
      sampleFileNames.map((name) => digest(made[name])),
    );
  });

  it('comes out otherwise with another seed', () => {
    expect(simulateSampleHistory(7)['imbalance.csv']).not.toBe(committed('imbalance.csv'));
  });

  it('stays under 3 MB', () => {
    const sizes = sampleFileNames.map((name) => statSync(new URL(`${name}.gz`, folder)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_000_000);
  });

  it('names its columns', () => {
    const headers = sampleFileNames.map((name) => committed(name).split('\n', 1)[0]);
    expect(headers).toEqual([
      'startTime,dayAheadPrice',
      'startTime,imbalancePrice',
      'startTime,DCL,DCH,DML,DMH,DRL,DRH',
      'startTime,PQR,NQR',
    ]);
  });
});

describe('its clock', () => {
  it('starts at 23:00 local on the eve of 1 November 2022 and ends with 14 January 2026', () => {
    const rows = cells('imbalance.csv');
    expect(rows[0][0]).toBe('2022-10-31T23:00:00Z');
    expect(rows.at(-1)?.[0]).toBe('2026-01-14T22:30:00Z');
  });

  it.each(['imbalance.csv', 'quick-reserve.csv'] as const)('has every half-hour once, in order, in %s', (name) => {
    const times = cells(name).map(([startTime]) => Date.parse(startTime));
    expect(times.every((time, index) => index === 0 || time - times[index - 1] === 1_800_000)).toBe(true);
    const counts = rowsByDay(cells(name));
    expect(days.filter((day) => counts.get(day.date) !== day.periodCount)).toEqual([]);
  });

  it('has 46 half-hours on the spring days, 50 on the autumn days, 48 on all others', () => {
    const counts = [...rowsByDay(cells('imbalance.csv'))];
    expect(counts.filter(([, count]) => count === 46).map(([date]) => date)).toEqual([
      '2023-03-26',
      '2024-03-31',
      '2025-03-30',
    ]);
    expect(counts.filter(([, count]) => count === 50).map(([date]) => date)).toEqual([
      '2023-10-29',
      '2024-10-27',
      '2025-10-26',
    ]);
    expect(counts.filter(([, count]) => count === 48)).toHaveLength(days.length - 6);
  });

  it('has 23, 24 or 25 day-ahead hours a day', () => {
    const counts = rowsByDay(cells('day-ahead.csv'));
    expect(days.filter((day) => counts.get(day.date) !== day.periodCount / 2)).toEqual([]);
  });

  it('has six response blocks a day, from the EFA block starts in local time', () => {
    const rows = cells('response.csv');
    expect(rows).toHaveLength(6 * days.length);
    const expected = ['23:00', '03:00', '07:00', '11:00', '15:00', '19:00'];
    const wrong = rows.filter(([time], index) => localClock(gbCalendar, Date.parse(time)) !== expected[index % 6]);
    expect(wrong).toEqual([]);
  });

  it('makes EFA block 1 three hours long in spring and five in autumn', () => {
    const times = cells('response.csv').map(([startTime]) => Date.parse(startTime));
    const hoursFrom = (localTime: string): number => {
      const index = times.findIndex((time) => localTimeWithOffset(gbCalendar, time) === localTime);
      return (times[index + 1] - times[index]) / 3_600_000;
    };
    expect(hoursFrom('2024-03-30T23:00+00:00')).toBe(3);
    expect(hoursFrom('2024-10-26T23:00+01:00')).toBe(5);
    expect(hoursFrom('2024-07-01T23:00+01:00')).toBe(4);
  });
});

describe('its prices and gaps', () => {
  it.each(sampleFileNames)('writes prices with two decimals or leaves them blank in %s', (name) => {
    const bad = cells(name).filter((row) => row.slice(1).some((cell) => !/^(-?\d+\.\d\d)?$/.test(cell)));
    expect(bad).toEqual([]);
  });

  it('misses single half-hours, short runs and more than 4 periods on five days, none in the last 30 days', () => {
    const blanks = rowsByDay(cells('imbalance.csv').filter(([, price]) => price === ''));
    const invalid = [...blanks].filter(([, missing]) => missing > 4).map(([date]) => date);
    expect(invalid).toEqual(['2023-02-19', '2023-08-05', '2024-05-11', '2024-05-12', '2025-03-22']);
    const slightlyMissing = [...blanks.values()].filter((missing) => missing > 0 && missing <= 4);
    expect(slightlyMissing.length).toBeGreaterThan(30);
    expect(days.slice(-30).filter((day) => (blanks.get(day.date) ?? 0) > 0)).toEqual([]);
  });

  it('misses a few day-ahead hours, none in the last 30 days', () => {
    const blanks = rowsByDay(cells('day-ahead.csv').filter(([, price]) => price === ''));
    expect([...blanks.values()].reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(days.slice(-30).filter((day) => (blanks.get(day.date) ?? 0) > 0)).toEqual([]);
  });

  it('leaves few service prices blank', () => {
    const blankShare = (name: SampleFileName): number => {
      const prices = cells(name).flatMap((row) => row.slice(1));
      return prices.filter((price) => price === '').length / prices.length;
    };
    expect(blankShare('response.csv')).toBeGreaterThan(0);
    expect(blankShare('response.csv')).toBeLessThan(0.01);
    expect(blankShare('quick-reserve.csv')).toBeLessThan(0.03);
  });
});

describe('its calibration', () => {
  let files: Record<SampleFileName, string>;
  let rows: CalibrationRow[];

  beforeAll(() => {
    files = Object.fromEntries(sampleFileNames.map((name) => [name, committed(name)])) as typeof files;
    rows = calibrationRows(files);
  });

  it('keeps every statistic within its tolerance of real prices', () => {
    const missed = rows.filter((row) => !(Math.abs(row.measured - row.target) <= row.tolerance));
    expect(missed.map((row) => `${row.statistic}: ${row.measured}, want ${row.target} ± ${row.tolerance}`)).toEqual([]);
  });

  it('covers day-ahead, imbalance, their difference and all eight services', () => {
    const names = rows.map((row) => row.statistic);
    const subjects = ['day-ahead', 'imbalance', 'basis', 'DCL', 'DCH', 'DML', 'DMH', 'DRL', 'DRH', 'PQR', 'NQR'];
    expect(subjects.filter((subject) => !names.some((name) => name.startsWith(subject)))).toEqual([]);
  });

  it('is the table in docs/sample-history.md', () => {
    const page = readFileSync(new URL('../../docs/sample-history.md', import.meta.url), 'utf8');
    expect(page).toContain(calibrationMarkdown(files));
  });
});

/** Targets typed out a second time from the market statistics, measured here without the scenario's own helpers. */
describe('a few figures measured independently', () => {
  const price = (cell: string): number => (cell === '' ? Number.NaN : Number(cell));
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const isMain = ([startTime]: readonly string[]): boolean => startTime >= '2023-01-01' && startTime < '2026-01-01';

  it('has an imbalance price that is negative in 5 to 7 % of half-hours', () => {
    const prices = cells('imbalance.csv')
      .filter(isMain)
      .map((row) => price(row[1]))
      .filter((value) => !Number.isNaN(value));
    const share = prices.filter((value) => value < 0).length / prices.length;
    expect(share).toBeGreaterThan(0.048);
    expect(share).toBeLessThan(0.07);
  });

  it('pays nothing on average for moving energy from day-ahead to imbalance, at any hour of the day', () => {
    const hourly = cells('day-ahead.csv').map((row) => price(row[1]));
    const byHour = new Map<string, number[]>();
    for (const [index, row] of cells('imbalance.csv').entries()) {
      const basis = price(row[1]) - hourly[Math.floor(index / 2)];
      const hour = localClock(gbCalendar, Date.parse(row[0])).slice(0, 2);
      if (!Number.isNaN(basis)) byHour.set(hour, [...(byHour.get(hour) ?? []), basis]);
    }
    const means = [...byHour].map(([hour, values]) => ({ hour, mean: average(values) }));
    expect(means).toHaveLength(24);
    expect(means.filter(({ mean }) => Math.abs(mean) > 3)).toEqual([]);
  });

  it('pays for dynamic regulation low, and charges for dynamic regulation high, as in 2024 and 2025', () => {
    const rows = cells('response.csv').filter(([time]) => time >= '2024-01-01' && time < '2026-01-01');
    const meanOf = (column: number): number =>
      average(rows.map((row) => price(row[column])).filter((value) => !Number.isNaN(value)));
    expect(meanOf(5)).toBeGreaterThan(9);
    expect(meanOf(5)).toBeLessThan(13);
    expect(meanOf(6)).toBeGreaterThan(-5);
    expect(meanOf(6)).toBeLessThan(-2);
  });
});
