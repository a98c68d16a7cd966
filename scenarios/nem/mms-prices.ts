import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { DataError } from '../../src/errors.ts';
import { PERIODS_PER_DAY } from './nem-problem.ts';

/** Dispatch prices of one region: energy and frequency control, one value per five minutes. */
export interface MmsPrices {
  /** UTC start of each interval, epoch milliseconds. */
  readonly starts: readonly number[];
  /** Currency per MWh, or per MW and hour, by column of the file without `RRP`: `ENERGY`, `RAISE6SEC`, ... */
  readonly prices: ReadonlyMap<string, readonly number[]>;
}

/** The frequency-control services of the files, in the order in which the study lists them. */
export const fcasServices = [
  'RAISE1SEC',
  'RAISE6SEC',
  'RAISE60SEC',
  'RAISE5MIN',
  'RAISEREG',
  'LOWER1SEC',
  'LOWER6SEC',
  'LOWER60SEC',
  'LOWER5MIN',
  'LOWERREG',
] as const;

/**
 * Reads a zipped DISPATCHPRICE table: columns by their header, rows with INTERVENTION 0 only, stamps (ends of
 * intervals in UTC+10) as UTC starts. A service that the file does not have is left out. Throws a DataError
 * for a missing column and intervals that repeat or are out of order; days may be missing.
 */
export function readMmsPrices(path: string, region: string): MmsPrices {
  const [name, bytes] = Object.entries(unzipSync(readFileSync(path)))[0];
  const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/);
  const header = lines.find((line) => line.startsWith('I,DISPATCH,PRICE'))?.split(',') ?? [];
  const columnOf = (column: string): number => {
    const at = header.indexOf(column);
    if (at < 0)
      throw new DataError('a column is missing', { file: name, field: column, remedy: 'use a DISPATCHPRICE file' });
    return at;
  };
  const [stampAt, regionAt, interventionAt] = ['SETTLEMENTDATE', 'REGIONID', 'INTERVENTION'].map(columnOf);
  const rows = lines
    .filter((line) => line.startsWith('D,DISPATCH,PRICE'))
    .map((line) => line.split(','))
    .filter((row) => row[regionAt] === region && Number(row[interventionAt]) === 0);
  const starts = rows.map((row) => startOf(row[stampAt]));
  for (let i = 1; i < starts.length; i++) {
    if (starts[i] > starts[i - 1]) continue;
    throw new DataError('intervals are out of order', {
      file: name,
      field: rows[i][stampAt],
      rule: 'every interval at most once, in order',
      remedy: 'use the file as it was published',
    });
  }
  const columns = ['ENERGY', ...fcasServices].map((service) => [
    service,
    service === 'ENERGY' ? 'RRP' : `${service}RRP`,
  ]);
  const prices = new Map(
    columns
      .filter(([, column]) => header.includes(column))
      .map(([service, column]) => [service, rows.map((row) => Number(row[header.indexOf(column)]))]),
  );
  return { starts, prices };
}

/** The first interval of every complete market day, 04:00 to 04:00 of UTC+10. */
export function marketDays({ starts }: MmsPrices): number[] {
  return starts.flatMap((start, i) =>
    new Date(start).toISOString().endsWith('T18:00:00.000Z') &&
    starts[i + PERIODS_PER_DAY - 1] - start === (PERIODS_PER_DAY - 1) * 300_000
      ? [i]
      : [],
  );
}

/** `2024/08/01 00:05:00`, the end of an interval in UTC+10, as its start in UTC. */
function startOf(stamp: string): number {
  const text = stamp.replaceAll('"', '').replaceAll('/', '-').replace(' ', 'T');
  return Date.parse(`${text}+10:00`) - 300_000;
}
