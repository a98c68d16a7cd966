import { parse } from 'csv-parse/sync';
import { DataError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';

/** How the bytes of a text file are read. */
export type TextEncoding = 'utf-8' | 'latin1';

/** A CSV file whose columns are found by their header, with the line that each row came from. */
export interface CsvTable {
  readonly file: string;
  readonly header: readonly string[];
  /** Data rows; every row has as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that data row `row` ends on, counted from 1. */
  lineOf(row: number): number;
}

/**
 * Parses comma-separated text with one header line. Throws a DataError for bytes that are not the stated
 * encoding, an empty file, a header without rows, and a row whose cells are not as many as the columns.
 */
export function parseCsvTable(bytes: Uint8Array, file: string, encoding: TextEncoding): CsvTable {
  const text = decode(bytes, file, encoding);
  if (text.trim() === '') {
    throw new DataError('the file is empty', {
      file,
      rule: 'a header line and rows are needed',
      remedy: 'fetch the file again',
    });
  }
  const { records, lineOfRecord } = parseRecords(text, file);
  const filled = records.flatMap((record, i) => (record.length === 1 && record[0].trim() === '' ? [] : [i]));
  const contiguous = filled.length === records.length;
  const [first, ...others] = contiguous ? records : filled.map((i) => records[i]);
  if (others.length === 0) {
    throw new DataError('the file has a header and no rows', {
      file,
      rule: 'at least one row is needed',
      remedy: 'fetch the file again',
    });
  }
  const lineOf = (row: number): number => lineOfRecord(contiguous ? row + 1 : filled[row + 1]);
  const wrong = others.findIndex((row) => row.length !== first.length);
  if (wrong >= 0) {
    throw new DataError('a row does not fit the header', {
      file,
      field: `line ${lineOf(wrong)}`,
      rule: `${first.length} cells, as in the header`,
      value: `${others[wrong].length} cells`,
      remedy: 'check whether the file is whole and separated by commas',
    });
  }
  return { file, header: first.map((name) => name.trim()), rows: others, lineOf };
}

/** Index of the column called `name`. Throws a DataError that names the nearest header. */
export function columnIndex(table: CsvTable, name: string): number {
  return findColumn(table, name, (header) => header === name);
}

/** Index of the column whose header is `name`, whatever unit stands in brackets behind it. */
export function columnIndexWithUnit(table: CsvTable, name: string): { index: number; unit: string } {
  const index = findColumn(table, name, (header) => header.split('(')[0].trim() === name);
  return { index, unit: /\((.*)\)/.exec(table.header[index])?.[1] ?? '' };
}

function findColumn(table: CsvTable, name: string, matches: (header: string) => boolean): number {
  const index = table.header.findIndex(matches);
  if (index >= 0) return index;
  const nearest = nearestName(name, table.header);
  throw new DataError(`the column '${name}' is missing`, {
    file: table.file,
    field: 'line 1',
    rule: `columns are ${table.header.join(', ')}`,
    remedy:
      nearest === undefined ? 'check the format and the column names of the source' : `did you mean '${nearest}'?`,
  });
}

function decode(bytes: Uint8Array, file: string, encoding: TextEncoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new DataError('the file is not text', { file, rule: `${encoding} text`, remedy: `save it as ${encoding}` });
  }
}

/** Records and the line each ends on. Without quotes a record is a line, and counting is cheaper than asking. */
function parseRecords(text: string, file: string): { records: string[][]; lineOfRecord: (record: number) => number } {
  const options = { relax_column_count: true };
  try {
    if (!text.includes('"')) {
      return { records: parse(text, options), lineOfRecord: (record) => record + 1 };
    }
    // One kind of line end, for a quoted CR LF would count as two lines.
    const withInfo = parse(text.replaceAll('\r\n', '\n'), { ...options, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return { records: withInfo.map((entry) => entry.record), lineOfRecord: (record) => withInfo[record].info.lines };
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    throw new DataError('the file is not valid CSV', {
      file,
      field: line === undefined ? undefined : `line ${line}`,
      rule: (error as Error).message,
      remedy: 'mend the line or fetch the file again',
    });
  }
}
