import { auctionResults, type AuctionColumns } from './auction-results.ts';
import type { SourceFormat } from './source-format.ts';

const columns: AuctionColumns = {
  product: 'auctionProduct',
  start: 'deliveryStart',
  end: 'deliveryEnd',
  volume: 'clearedVolume',
  price: 'clearingPrice',
};

/**
 * NESO results summary of the Enduring Auction Capability: stamps without offset that are UTC, one row a
 * product and delivery window, GBP per MW per hour. Zero volume with zero price: nothing cleared.
 */
export const nesoEacFormat: SourceFormat<'nesoEac'> = {
  format: 'nesoEac',
  parse: (file, { product }, context) => auctionResults(file.table('utf-8'), product, columns, context),
};
