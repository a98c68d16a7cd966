import { localTimeOn } from '../../domain/market-calendar.ts';
import { naiveCell } from '../cells.ts';
import { auctionResults, type AuctionColumns } from './auction-results.ts';
import type { SourceContext, SourceFormat } from './source-format.ts';

const columns: AuctionColumns = {
  product: 'Service',
  start: 'Delivery Start',
  end: 'Delivery End',
  volume: 'Cleared Volume',
  price: 'Clearing Price',
};

/**
 * NESO results summary of DC, DM and DR before November 2023: stamps without offset that are UK local time
 * (blocks start at 23, 03, 07, … all year), GBP per MW per hour by definition of the auction.
 */
export const nesoLegacyFormat: SourceFormat<'nesoLegacy'> = {
  format: 'nesoLegacy',
  parse: (file, { product }, context) =>
    auctionResults(file.table('utf-8'), product, columns, context, localTimeReader(context)),
};

/** Reads a local stamp as an instant; each stamp is converted once. */
function localTimeReader({ calendar }: SourceContext): typeof naiveCell {
  const instants = new Map<string, number>();
  return (table, row, column) => {
    const text = table.rows[row][column];
    const known = instants.get(text);
    if (known !== undefined) return known;
    const local = new Date(naiveCell(table, row, column)).toISOString();
    const instant = localTimeOn(calendar, local.slice(0, 10), local.slice(11, 16));
    instants.set(text, instant);
    return instant;
  };
}
