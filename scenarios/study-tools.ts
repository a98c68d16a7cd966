import { ConfigError } from '../src/errors.ts';

/** The folder after `--data`, or BESS_RISK_DATA: where the market data of the studies lie. */
export function dataFolder(argv: readonly string[]): string {
  const at = argv.indexOf('--data');
  const folder = at >= 0 ? argv[at + 1] : process.env.BESS_RISK_DATA;
  if (folder !== undefined && folder !== '') return folder;
  throw new ConfigError('the market data are not named', {
    field: '--data',
    rule: 'the folder with the market data',
    remedy: 'add --data DIR or set BESS_RISK_DATA',
  });
}

/** Prints aligned text: the first two columns to the left, figures to the right. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    const cells = row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])));
    console.log(cells.join('   ').trimEnd());
  }
}
