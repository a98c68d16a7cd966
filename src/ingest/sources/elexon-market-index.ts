import { longDateCell, numberCell } from '../cells.ts';
import { columnIndex, columnIndexWithUnit } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import { noSuchRows } from './no-such-rows.ts';
import { requireSterling, settlementReader } from './settlement-cells.ts';
import type { SourceFormat } from './source-format.ts';

/**
 * Elexon portal file of market index data: latin-1, settlement date `01 January 2024` and period, one row a
 * provider (padded with blanks), GBP/MWh. A row with zero volume is below the liquidity threshold: no price.
 */
export const elexonMarketIndexFormat: SourceFormat<'elexonMarketIndex'> = {
  format: 'elexonMarketIndex',
  parse(file, source, context) {
    const table = file.table('latin1');
    const date = columnIndex(table, 'Settlement Date');
    const period = columnIndex(table, 'Settlement Period');
    const provider = columnIndex(table, 'Market Index Data Provider Id');
    const volume = columnIndexWithUnit(table, 'Market Index Volume').index;
    const price = columnIndexWithUnit(table, 'Market Index Price');
    requireSterling(table, price.index, price.unit);
    const startOf = settlementReader(table, { date, period }, longDateCell, context.calendar);
    const collector = recordCollector(table, date, context);
    let matches = 0;
    for (let row = 0; row < table.rows.length; row++) {
      if (table.rows[row][provider].trim() !== source.provider) continue;
      matches++;
      const traded = numberCell(table, row, volume) > 0;
      const value = numberCell(table, row, price.index);
      collector.add(row, startOf(row), traded ? value : NaN);
    }
    if (matches === 0) throw noSuchRows(table, provider, 'provider', source.provider);
    return collector.finish('GBP');
  },
};
