import { parseCsvTable, type CsvTable, type TextEncoding } from './csv-table.ts';

/** An input file of one ingest call; it is parsed once, however many series read it. */
export interface SourceFile {
  /** The path as the configuration names it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  table(encoding: TextEncoding): CsvTable;
}

export function sourceFile(name: string, bytes: Uint8Array): SourceFile {
  const tables = new Map<TextEncoding, CsvTable>();
  return {
    name,
    bytes,
    table(encoding) {
      const table = tables.get(encoding) ?? parseCsvTable(bytes, name, encoding);
      tables.set(encoding, table);
      return table;
    },
  };
}
