import { cellError, numberCell } from '../cells.ts';
import type { CsvTable } from '../csv-table.ts';
import { settlementClock } from '../settlement-time.ts';
import type { MarketCalendar } from '../../domain/market-calendar.ts';
import { DataError } from '../../errors.ts';

/** Reads the start instant of a row from its settlement date and period. */
export type SettlementReader = (row: number) => number;

/**
 * A reader of the two columns. Throws a DataError for a period that is not a whole number from 1 to that
 * day's 46, 48 or 50.
 */
export function settlementReader(
  table: CsvTable,
  columns: { readonly date: number; readonly period: number },
  dateCell: (table: CsvTable, row: number, column: number) => string,
  calendar: MarketCalendar,
): SettlementReader {
  const clock = settlementClock(calendar);
  const days = new Map<string, { date: string; count: number }>();
  return (row) => {
    const text = table.rows[row][columns.date];
    let day = days.get(text);
    if (day === undefined) {
      const date = dateCell(table, row, columns.date);
      day = { date, count: clock.periodsInDay(date) };
      days.set(text, day);
    }
    const period = numberCell(table, row, columns.period);
    if (!Number.isInteger(period) || period < 1 || period > day.count) {
      const rule = `a whole number from 1 to ${day.count}, the periods of ${day.date} in local time`;
      throw cellError(
        table,
        row,
        columns.period,
        'a settlement period does not exist',
        rule,
        'correct the period or the date',
      );
    }
    return clock.startOf(day.date, period);
  };
}

/** Throws a DataError where the unit behind a column's name states another currency than sterling. */
export function requireSterling(table: CsvTable, column: number, unit: string): void {
  if (unit === '' || /GBP|£/.test(unit)) return;
  throw new DataError('a column has another currency', {
    file: table.file,
    field: `line 1, column '${table.header[column]}'`,
    rule: 'this format is in GBP',
    value: unit,
    remedy: 'use the tidy format and state the currency',
  });
}
