import { parquetWriteBuffer } from 'hyparquet-writer';

export interface ParquetColumn {
  readonly name: string;
  readonly data: Float64Array | Int32Array | readonly string[];
}

/**
 * A table as Parquet bytes: doubles, 32-bit integers and strings, none nullable, Snappy. The same columns give
 * the same bytes: no time, name or path of the machine enters. All columns are of equal length.
 */
export function writeParquet(columns: readonly ParquetColumn[]): Uint8Array {
  const rowCount = columns[0]?.data.length ?? 0;
  for (const { name, data } of columns) {
    if (data.length !== rowCount) {
      throw new RangeError(`Parquet column '${name}' needs ${rowCount} rows as the first has, got ${data.length}`);
    }
  }
  const bytes = parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({
      name,
      data: data as string[],
      type: typeOf(data),
      nullable: false,
    })),
    createdBy: 'bess-risk',
  });
  return new Uint8Array(bytes);
}

function typeOf(data: ParquetColumn['data']): 'DOUBLE' | 'INT32' | 'STRING' {
  if (data instanceof Float64Array) return 'DOUBLE';
  return data instanceof Int32Array ? 'INT32' : 'STRING';
}
