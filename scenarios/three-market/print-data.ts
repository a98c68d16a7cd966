import { printTable } from '../study-tools.ts';
import type { AuroraPrices } from '../two-market/read-aurora-prices.ts';
import { gasOfSharedStamps, solarNoonShiftHours } from './clock-evidence.ts';
import type { Attachments, HalfHour } from './read-attachments.ts';
import type { RepairedAttachments } from './repair-attachments.ts';
import { stampText } from './repair-stamps.ts';

/** The Sundays on which London's clock changed. */
const CLOCK_CHANGES = ['2018-03-25', '2018-10-28', '2019-03-31', '2019-10-27', '2020-03-29', '2020-10-25'];
/** Row 1 of a sheet is the heading. */
const FIRST_DATA_ROW = 2;

/** What stands where in the stamps, what was moved, and what says that this is right. */
export function printStamps(written: Attachments, { attachments, halfHourly, daily }: RepairedAttachments): void {
  console.log('Stamps\n');
  const sheets = { 'half-hourly': halfHourly, daily };
  printTable(
    ['sheet', '', 'rows', 'duplicated', 'missing', 'moved'],
    Object.entries(sheets).map(([name, { stamps, duplicated, missing, moved }]) => [
      name,
      '',
      ...[stamps, duplicated, missing, moved].map(({ length }) => String(length)),
    ]),
  );
  console.log(`\nmissing: ${halfHourly.missing.map(stampText).join(', ')}\n`);
  const repairedOf = new Map(halfHourly.moved.map(({ row, repaired }) => [row, repaired]));
  printTable(
    ['duplicated', 'becomes', 'row of the sheet', 'market 1', 'market 2'],
    halfHourly.duplicated.flatMap(({ stamp, rows }) =>
      rows.map((row) => [
        stampText(stamp),
        repairedOf.has(row) ? stampText(repairedOf.get(row)!) : 'stays',
        String(row + FIRST_DATA_ROW),
        String(written.halfHours[row].market1),
        String(written.halfHours[row].market2),
      ]),
    ),
  );
  console.log('');
  printTable(
    ['clock change', '', 'solar noon moves by, h', 'gas in shared stamps, multiple'],
    CLOCK_CHANGES.map((date) => {
      const shift = solarNoonShiftHours(attachments.halfHours, Date.parse(date) / 60_000);
      const spring = date.slice(5, 7) === '03';
      return [
        date,
        '',
        shift.toFixed(2),
        spring ? gasOfSharedStamps(written.halfHours, halfHourly, Number(date.slice(0, 4))).toFixed(2) : '',
      ];
    }),
  );
}

/** How the attachment's prices agree with the files of the two-market assignment, by place. */
export function printAgreement(rows: readonly HalfHour[], aurora: AuroraPrices): void {
  console.log('\nAgreement with the two-market assignment\n');
  const market2Means = aurora.hourly.map((_, hour) => (rows[2 * hour].market2 + rows[2 * hour + 1].market2) / 2);
  const market1 = rows.map((row) => row.market1);
  printTable(
    ['prices', 'against', 'compared', 'differ by more than 1e-9', 'largest difference'],
    [
      ['market 1', 'half-hourly', market1, aurora.halfHourly] as const,
      ['market 2, mean of each hour', 'hourly', market2Means, aurora.hourly] as const,
    ].map(([prices, against, ours, theirs]) => {
      const differences = theirs.map((price, i) => Math.abs(price - ours[i]));
      return [
        prices,
        against,
        String(differences.length),
        String(differences.filter((difference) => difference > 1e-9).length),
        Math.max(0, ...differences.filter((difference) => difference > 1e-9)).toString(),
      ];
    }),
  );
}
