import { naiveCell, numberCell } from '../cells.ts';
import { columnIndex, type CsvTable } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import { noSuchRows } from './no-such-rows.ts';
import type { PriceRecords, SourceContext } from './source-format.ts';

/** Headers of a table of auction results. */
export interface AuctionColumns {
  readonly product: string;
  readonly start: string;
  readonly end: string;
  readonly volume: string;
  readonly price: string;
}

/**
 * One product's rows of an auction's results, GBP per MW per hour. Zero volume with zero price: nothing cleared.
 *
 * @param timeAt epoch ms of a stamp
 */
export function auctionResults(
  table: CsvTable,
  product: string,
  columns: AuctionColumns,
  context: SourceContext,
  timeAt: typeof naiveCell = naiveCell,
): PriceRecords {
  const productColumn = columnIndex(table, columns.product);
  const start = columnIndex(table, columns.start);
  const end = columnIndex(table, columns.end);
  const volume = columnIndex(table, columns.volume);
  const price = columnIndex(table, columns.price);
  const collector = recordCollector(table, start, context);
  let matches = 0;
  for (let row = 0; row < table.rows.length; row++) {
    if (table.rows[row][productColumn].trim() !== product) continue;
    matches++;
    const value = clearedPrice(numberCell(table, row, volume), numberCell(table, row, price));
    collector.add(row, timeAt(table, row, start), value, timeAt(table, row, end));
  }
  if (matches === 0) throw noSuchRows(table, productColumn, 'product', product);
  return collector.finish('GBP');
}

/** The price of an auction window, NaN where nothing cleared: zero MW at zero price. */
function clearedPrice(volumeMW: number, price: number): number {
  return volumeMW === 0 && price === 0 ? NaN : price;
}
