import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../src/errors.ts';

const FILE = 'merged/aemo-rrp-5min-2022-2023.csv.gz';

/** Regional reference prices, A$ per MWh, one per five minutes. */
export interface RegionalPrices {
  /** UTC starts, epoch milliseconds; every interval is there. */
  readonly starts: readonly number[];
  readonly values: readonly number[];
}

/** All prices of a region in the folder of market data. Throws a DataError for an unknown region or a missing interval. */
export function readRegionalPrices(folder: string, region: string): RegionalPrices {
  const [header, ...lines] = gunzipSync(readFileSync(join(folder, FILE)))
    .toString('utf8')
    .trim()
    .split(/\r?\n/);
  const column = header.split(',').indexOf(`${region}_rrp`);
  if (column < 0)
    throw new DataError('an unknown region', {
      file: FILE,
      value: region,
      rule: header,
      remedy: 'name a region of the file',
    });
  const rows = lines.map((line) => line.split(','));
  const starts = rows.map(([stamp]) => Date.parse(stamp));
  for (let i = 1; i < starts.length; i++) {
    if (starts[i] - starts[i - 1] === 300_000) continue;
    // Otherwise prices would slip against the clock.
    throw new DataError('intervals are missing', { file: FILE, field: rows[i][0], remedy: 'use a complete file' });
  }
  return { starts, values: rows.map((row) => Number(row[column])) };
}
