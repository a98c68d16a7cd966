import type { HalfHour } from './read-attachments.ts';
import type { RepairedStamps } from './repair-stamps.ts';

const MINUTES_PER_DAY = 1440;

/**
 * Hours by which solar noon moves on the sheet's clock from the fortnight before `day` (its first minute) to the
 * fortnight after it. A clock without summer time shows hardly any move, London's shows an hour. Stamps repaired.
 */
export function solarNoonShiftHours(rows: readonly HalfHour[], day: number): number {
  return solarNoon(rows, day + MINUTES_PER_DAY) - solarNoon(rows, day - 14 * MINUTES_PER_DAY);
}

/** Mean hour of the day, weighted by solar generation, of the fortnight from `from` on. */
function solarNoon(rows: readonly HalfHour[], from: number): number {
  let weighted = 0;
  let total = 0;
  for (const { stamp, solarMW } of rows) {
    if (stamp < from || stamp >= from + 14 * MINUTES_PER_DAY) continue;
    weighted += (solarMW * (stamp % MINUTES_PER_DAY)) / 60;
    total += solarMW;
  }
  return weighted / total;
}

/**
 * Gas generation in the rows that share a stamp, as a multiple of that in the two rows before and the two after
 * them. Where the column was added up by stamp it is about 2: the rows were two hours, not one written twice.
 */
export function gasOfSharedStamps(rows: readonly HalfHour[], { duplicated }: RepairedStamps, year: number): number {
  const shared = duplicated
    .filter(({ stamp }) => new Date(stamp * 60_000).getUTCFullYear() === year)
    .flatMap((stamp) => stamp.rows);
  const first = Math.min(...shared);
  const last = Math.max(...shared);
  const mean = (of: readonly number[]): number => of.reduce((sum, row) => sum + rows[row].gasMW, 0) / of.length;
  return mean(shared) / mean([first - 2, first - 1, last + 1, last + 2]);
}
