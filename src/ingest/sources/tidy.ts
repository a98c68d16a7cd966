import { DataError } from '../../errors.ts';
import { instantCell, numberCell } from '../cells.ts';
import { columnIndex } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import type { SourceFormat } from './source-format.ts';

/**
 * Tidy CSV, UTF-8: one row a time stamp (ISO 8601 with its offset), one column a series. `where` keeps the
 * rows of one series of a long table. The currency is what the configuration states.
 */
export const tidyFormat: SourceFormat<'tidy'> = {
  format: 'tidy',
  parse(file, source, context) {
    const table = file.table('utf-8');
    const timeColumn = columnIndex(table, source.timeColumn);
    const valueColumn = columnIndex(table, source.valueColumn);
    const conditions = Object.entries(source.where).map(([name, value]) => ({
      column: columnIndex(table, name),
      value,
    }));
    const collector = recordCollector(table, timeColumn, context);
    let matches = 0;
    for (let row = 0; row < table.rows.length; row++) {
      if (!conditions.every(({ column, value }) => table.rows[row][column] === value)) continue;
      matches++;
      collector.add(row, instantCell(table, row, timeColumn), numberCell(table, row, valueColumn));
    }
    if (matches === 0) {
      throw new DataError('no row fits the source', {
        file: file.name,
        field: `markets.${context.market.name}.sources.where`,
        rule: 'at least one row must have these values',
        value: JSON.stringify(source.where),
        remedy: 'correct the condition',
      });
    }
    return collector.finish(source.currency);
  },
};
