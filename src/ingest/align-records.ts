import { seriesInterval, type MarketConfig } from '../config.ts';
import { isoTime } from '../domain/market-calendar.ts';
import { DataError } from '../errors.ts';
import type { PeriodGrid } from './period-grid.ts';
import type { PriceRecords } from './sources/source-format.ts';

/** One source on the grid. */
export interface AlignedSource {
  /** One price per period; NaN = none. */
  readonly values: Float64Array;
  /** 1 where the source makes a statement: a price or, for a service, that nothing cleared. */
  readonly known: Uint8Array;
  /** Rows dropped as exact repeats, by day of the grid. */
  readonly duplicates: Int32Array;
}

/**
 * Puts records on the grid and repeats the price of an hour or a block over its periods. A row without a
 * price is missing data of an energy market, and "nothing cleared" of a service. Throws a DataError where
 * an interval has two prices, or where the source's delivery window or most of its time stamps are not intervals of the
 * calendar.
 */
export function alignRecords(
  records: PriceRecords,
  grid: PeriodGrid,
  intervals: { readonly first: Int32Array; readonly end: Int32Array },
  market: MarketConfig,
  file: string,
): AlignedSource {
  const count = grid.dayOffsets[grid.days.length];
  const values = new Float64Array(count).fill(NaN);
  const known = new Uint8Array(count);
  requireStarts(records, grid, intervals, market, file);
  for (let i = 0; i < records.times.length; i++) {
    const period = periodAt(grid, records.times[i]);
    if (period < 0 || period >= count) continue;
    const first = intervals.first[period];
    const end = intervals.end[period];
    if (!Number.isNaN(records.ends[i])) checkWindow(records, i, grid, first, end, file);
    const price = records.values[i];
    if (Number.isNaN(price)) {
      if (market.role === 'service') known.fill(1, first, end);
      continue;
    }
    if (!Number.isNaN(values[first]) && values[first] !== price) {
      throw new DataError('two prices in one delivery interval', {
        file,
        field: `line ${records.lines[i]}`,
        rule: `${market.name} has one price from ${isoTime(timeOf(grid, first))} to ${isoTime(timeOf(grid, end))}, ${values[first]} by an earlier line`,
        value: price,
        remedy: `set seriesInterval: 'period' on market '${market.name}', or mend the file`,
      });
    }
    values.fill(price, first, end);
    known.fill(1, first, end);
  }
  return { values, known, duplicates: duplicatesByDay(records, grid) };
}

/** A price of an hour or a block stands at its start: where most do not, the stamps are those of another grid. */
function requireStarts(
  { times, lines }: PriceRecords,
  grid: PeriodGrid,
  { first }: { readonly first: Int32Array },
  market: MarketConfig,
  file: string,
): void {
  /** By first period of an interval: 2 where a row stands there, 1 where rows only come later. */
  const stated = new Uint8Array(first.length);
  let late = -1;
  for (let i = 0; i < times.length; i++) {
    const period = periodAt(grid, times[i]);
    if (period < 0 || period >= first.length) continue;
    if (period === first[period]) stated[period] = 2;
    else {
      stated[first[period]] ||= 1;
      if (late < 0) late = i;
    }
  }
  const intervalsStated = (how: number): number => stated.reduce((sum, one) => sum + (one === how ? 1 : 0), 0);
  if (intervalsStated(1) <= intervalsStated(2)) return;
  const period = periodAt(grid, times[late]);
  throw new DataError('time stamps are not the starts of delivery intervals', {
    file,
    field: `line ${lines[late]}`,
    rule: `${market.name} has one price per ${seriesInterval(market)}; the one there starts at ${isoTime(timeOf(grid, first[period]))}`,
    value: isoTime(times[late]),
    remedy:
      "state the starts of the intervals, or set the market's interval ('period', 'hour' or 'block') as the source has it",
  });
}

function checkWindow(
  records: PriceRecords,
  i: number,
  grid: PeriodGrid,
  first: number,
  end: number,
  file: string,
): void {
  const [start, stop] = [timeOf(grid, first), timeOf(grid, end)];
  if (records.times[i] === start && records.ends[i] === stop) return;
  throw new DataError('a delivery window is not an interval of the market', {
    file,
    field: `line ${records.lines[i]}`,
    rule: `the interval of the calendar there is ${isoTime(start)} to ${isoTime(stop)}`,
    value: `${isoTime(records.times[i])} to ${isoTime(records.ends[i])}`,
    remedy: "set the market's interval ('period', 'hour' or 'block') as the source has it",
  });
}

function duplicatesByDay(records: PriceRecords, grid: PeriodGrid): Int32Array {
  const duplicates = new Int32Array(grid.days.length);
  for (const time of records.duplicateTimes) {
    const day = grid.days.findIndex((candidate) => time < candidate.endTime);
    if (day >= 0) duplicates[day]++;
  }
  return duplicates;
}

function periodAt(grid: PeriodGrid, time: number): number {
  return Math.floor((time - grid.startTime) / grid.periodMs);
}

function timeOf(grid: PeriodGrid, period: number): number {
  return grid.startTime + period * grid.periodMs;
}
