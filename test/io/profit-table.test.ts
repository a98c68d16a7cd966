import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { csvText } from '../../src/io/csv-writer.ts';
import { writeParquet } from '../../src/io/parquet-writer.ts';
import { csvProfitTable, parquetProfitTable, readProfitTable } from '../../src/io/profit-table.ts';

const csv = (text: string) => csvProfitTable(new TextEncoder().encode(text), 'pnl.csv');

function csvError(text: string): DataError {
  try {
    csv(text);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('the table was accepted');
}

describe('a CSV profit table', () => {
  it('has streams in column order beside the reserved columns', () => {
    const table = csv('scenario,dayAhead,weight,"availability:DCL"\na,1.5,2,-3\nb,-1e2,0,+.5\n');
    expect(table.weights).toEqual(Float64Array.of(2, 0));
    expect(table.streams).toEqual([
      { name: 'dayAhead', values: Float64Array.of(1.5, -100) },
      { name: 'availability:DCL', values: Float64Array.of(-3, 0.5) },
    ]);
  });

  it('may have a byte order mark, Windows line ends, spaces and blank lines at its end', () => {
    const table = csv('\uFEFFweight, dayAhead\r\n1, 2\r\n3, 4\r\n\r\n');
    expect(table.weights).toEqual(Float64Array.of(1, 3));
    expect(table.streams).toEqual([{ name: 'dayAhead', values: Float64Array.of(2, 4) }]);
  });

  it('has no weights without the column', () => {
    expect(csv('a\n1\n').weights).toBeNull();
  });

  it.each([
    ['', /the file is empty/, undefined, undefined],
    ['\n\n', /the file is empty/, undefined, undefined],
    ['a,b\n', /no scenarios/, undefined, 0],
    ['a,b\n1,2\n3,x\n', /not a number/, "line 3, column 'b'", 'x'],
    ['a,b\n1,NaN\n', /not a number/, "line 2, column 'b'", 'NaN'],
    ['a,b\n1,Infinity\n', /not a number/, "line 2, column 'b'", 'Infinity'],
    ['a,b\n1,1e999\n', /not a number/, "line 2, column 'b'", '1e999'],
    ['a,b\n1,0x10\n', /not a number/, "line 2, column 'b'", '0x10'],
    ['a,b\n1,"1,000"\n', /not a number/, "line 2, column 'b'", '1,000'],
    ['a,b\n1,\n', /a value is missing/, "line 2, column 'b'", undefined],
    ['a,b\n1,2\n3\n', /wrong number of cells/, 'line 3', 1],
    ['a,b\n1,2,3\n', /wrong number of cells/, 'line 2', 3],
    ['a,b\n1,2\n\n3,4\n', /wrong number of cells/, 'line 3', 0],
    ['a\n1\n\n3\n', /a value is missing/, "line 3, column 'a'", undefined],
    ['a,b,a\n1,2,3\n', /a column is there twice/, 'column 3', 'a'],
    ['a,\n1,2\n', /a column has no name/, 'column 2', undefined],
    ['a,total\n1,1\n', /called 'total'/, 'column 2', 'total'],
    ['a,Total\n1,1\n', /called 'total'/, 'column 2', 'Total'],
    ['a,Weight\n1,1\n', /reserved name/, 'column 2', 'Weight'],
    ['weight,a\n1,1\n-0.5,1\n', /a weight is negative/, "line 3, column 'weight'", -0.5],
    ['weight,a\n0,1\n0,1\n', /all weights are zero/, "column 'weight'", 0],
    ['scenario,weight\n1,1\n', /no stream columns/, undefined, 'scenario,weight'],
    ['a,b\n1,"2\n', /not valid CSV/, 'line 2', undefined],
  ])('%j is refused with file, place, rule, value and remedy', (text, message, field, value) => {
    const error = csvError(text);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
    expect(error.details.file).toBe('pnl.csv');
    expect(error.details.rule).toBeTruthy();
    expect(error.details.remedy).toBeTruthy();
    expect(error.details.field).toBe(field);
    expect(error.details.value).toBe(value);
  });

  it('counts lines, not records, where a cell holds a line break', () => {
    expect(csvError('scenario,a\n"x\ny",1\nz,oops\n').details.field).toBe("line 4, column 'a'");
  });

  it('is refused in another encoding', () => {
    expect(() => csvProfitTable(Uint8Array.of(0xff, 0xfe, 0x61, 0), 'pnl.csv')).toThrow(/pnl.csv: not UTF-8 text/);
  });
});

describe('a Parquet profit table', () => {
  it('reads back what was written', async () => {
    const dayAhead = Float64Array.from({ length: 3000 }, (_, i) => Math.sin(i) * 1e5);
    const bytes = writeParquet([
      { name: 'scenario', data: Int32Array.from(dayAhead, (_, i) => i) },
      { name: 'weight', data: new Float64Array(3000).fill(1 / 3000) },
      { name: 'dayAhead', data: dayAhead },
      { name: 'imbalance', data: Int32Array.from(dayAhead, (_, i) => i - 1000) },
    ]);
    const table = await parquetProfitTable(bytes, 'pnl.parquet');
    expect(table.weights?.[0]).toBe(1 / 3000);
    expect(table.streams.map(({ name }) => name)).toEqual(['dayAhead', 'imbalance']);
    expect(table.streams[0].values).toEqual(dayAhead);
    expect(table.streams[1].values[2999]).toBe(1999);
  });

  it('reads 64-bit integers', async () => {
    const columnData = [{ name: 'a', data: [1n, -2n], type: 'INT64' as const }];
    const table = await parquetProfitTable(new Uint8Array(parquetWriteBuffer({ columnData })), 'x');
    expect(table.streams[0].values).toEqual(Float64Array.of(1, -2));
  });

  it('is refused with row and column where a value is text, missing or NaN', async () => {
    const read = (columnData: { name: string; data: unknown[] }[]) =>
      parquetProfitTable(new Uint8Array(parquetWriteBuffer({ columnData: columnData as never })), 'pnl.parquet');
    const number = { name: 'a', data: [1, 2.5] };
    await expect(read([number, { name: 'b', data: ['x', 'y'] }])).rejects.toThrow(
      /pnl.parquet: row 1, column 'b': not a number.*got "x"/,
    );
    await expect(read([number, { name: 'b', data: [0.5, null] }])).rejects.toThrow(
      /row 2, column 'b': a value is missing/,
    );
    await expect(read([number, { name: 'b', data: [0.5, Number.NaN] }])).rejects.toThrow(
      /row 2, column 'b': not a number/,
    );
    await expect(read([{ name: 'total', data: [1] }])).rejects.toThrow(/called 'total'/);
    await expect(read([{ name: 'a', data: [] }].map((c) => ({ ...c, type: 'DOUBLE' })))).rejects.toThrow(
      /no scenarios/,
    );
  });

  it('is refused when it is cut off', async () => {
    const bytes = writeParquet([{ name: 'a', data: Float64Array.of(1, 2, 3) }]);
    await expect(parquetProfitTable(bytes.slice(0, 40), 'pnl.parquet')).rejects.toThrow(DataError);
    const middle = new Uint8Array([...bytes.slice(0, 4), ...bytes.slice(20)]);
    await expect(parquetProfitTable(middle, 'pnl.parquet')).rejects.toThrow(
      /pnl.parquet: cannot read the Parquet file/,
    );
  });
});

describe('readProfitTable', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profit-table-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('tells CSV from Parquet by the content', async () => {
    const csvPath = join(folder, 'a.txt');
    const parquetPath = join(folder, 'b.data');
    await writeFile(csvPath, 'a\n1\n');
    await writeFile(parquetPath, writeParquet([{ name: 'a', data: Float64Array.of(1) }]));
    expect(await readProfitTable(csvPath)).toEqual(await readProfitTable(parquetPath));
  });

  it('names a file that is missing, empty, or Parquet by name only, as the user did', async () => {
    await writeFile(join(folder, 'empty.csv'), '');
    await writeFile(join(folder, 'c.parquet'), 'a\n1\n');
    await expect(readProfitTable(join(folder, 'none.csv'), 'none.csv')).rejects.toThrow(
      /^none.csv: cannot read the file: ENOENT/,
    );
    await expect(readProfitTable(join(folder, 'empty.csv'), 'empty.csv')).rejects.toThrow(
      /^empty.csv: the file is empty/,
    );
    await expect(readProfitTable(join(folder, 'c.parquet'), 'c.parquet')).rejects.toThrow(
      /^c.parquet: not a Parquet file/,
    );
  });
});

describe('writeParquet', () => {
  it('gives the same bytes for the same columns', () => {
    const columns = [
      { name: 'scenario', data: ['a', 'b'] },
      { name: 'x', data: Float64Array.of(1, Number.NaN) },
    ];
    expect(writeParquet(columns)).toEqual(writeParquet(columns));
  });

  it('refuses columns of unequal length', () => {
    const columns = [
      { name: 'x', data: Float64Array.of(1) },
      { name: 'y', data: Float64Array.of(1, 2) },
    ];
    expect(() => writeParquet(columns)).toThrow(/'y' needs 1 rows as the first has, got 2/);
  });
});

describe('csvText', () => {
  it('keeps every digit, leaves null and NaN empty and quotes what needs it', () => {
    const text = csvText(
      ['stream', 'mean'],
      [
        ['plain', 0.1 + 0.2],
        ['comma, "quote"', null],
        [' space', Number.NaN],
        ['two\nlines', -0],
      ],
    );
    expect(text).toBe('stream,mean\nplain,0.30000000000000004\n"comma, ""quote""",\n" space",\n"two\nlines",0\n');
  });

  it('is read back as the same table', () => {
    const values = [1e-300, -12345.678901234567, 5e21];
    const table = csv(
      csvText(
        ['a,b'],
        values.map((value) => [value]),
      ),
    );
    expect(table.streams).toEqual([{ name: 'a,b', values: Float64Array.from(values) }]);
  });

  it('refuses a row of another length than the header', () => {
    expect(() => csvText(['a'], [[1, 2]])).toThrow(/one cell for each of 1 columns, got 2/);
  });
});
