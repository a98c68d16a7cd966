import { localTimeOn } from '../../domain/market-calendar.ts';
import { naiveCell, numberCell } from '../cells.ts';
import { columnIndex, type CsvTable } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import { clearedPrice } from './neso-eac.ts';
import { noSuchRows } from './no-such-rows.ts';
import type { SourceContext, SourceFormat } from './source-format.ts';

/**
 * NESO results summary of DC, DM and DR before November 2023: stamps without offset that are UK local time
 * (blocks start at 23, 03, 07, … all year), GBP per MW per hour by definition of the auction.
 */
export const nesoLegacyFormat: SourceFormat<'nesoLegacy'> = {
  format: 'nesoLegacy',
  parse(file, source, context) {
    const table = file.table('utf-8');
    const product = columnIndex(table, 'Service');
    const start = columnIndex(table, 'Delivery Start');
    const end = columnIndex(table, 'Delivery End');
    const volume = columnIndex(table, 'Cleared Volume');
    const price = columnIndex(table, 'Clearing Price');
    const localCell = localTimeReader(table, context);
    const collector = recordCollector(table, start, context);
    let matches = 0;
    for (let row = 0; row < table.rows.length; row++) {
      if (table.rows[row][product].trim() !== source.product) continue;
      matches++;
      const value = clearedPrice(numberCell(table, row, volume), numberCell(table, row, price));
      collector.add(row, localCell(row, start), value, localCell(row, end));
    }
    if (matches === 0) throw noSuchRows(table, product, 'product', source.product);
    return collector.finish('GBP');
  },
};

/** Reads a local stamp as an instant; each stamp is converted once. */
function localTimeReader(table: CsvTable, context: SourceContext): (row: number, column: number) => number {
  const instants = new Map<string, number>();
  return (row, column) => {
    const text = table.rows[row][column];
    const known = instants.get(text);
    if (known !== undefined) return known;
    const local = new Date(naiveCell(table, row, column)).toISOString();
    const instant = localTimeOn(context.calendar, local.slice(0, 10), local.slice(11, 16));
    instants.set(text, instant);
    return instant;
  };
}
