import { Temporal } from 'temporal-polyfill';
import { DataError } from '../../src/errors.ts';

/** A row of a sheet whose stamp was not its own. Stamps are minutes since 1970-01-01 00:00 of the table's clock. */
export interface MovedStamp {
  /** 0-based place among the rows of data. */
  readonly row: number;
  readonly written: number;
  readonly repaired: number;
}

export interface RepairedStamps {
  readonly stamps: readonly number[];
  /** Every stamp that stands in more than one row, with these rows. */
  readonly duplicated: readonly { readonly stamp: number; readonly rows: readonly number[] }[];
  /** Every stamp of the grid that stands in no row. */
  readonly missing: readonly number[];
  readonly moved: readonly MovedStamp[];
}

/** What to call the table in errors, and its grid. */
export interface StampGrid {
  readonly file: string;
  readonly first: number;
  readonly stepMinutes: number;
}

/**
 * Undoes what a London clock did to a table of equal steps without summer time. In the hour that London skips
 * in March no local time exists, so a program that takes the stamps for London's writes the hour after it: two
 * hours bear the same stamps and one has none.
 *
 * The rule: rows stand in time order, row i belongs at first + i × step; a row that bears another stamp is put
 * there only if no row bears the stamp of its place and a London clock turns that stamp into the one written.
 * No row is added, dropped, reordered or given another price. Anything else is a DataError that names the row.
 */
export function repairStamps(written: readonly number[], { file, first, stepMinutes }: StampGrid): RepairedStamps {
  const rowsOf = new Map<number, number[]>();
  for (const [row, stamp] of written.entries()) rowsOf.set(stamp, [...(rowsOf.get(stamp) ?? []), row]);
  const moved: MovedStamp[] = [];
  const missing: number[] = [];
  const stamps = written.map((stamp, row) => {
    const place = first + row * stepMinutes;
    if (!rowsOf.has(place)) missing.push(place);
    if (stamp === place) return place;
    if (!rowsOf.has(place) && onLondonClock(place) === stamp) {
      moved.push({ row, written: stamp, repaired: place });
      return place;
    }
    throw new DataError('a stamp is not where it belongs', {
      file,
      field: `row ${row + 1} of the data`,
      rule: `rows ${stepMinutes} minutes apart in time order, but for the hour that London skips in March: ${stampText(place)}`,
      value: stampText(stamp),
      remedy: 'put the rows in order, add the missing and remove the repeated ones',
    });
  });
  const duplicated = [...rowsOf].filter(([, rows]) => rows.length > 1).map(([stamp, rows]) => ({ stamp, rows }));
  return { stamps, duplicated, missing, moved };
}

/** The stamp that a London clock shows for a local time; a time that the clock skips comes out an hour later. */
export function onLondonClock(stamp: number): number {
  const shown = Temporal.PlainDateTime.from(stampText(stamp)).toZonedDateTime('Europe/London').toPlainDateTime();
  return Date.parse(`${shown.toString()}Z`) / 60_000;
}

/** `2018-03-25 02:00`. */
export function stampText(stamp: number): string {
  return new Date(stamp * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
