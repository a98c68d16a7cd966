import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { writeParquet } from '../../src/io/parquet-writer.ts';

const columns = [
  { name: 'scenario', data: Int32Array.of(7, 8, 9) },
  { name: 'availability:DCL', data: Float64Array.of(0.1, -1e300, 5e-324) },
  { name: 'label', data: ['a', '', 'ü'] },
];

describe('a Parquet table', () => {
  it('gives back names, whole numbers, doubles and texts exactly', async () => {
    const bytes = writeParquet(columns);
    const rows = await parquetReadObjects({ file: bytes.slice().buffer as ArrayBuffer });
    expect(rows).toEqual([
      { scenario: 7, 'availability:DCL': 0.1, label: 'a' },
      { scenario: 8, 'availability:DCL': -1e300, label: '' },
      { scenario: 9, 'availability:DCL': 5e-324, label: 'ü' },
    ]);
  });

  it('has the same bytes for the same columns', () => {
    expect(Buffer.from(writeParquet(columns)).equals(Buffer.from(writeParquet(columns)))).toBe(true);
  });

  it('refuses columns of unequal length', () => {
    expect(() => writeParquet([...columns, { name: 'short', data: Float64Array.of(1) }])).toThrow(
      "'short' needs 3 rows as the first has, got 1",
    );
  });
});
