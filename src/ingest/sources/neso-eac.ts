import { naiveCell, numberCell } from '../cells.ts';
import { columnIndex } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import { noSuchRows } from './no-such-rows.ts';
import type { SourceFormat } from './source-format.ts';

/**
 * NESO results summary of the Enduring Auction Capability: stamps without offset that are UTC, one row a
 * product and delivery window, GBP per MW per hour. Zero volume with zero price: nothing cleared.
 */
export const nesoEacFormat: SourceFormat<'nesoEac'> = {
  format: 'nesoEac',
  parse(file, source, context) {
    const table = file.table('utf-8');
    const product = columnIndex(table, 'auctionProduct');
    const start = columnIndex(table, 'deliveryStart');
    const end = columnIndex(table, 'deliveryEnd');
    const volume = columnIndex(table, 'clearedVolume');
    const price = columnIndex(table, 'clearingPrice');
    const collector = recordCollector(table, start, context);
    let matches = 0;
    for (let row = 0; row < table.rows.length; row++) {
      if (table.rows[row][product].trim() !== source.product) continue;
      matches++;
      const value = clearedPrice(numberCell(table, row, volume), numberCell(table, row, price));
      collector.add(row, naiveCell(table, row, start), value, naiveCell(table, row, end));
    }
    if (matches === 0) throw noSuchRows(table, product, 'product', source.product);
    return collector.finish('GBP');
  },
};

/** The price of an auction window, NaN where nothing cleared: zero MW at zero price. */
export function clearedPrice(volumeMW: number, price: number): number {
  return volumeMW === 0 && price === 0 ? NaN : price;
}
