import { DataError } from '../../errors.ts';
import { cellName, dayMonthYearCell, numberCell } from '../cells.ts';
import { columnIndex, columnIndexWithUnit } from '../csv-table.ts';
import { recordCollector } from '../record-collector.ts';
import { requireSterling, settlementReader } from './settlement-cells.ts';
import type { SourceFormat } from './source-format.ts';

/**
 * Elexon portal file of system sell and buy prices (`SSPSBPNIV_FILE`): settlement date DD/MM/YYYY and
 * period, GBP/MWh. The two prices are one since November 2015; rows in which they differ are a DataError.
 */
export const elexonSystemPriceFormat: SourceFormat<'elexonSystemPrice'> = {
  format: 'elexonSystemPrice',
  parse(file, _source, context) {
    const table = file.table('latin1');
    const date = columnIndex(table, 'Settlement Date');
    const period = columnIndex(table, 'Settlement Period');
    const sell = columnIndexWithUnit(table, 'System Sell Price');
    const buy = columnIndexWithUnit(table, 'System Buy Price');
    requireSterling(table, sell.index, sell.unit);
    requireSterling(table, buy.index, buy.unit);
    const startOf = settlementReader(table, { date, period }, dayMonthYearCell, context.calendar);
    const collector = recordCollector(table, date, context);
    for (let row = 0; row < table.rows.length; row++) {
      const time = startOf(row);
      const price = numberCell(table, row, sell.index);
      const buyPrice = numberCell(table, row, buy.index);
      if (
        time >= context.window.start &&
        time < context.window.end &&
        price !== buyPrice &&
        !(Number.isNaN(price) && Number.isNaN(buyPrice))
      ) {
        throw new DataError('system sell and buy price differ', {
          file: file.name,
          field: cellName(table, row, buy.index),
          rule: `one imbalance price, as the sell price ${price}`,
          value: buyPrice,
          remedy: "leave days before 6 November 2015 out with the source's 'from', or mend the row",
        });
      }
      collector.add(row, time, price);
    }
    return collector.finish('GBP');
  },
};
