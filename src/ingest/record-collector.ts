import { DataError } from '../errors.ts';
import { isoTime } from '../domain/market-calendar.ts';
import { cellError } from './cells.ts';
import type { CsvTable } from './csv-table.ts';
import type { PriceRecords, SourceContext } from './sources/source-format.ts';

/** Prices outside of these years are typing errors, and would stretch the grid over centuries. */
const earliestTime = Date.UTC(1990, 0);
const latestTime = Date.UTC(2100, 0);

/** Collects the rows of one source and applies the rules that every format shares. */
export interface RecordCollector {
  /** Adds a price from `row`; times outside of the window are passed over. `end` where the source states it. */
  add(row: number, time: number, value: number, end?: number): void;
  finish(currency: string): PriceRecords;
}

/**
 * A collector for rows of `table` whose stamps stand in `timeColumn`. A DataError is thrown for two rows of
 * one time (both lines named), for a stamp off the grid and for a year before 1990 or after 2099. With
 * `identicalRows: 'keepFirst'` rows with the same price are counted and kept once.
 */
export function recordCollector(table: CsvTable, timeColumn: number, context: SourceContext): RecordCollector {
  const periodMs = context.calendar.periodMinutes * 60_000;
  const { start, end: windowEnd } = context.window;
  const rowAt = new Map<number, number>();
  const [times, ends, values, lines, duplicateTimes]: number[][] = [[], [], [], [], []];
  return {
    add(row, time, value, end = NaN) {
      if (time < earliestTime || time >= latestTime) {
        throw cellError(
          table,
          row,
          timeColumn,
          'a time stamp is out of range',
          'a time from 1990 to 2099',
          'correct the year',
        );
      }
      if (time < start || time >= windowEnd) return;
      if (time % periodMs !== 0) {
        const minutes = context.calendar.periodMinutes;
        throw cellError(
          table,
          row,
          timeColumn,
          'a time stamp is off the grid',
          `a whole multiple of ${minutes} minutes`,
          'state interval starts',
        );
      }
      const earlier = rowAt.get(time);
      if (earlier !== undefined) {
        if (context.identicalRows === 'error' || !samePrice(values[earlier], value))
          throw conflict(table, row, lines[earlier], time, values[earlier], value);
        duplicateTimes.push(time);
        return;
      }
      rowAt.set(time, times.length);
      times.push(time);
      ends.push(end);
      values.push(value);
      lines.push(table.lineOf(row));
    },
    finish(currency) {
      return {
        times: Float64Array.from(times),
        ends: Float64Array.from(ends),
        values: Float64Array.from(values),
        lines: Int32Array.from(lines),
        currency,
        duplicateTimes: Float64Array.from(duplicateTimes),
      };
    },
  };
}

function samePrice(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function conflict(
  table: CsvTable,
  row: number,
  earlierLine: number,
  time: number,
  first: number,
  second: number,
): DataError {
  const show = (price: number): string => (Number.isNaN(price) ? 'no price' : String(price));
  const same = samePrice(first, second);
  return new DataError(`duplicate periods with ${same ? 'the same price' : 'different prices'}`, {
    file: table.file,
    field: `lines ${earlierLine} and ${table.lineOf(row)}`,
    rule: `one price at ${isoTime(time)}`,
    value: `${show(first)} and ${show(second)}`,
    remedy: same ? "remove one row, or set data.identicalRows to 'keepFirst'" : 'remove the row that does not count',
  });
}
