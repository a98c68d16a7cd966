import { DataError } from '../errors.ts';
import type { CsvTable } from './csv-table.ts';

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const isoPattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const months = 'January February March April May June July August September October November December'.split(' ');

/** A number, or NaN where the cell is blank. Throws a DataError for any other text, `NaN` included. */
export function numberCell(table: CsvTable, row: number, column: number): number {
  const text = table.rows[row][column].trim();
  if (text === '') return NaN;
  if (!numberPattern.test(text) || !Number.isFinite(Number(text))) {
    throw cellError(
      table,
      row,
      column,
      'not a number',
      'a number, or blank where the value is missing',
      'correct the cell or leave it blank',
    );
  }
  return Number(text);
}

/** Epoch ms of an ISO 8601 stamp that states its offset, `2024-03-31T01:00Z`. */
export function instantCell(table: CsvTable, row: number, column: number): number {
  const parts = isoPattern.exec(table.rows[row][column].trim());
  if (parts === null || parts[7] === undefined) {
    const remedy = parts === null ? 'write it as 2024-03-31T01:00:00Z' : 'write the offset: Z for UTC';
    throw cellError(table, row, column, 'not a time stamp', 'ISO 8601 with its offset from UTC', remedy);
  }
  return naiveMs(table, row, column, parts) - offsetMs(parts[7]);
}

/** Epoch ms of an ISO 8601 stamp without offset, read as if it were UTC. */
export function naiveCell(table: CsvTable, row: number, column: number): number {
  const parts = isoPattern.exec(table.rows[row][column].trim());
  if (parts === null || parts[7] !== undefined) {
    throw cellError(
      table,
      row,
      column,
      'not a time stamp',
      'ISO 8601 without offset, 2024-03-31T22:00:00',
      'fetch the file again',
    );
  }
  return naiveMs(table, row, column, parts);
}

/** The date `YYYY-MM-DD` of a cell written `31/12/2024`, day first. */
export function dayMonthYearCell(table: CsvTable, row: number, column: number): string {
  const parts = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(table.rows[row][column].trim());
  const date = parts === null ? undefined : existingDate(Number(parts[3]), Number(parts[2]), Number(parts[1]));
  if (date === undefined)
    throw cellError(table, row, column, 'not a date', 'DD/MM/YYYY', 'write the day first, with two digits');
  return date;
}

/** The date `YYYY-MM-DD` of a cell written `31 December 2024`. */
export function longDateCell(table: CsvTable, row: number, column: number): string {
  const parts = /^(\d\d?) ([A-Z][a-z]+) (\d{4})$/.exec(table.rows[row][column].trim());
  const month = parts === null ? 0 : months.indexOf(parts[2]) + 1;
  const date = parts === null || month === 0 ? undefined : existingDate(Number(parts[3]), month, Number(parts[1]));
  if (date === undefined) {
    throw cellError(
      table,
      row,
      column,
      'not a date',
      'day, English month, year, such as 01 January 2024',
      'fetch the file again',
    );
  }
  return date;
}

/** A DataError about one cell: file, line, column, rule, value, remedy. */
export function cellError(
  table: CsvTable,
  row: number,
  column: number,
  summary: string,
  rule: string,
  remedy: string,
): DataError {
  return new DataError(summary, {
    file: table.file,
    field: cellName(table, row, column),
    rule,
    value: table.rows[row][column],
    remedy,
  });
}

export function cellName(table: CsvTable, row: number, column: number): string {
  return `line ${table.lineOf(row)}, column '${table.header[column]}'`;
}

function naiveMs(table: CsvTable, row: number, column: number, parts: RegExpExecArray): number {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), parts[6] === undefined ? 0 : Number(parts[6])];
  if (!dateExists(year, month, day) || hour > 23 || minute > 59 || second > 59) {
    throw cellError(table, row, column, 'not a time stamp', 'a date and time that exist', 'correct the cell');
  }
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function existingDate(year: number, month: number, day: number): string | undefined {
  if (!dateExists(year, month, day)) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function dateExists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
