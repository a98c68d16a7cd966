import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { DataError, type ErrorDetails } from '../errors.ts';
import type { ProfitStream } from '../risk/measure-risk.ts';

/** A profit and loss table: one row a scenario. */
export interface ProfitTable {
  /** Column `weight` (≥ 0, not all zero, of any scale), or null without one. */
  readonly weights: Float64Array | null;
  /** Every other column but `scenario`, in order; gain positive. */
  readonly streams: readonly ProfitStream[];
}

/**
 * Reads a profit and loss table from CSV (UTF-8, comma separated, header first) or Parquet (told by its first
 * bytes). Columns `scenario` and `weight` are reserved, `total` is refused because the total is the sum of the
 * streams. `file` is the name for messages. Errors: DataError with file, line and column for everything that is
 * not a complete table of finite numbers.
 */
export async function readProfitTable(path: string, file: string = path): Promise<ProfitTable> {
  const bytes = await readBytes(path, file);
  if (bytes.length === 0) throw emptyFile(file);
  const parquet = bytes.subarray(0, 4).toString('latin1') === 'PAR1';
  if (!parquet && /\.parquet$/i.test(file)) {
    throw new DataError('not a Parquet file', { file, rule: 'it must begin with PAR1', remedy: 'write it again' });
  }
  return parquet ? parquetProfitTable(bytes, file) : csvProfitTable(bytes, file);
}

/** The table in the bytes of a CSV file; see `readProfitTable`. */
export function csvProfitTable(bytes: Uint8Array, file: string): ProfitTable {
  const records = csvRecords(bytes, file);
  if (records.length === 0) throw emptyFile(file);
  const [header, ...rows] = records;
  const names = header.record.map((name) => name.trim());
  checkNames(names, file);
  if (rows.length === 0) throw headerOnly(file);
  for (const { record, line } of rows) if (record.length !== names.length) throw raggedRow(file, line, record, names);
  return profitTable(
    file,
    names,
    rows.length,
    (column, row) => rows[row].record[column],
    (row) => `line ${rows[row].line}`,
  );
}

/** The table in the bytes of a Parquet file; see `readProfitTable`. */
export async function parquetProfitTable(bytes: Uint8Array, file: string): Promise<ProfitTable> {
  const columns = await parquetColumns(bytes, file);
  const names = columns.map(({ name }) => name);
  checkNames(names, file);
  const rowCount = columns[0].values.length;
  if (rowCount === 0) throw headerOnly(file);
  return profitTable(
    file,
    names,
    rowCount,
    (column, row) => columns[column].values[row],
    (row) => `row ${row + 1}`,
  );
}

type CellAt = (column: number, row: number) => unknown;
type PlaceOf = (row: number) => string;

function profitTable(file: string, names: string[], rowCount: number, cell: CellAt, place: PlaceOf): ProfitTable {
  const numbers = (column: number): Float64Array =>
    Float64Array.from({ length: rowCount }, (_, row) =>
      finiteNumber(cell(column, row), { file, field: `${place(row)}, column '${names[column]}'` }),
    );
  const weightColumn = names.indexOf('weight');
  const weights = weightColumn === -1 ? null : numbers(weightColumn);
  if (weights !== null) checkWeights(weights, file, place);
  return {
    weights,
    streams: names.flatMap((name, column) => (reservedNames.includes(name) ? [] : [{ name, values: numbers(column) }])),
  };
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function finiteNumber(cell: unknown, at: ErrorDetails): number {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  if (typeof cell === 'bigint') return Number(cell);
  const text = typeof cell === 'string' ? cell.trim() : cell;
  if (text === '' || text === null || text === undefined) {
    throw new DataError('a value is missing', {
      ...at,
      rule: 'every scenario needs a number in every column',
      remedy: 'write 0 where nothing was earned, or leave the scenario out',
    });
  }
  if (typeof text === 'string' && decimalNumber.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new DataError('not a number', {
    ...at,
    rule: 'a finite decimal number with a point and no separators',
    value: typeof cell === 'number' ? cell : String(cell),
    remedy: 'correct the value, or leave the scenario out',
  });
}

const reservedNames = ['scenario', 'weight'];

function checkNames(names: readonly string[], file: string): void {
  names.forEach((name, column) => {
    const at = { file, field: `column ${column + 1}` };
    if (name === '') {
      throw new DataError('a column has no name', {
        ...at,
        rule: 'the first line names every column',
        remedy: 'name it',
      });
    }
    if (names.indexOf(name) !== column) {
      const rule = 'column names are unique';
      throw new DataError('a column is there twice', { ...at, rule, value: name, remedy: 'rename or remove one' });
    }
    const lowerCase = name.toLowerCase();
    if (lowerCase === 'total') {
      const rule = 'the total is the sum of the stream columns';
      throw new DataError("a column is called 'total'", { ...at, rule, value: name, remedy: 'remove the column' });
    }
    if (name !== lowerCase && reservedNames.includes(lowerCase)) {
      const rule = `'${lowerCase}' is reserved, in lower case`;
      const remedy = `write '${lowerCase}', or another name for a stream`;
      throw new DataError('a column has a reserved name', { ...at, rule, value: name, remedy });
    }
  });
  if (names.every((name) => reservedNames.includes(name))) {
    throw new DataError('no stream columns', {
      file,
      rule: "every column but 'scenario' and 'weight' is a stream of profit and loss",
      value: names.join(','),
      remedy: 'add one column per stream',
    });
  }
}

function checkWeights(weights: Float64Array, file: string, place: PlaceOf): void {
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative !== -1) {
    throw new DataError('a weight is negative', {
      file,
      field: `${place(negative)}, column 'weight'`,
      rule: 'weights must be ≥ 0',
      value: weights[negative],
      remedy: 'correct the weight, or leave the scenario out',
    });
  }
  if (weights.every((weight) => weight === 0)) {
    throw new DataError('all weights are zero', {
      file,
      field: "column 'weight'",
      rule: 'at least one scenario needs a positive weight',
      value: 0,
      remedy: 'remove the column for equal weights',
    });
  }
}

interface CsvRecord {
  readonly record: string[];
  /** Line on which the record ends, from 1. */
  readonly line: number;
}

function csvRecords(bytes: Uint8Array, file: string): CsvRecord[] {
  try {
    // Fatal, so that a file in another encoding is refused rather than misread; drops a byte order mark.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const parsed = parse(text, { info: true, relax_column_count: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    const records = parsed.map(({ record, info }) => ({ record, line: info.lines }));
    while (records.length > 0 && isBlank(records[records.length - 1].record)) records.pop();
    return records;
  } catch (error) {
    if (error instanceof CsvError) {
      throw new DataError('not valid CSV', {
        file,
        field: `line ${String(error.lines ?? '?')}`,
        rule: error.message,
        remedy: 'mend the quotes on that line',
      });
    }
    if (error instanceof TypeError) {
      throw new DataError('not UTF-8 text', {
        file,
        rule: 'a table is CSV in UTF-8, or Parquet',
        remedy: 'save it as UTF-8',
      });
    }
    throw error;
  }
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0].trim() === '';
}

function raggedRow(file: string, line: number, record: readonly string[], names: readonly string[]): DataError {
  return new DataError('a row has the wrong number of cells', {
    file,
    field: `line ${line}`,
    rule: `the header names ${names.length} columns`,
    value: isBlank(record) ? 0 : record.length,
    remedy: isBlank(record) ? 'remove the blank line' : 'complete the row, or quote cells that hold commas',
  });
}

async function parquetColumns(
  bytes: Uint8Array,
  file: string,
): Promise<{ name: string; values: ArrayLike<unknown> }[]> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(buffer);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const rowCount = Number(metadata.num_rows);
    const columns = names.map((name) => ({ name, values: Array.from<unknown>({ length: rowCount }) }));
    await parquetRead({
      file: buffer,
      metadata,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const values = columns[names.indexOf(columnName)].values;
        for (let i = 0; i < columnData.length; i++) values[rowStart + i] = columnData[i];
      },
    });
    return columns;
  } catch (error) {
    throw new DataError('cannot read the Parquet file', {
      file,
      rule: (error as Error).message,
      remedy: 'write it again, uncompressed or with Snappy',
    });
  }
}

async function readBytes(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const rule = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DataError('cannot read the file', { file, rule, remedy: 'check the path' });
  }
}

function emptyFile(file: string): DataError {
  return new DataError('the file is empty', {
    file,
    rule: 'a header line and one line per scenario',
    remedy: 'write the table again',
  });
}

function headerOnly(file: string): DataError {
  return new DataError('the table has no scenarios', {
    file,
    rule: 'one row per scenario after the header',
    value: 0,
    remedy: 'write the table again',
  });
}
