import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Prices of the two-market assignment in the order of the files; their stamps are not read. */
export interface AuroraPrices {
  readonly halfHourly: readonly number[];
  readonly hourly: readonly number[];
}

export function readAuroraPrices(folder: string): AuroraPrices {
  const prices = (file: string): number[] => {
    const [, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/);
    return lines.map((line) => Number(line.split(',')[1]));
  };
  return { halfHourly: prices('aurora-half-hourly-data.csv'), hourly: prices('aurora-hourly-data.csv') };
}
