import { DataError } from '../../errors.ts';
import type { CsvTable } from '../csv-table.ts';
import { nearestName } from '../../nearest-name.ts';

/** The DataError for a file in which no row of `column` has the value that the source asks for. */
export function noSuchRows(table: CsvTable, column: number, field: string, wanted: string): DataError {
  const known = [...new Set(table.rows.map((row) => row[column].trim()))].toSorted();
  const nearest = nearestName(wanted, known);
  return new DataError(`no row has the ${field} of the source`, {
    file: table.file,
    field: `column '${table.header[column]}'`,
    rule: `it has ${known.slice(0, 20).join(', ')}`,
    value: wanted,
    remedy: nearest === undefined ? `correct the source's ${field}` : `did you mean '${nearest}'?`,
  });
}
