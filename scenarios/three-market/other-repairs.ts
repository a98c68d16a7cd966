import type { HalfHour } from './read-attachments.ts';

/** What readers do who trust the stamps, each from the rows as written to rows in time order. */
export const otherRepairs: readonly {
  readonly name: string;
  readonly apply: (rows: readonly HalfHour[]) => HalfHour[];
}[] = [
  { name: 'rows sorted by their stamps', apply: (rows) => rows.toSorted((a, b) => a.stamp - b.stamp) },
  { name: 'first of equal stamps kept, gaps filled with the price before', apply: keepFirstAndCarryForward },
  { name: 'last of equal stamps kept, gaps filled with the price before', apply: keepLastAndCarryForward },
];

function keepFirstAndCarryForward(rows: readonly HalfHour[]): HalfHour[] {
  return carryForward(new Map(rows.toReversed().map((row) => [row.stamp, row])), rows);
}

function keepLastAndCarryForward(rows: readonly HalfHour[]): HalfHour[] {
  return carryForward(new Map(rows.map((row) => [row.stamp, row])), rows);
}

function carryForward(byStamp: ReadonlyMap<number, HalfHour>, { 0: first, length }: readonly HalfHour[]): HalfHour[] {
  let last = first;
  return Array.from({ length }, (_, i) => {
    last = byStamp.get(first.stamp + 30 * i) ?? last;
    return last;
  });
}
