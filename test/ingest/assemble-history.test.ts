import { describe, expect, it } from 'vitest';
import type { PipelineConfig } from '../../src/config.ts';
import { quality } from '../../src/domain/price-history.ts';
import { DataError } from '../../src/errors.ts';
import { assembleHistory, type IngestResult } from '../../src/ingest/assemble-history.ts';
import { bytes, risingRows, seriesNamed, testConfig, tidyDayAhead, tidyImbalance, tidyText } from './support.ts';

const dayStart = '2024-05-31T22:00Z'; // Delivery day 2024-06-01 starts at 23:00 London time on the eve.

function ingest(config: PipelineConfig, files: Record<string, string>): IngestResult {
  return assembleHistory(config, (file) => bytes(files[file]));
}

function dayAheadOf(result: IngestResult): number[] {
  return [...seriesNamed(result.history, 'dayAhead').values];
}

const withServices = (...services: Record<string, unknown>[]) =>
  testConfig({ services, data: { minimumHistoryDays: 90 } });
const service = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  sources: [{ format: 'tidy', file: 'services.csv', valueColumn: name, currency: 'GBP' }],
  required: true,
  ...more,
});

describe('assembleHistory', () => {
  it('puts prices on whole delivery days', () => {
    const result = ingest(testConfig(), { 'prices.csv': tidyText(dayStart, risingRows(96)) });
    expect(result.history.days.map((day) => day.date)).toEqual(['2024-06-01', '2024-06-02']);
    expect([...result.history.dayOffsets]).toEqual([0, 48, 96]);
    expect([...result.history.validDays]).toEqual([1, 1]);
    expect(dayAheadOf(result)).toEqual(risingRows(96).map(([price]) => price));
    expect(seriesNamed(result.history, 'imbalance')).toMatchObject({
      role: 'imbalance',
      unit: 'GBP/MWh',
      required: true,
    });
  });

  it.each([
    ['2024-03-30T23:00Z', '2024-03-31', 46],
    ['2024-10-26T22:00Z', '2024-10-27', 50],
  ])('holds the clock-change day that starts at %s whole', (start, date, count) => {
    const { history } = ingest(testConfig(), { 'prices.csv': tidyText(start, risingRows(count)) });
    expect(history.days.map((day) => [day.date, day.periodCount])).toEqual([[date, count]]);
    expect([...history.validDays]).toEqual([1]);
  });

  it('fills gaps of a valid day by straight lines, ends by the nearest price, and flags them', () => {
    const rows = risingRows(48).map((row, i) => ([0, 10, 11, 47].includes(i) ? (['', row[1]] as const) : row));
    const result = ingest(testConfig(), { 'prices.csv': tidyText(dayStart, rows) });
    const expected = risingRows(48).map(([price]) => price);
    expected[0] = 1;
    expected[47] = 46;
    expect(dayAheadOf(result)).toEqual(expected);
    const flags = [...seriesNamed(result.history, 'dayAhead').flags];
    expect(flags.flatMap((flag, i) => (flag === quality.repaired ? [i] : []))).toEqual([0, 10, 11, 47]);
    expect(result.qualityRows[0]).toEqual({
      series: 'dayAhead',
      date: '2024-06-01',
      expected: 48,
      present: 44,
      missing: 4,
      duplicate: 0,
      repaired: 4,
      suspicious: 0,
    });
  });

  it('calls a day with five missing periods invalid and leaves its gaps open', () => {
    const rows = risingRows(96).map((row, i) => (i >= 20 && i < 25 ? undefined : row));
    const result = ingest(testConfig(), { 'prices.csv': tidyText(dayStart, rows) });
    expect([...result.history.validDays]).toEqual([0, 1]);
    expect(dayAheadOf(result).slice(19, 26)).toEqual([19, NaN, NaN, NaN, NaN, NaN, 25]);
    expect(result.qualityRows[0]).toMatchObject({ missing: 5, repaired: 0 });
  });

  it('repeats hourly prices over their periods, whether they stand at each hour or at each half-hour', () => {
    const hourly = testConfig({ dayAhead: { interval: 'hour' } });
    const atHours = risingRows(48).map(([price], i) => [i % 2 === 0 ? price : '', 1] as const);
    const atHalfHours = risingRows(48).map((_, i) => [i - (i % 2), 1] as const);
    const expected = risingRows(48).map((_, i) => i - (i % 2));
    expect(dayAheadOf(ingest(hourly, { 'prices.csv': tidyText(dayStart, atHours) }))).toEqual(expected);
    expect(dayAheadOf(ingest(hourly, { 'prices.csv': tidyText(dayStart, atHalfHours) }))).toEqual(expected);
  });

  it('rejects stamps of which most are not the start of an hour or a block, and takes some that are not', () => {
    const hourly = testConfig({
      dayAhead: { interval: 'hour' },
      imbalance: { sources: [{ ...tidyImbalance, file: 'imbalance.csv' }] },
    });
    const apart = (...minutes: string[]): Record<string, string> => ({
      'imbalance.csv': tidyText(dayStart, risingRows(48)),
      'prices.csv': [
        'startTime,dayAhead',
        ...minutes.map((minute, hour) => `2024-06-01T0${hour}:${minute}Z,${hour}`),
      ].join('\n'),
    });
    expect(() => ingest(hourly, apart('30', '30', '00'))).toThrow(
      /^prices.csv: line 2: time stamps are not the starts of delivery intervals: dayAhead has one price per hour; the one there starts at 2024-06-01T00:00:00Z, got "2024-06-01T00:30:00Z"; state the starts/,
    );
    expect(dayAheadOf(ingest(hourly, apart('30', '00', '00'))).slice(4, 10)).toEqual([0, 0, 1, 1, 2, 2]);

    const clockBlocks = 'startTime,DCL\n2024-06-01T00:00Z,3\n2024-06-01T04:00Z,1\n2024-06-01T08:00Z,-2\n';
    const files = { 'prices.csv': tidyText(dayStart, risingRows(48)), 'services.csv': clockBlocks };
    expect(() => ingest(withServices(service('DCL', { interval: 'block' })), files)).toThrow(
      /services.csv: line 2: .* DCL has one price per block; the one there starts at 2024-05-31T22:00:00Z/,
    );
  });

  it('repairs a missing hour as one price', () => {
    const hourly = testConfig({ dayAhead: { interval: 'hour' } });
    const rows = risingRows(48).map((_, i) => [i === 20 || i === 21 ? '' : i - (i % 2), 1] as const);
    const prices = dayAheadOf(ingest(hourly, { 'prices.csv': tidyText(dayStart, rows) }));
    expect(prices.slice(18, 24)).toEqual([18, 18, 20, 20, 22, 22]);
  });

  it('rejects an hourly series whose price changes within the hour', () => {
    const hourly = testConfig({ dayAhead: { interval: 'hour' } });
    expect(() => ingest(hourly, { 'prices.csv': tidyText(dayStart, risingRows(48)) })).toThrow(
      'prices.csv: line 3: two prices in one delivery interval: dayAhead has one price from 2024-05-31T22:00:00Z to 2024-05-31T23:00:00Z, 0 by an earlier line, got 1',
    );
  });

  it('keeps "nothing cleared" of a service as present without a price, and an absent row as missing', () => {
    const text = 'startTime,DCL\n2024-05-31T22:00Z,3\n2024-06-01T02:00Z,\n2024-06-01T10:00Z,-2\n';
    const files = { 'prices.csv': tidyText(dayStart, risingRows(48)), 'services.csv': text };
    const { history } = ingest(withServices(service('DCL')), files);
    const series = seriesNamed(history, 'DCL');
    expect(series.unit).toBe('GBP/MW/h');
    expect([0, 7, 8, 15, 16, 24, 31].map((p) => series.values[p])).toEqual([3, 3, NaN, NaN, NaN, -2, -2]);
    expect([0, 8, 16, 24].map((p) => series.flags[p])).toEqual([
      quality.present,
      quality.present,
      quality.missing,
      quality.present,
    ]);
    expect([...history.validDays]).toEqual([0]); // Required here, and blocks 3, 5 and 6 are absent.
  });

  it('rejects a delivery window that is not a block of the calendar', () => {
    const eac =
      'auctionProduct,deliveryStart,deliveryEnd,clearedVolume,clearingPrice\nPQR,2024-05-31T22:00:00,2024-05-31T22:30:00,1,5\n';
    const pqr = { name: 'PQR', sources: [{ format: 'nesoEac', file: 'eac.csv', product: 'PQR' }] };
    const files = { 'prices.csv': tidyText(dayStart, risingRows(48)), 'eac.csv': eac };
    expect(() => ingest(withServices(pqr), files)).toThrow(
      'eac.csv: line 2: a delivery window is not an interval of the market',
    );
    const kept = ingest(withServices({ ...pqr, interval: 'period', required: true }), files);
    expect(seriesNamed(kept.history, 'PQR').values[0]).toBe(5);
  });

  it('lets the first source count and reports how the second differs', () => {
    const second = { ...tidyDayAhead, file: 'second.csv' };
    const config = testConfig({ dayAhead: { sources: [tidyDayAhead, second] } });
    const first = risingRows(48).map(([price, other], i) => [i < 24 ? price : '', other] as const);
    const others = risingRows(48).map(([price, other], i) => [i === 5 ? 17 : i === 6 ? 6.001 : price, other] as const);
    const result = ingest(config, {
      'prices.csv': tidyText(dayStart, first),
      'second.csv': tidyText(dayStart, others),
    });
    expect(dayAheadOf(result)).toEqual(risingRows(48).map(([price]) => price));
    expect(result.overlaps).toHaveLength(1);
    expect(result.overlaps[0]).toMatchObject({
      series: 'dayAhead',
      countedSource: 'prices.csv [dayAhead]',
      otherSource: 'second.csv [dayAhead]',
      periods: 24,
      differing: 1,
      largestDifference: 12,
      largestAt: Date.parse('2024-06-01T00:30Z'),
    });
    expect(result.overlaps[0].meanAbsoluteDifference).toBeCloseTo(12.001 / 24, 12);
  });

  it('respects the dates of a source and of the whole history', () => {
    const config = testConfig({
      dayAhead: { sources: [{ ...tidyDayAhead, to: '2024-06-02' }] },
      imbalance: { sources: [{ ...tidyImbalance, from: '2024-06-03' }] },
      data: { from: '2024-06-02' },
    });
    const { history } = ingest(config, { 'prices.csv': tidyText(dayStart, risingRows(4 * 48)) });
    expect(history.days.map((day) => day.date)).toEqual(['2024-06-02', '2024-06-03', '2024-06-04']);
    const count = (name: string) =>
      [...seriesNamed(history, name).values].filter((price) => !Number.isNaN(price)).length;
    expect([count('dayAhead'), count('imbalance')]).toEqual([48, 96]);
  });

  it('flags implausible prices and feeds that stand still, and changes neither', () => {
    const rows = risingRows(96).map(
      ([, other], i) => [i === 3 ? 9000 : i >= 50 && i < 75 ? 42 : i / 100, other] as const,
    );
    const result = ingest(testConfig(), { 'prices.csv': tidyText(dayStart, rows) });
    const { values, flags } = seriesNamed(result.history, 'dayAhead');
    const suspicious = [...flags].flatMap((flag, i) => (flag === quality.suspicious ? [i] : []));
    expect(suspicious).toEqual([3, ...Array.from({ length: 25 }, (_, i) => 50 + i)]);
    expect([values[3], values[60]]).toEqual([9000, 42]);
    expect(result.qualityRows.map((row) => row.suspicious)).toEqual([1, 25, 0, 0]);
  });

  it('counts repeated rows in the quality table', () => {
    const text = tidyText(dayStart, risingRows(48));
    const result = ingest(testConfig({ data: { identicalRows: 'keepFirst' } }), {
      'prices.csv': `${text}\n${text.split('\n')[1]}`,
    });
    expect(result.qualityRows.map((row) => row.duplicate)).toEqual([1, 1]);
  });

  it('leaves an optional series with little history out and says so', () => {
    const files = {
      'prices.csv': tidyText(dayStart, risingRows(48)),
      'services.csv': 'startTime,DCL\n2024-05-31T22:00Z,3\n',
    };
    const result = ingest(withServices(service('DCL', { required: false })), files);
    expect(result.leftOut).toEqual([{ series: 'DCL', days: 1, rule: 'at least 90 days with a price' }]);
    expect(result.history.series.map((series) => series.name)).toEqual(['dayAhead', 'imbalance']);
    expect(result.qualityRows.map((row) => row.series)).toContain('DCL');
  });

  it('carries the labels of proxies and synthetic prices', () => {
    const config = testConfig({ dayAhead: { proxy: 'marketIndexPrice' }, data: { synthetic: true } });
    const { history } = ingest(config, { 'prices.csv': tidyText(dayStart, risingRows(48)) });
    expect(seriesNamed(history, 'dayAhead').labels).toEqual(['synthetic', 'proxy: marketIndexPrice']);
    expect(seriesNamed(history, 'imbalance').labels).toEqual(['synthetic']);
  });

  it('reads and parses each file once', () => {
    let reads = 0;
    assembleHistory(testConfig(), () => {
      reads++;
      return bytes(tidyText(dayStart, risingRows(48)));
    });
    expect(reads).toBe(1);
  });

  it('rejects another currency than the reporting currency', () => {
    const config = testConfig({ imbalance: { sources: [{ ...tidyImbalance, currency: 'EUR' }] } });
    const attempt = () => ingest(config, { 'prices.csv': tidyText(dayStart, risingRows(48)) });
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow('prices.csv: markets.imbalance.sources: a series has another currency than the report');
  });

  it('rejects a required series without a price', () => {
    const rows = risingRows(48).map(([price]) => [price, ''] as const);
    expect(() => ingest(testConfig(), { 'prices.csv': tidyText(dayStart, rows) })).toThrow(
      "the required series 'imbalance' has no price",
    );
  });
});
