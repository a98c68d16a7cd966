import { quality, type PriceSeries, type QualityRow } from '../domain/price-history.ts';
import type { PeriodGrid } from './period-grid.ts';

/**
 * The quality table of a series, a row a delivery day from its first day with a price to its last.
 * `expected` = `present` + `missing`; `repaired` counts the missing periods that were filled; `suspicious`
 * the present ones that deserve a look; `duplicate` rows that were dropped. A service's "nothing cleared" is present.
 */
export function qualityRows(series: PriceSeries, duplicates: Int32Array, grid: PeriodGrid): QualityRow[] {
  const rows = grid.days.map((day, d) =>
    countDay(series, day.date, grid.dayOffsets[d], grid.dayOffsets[d + 1], duplicates[d]),
  );
  const priced = grid.days.flatMap((_, d) => (hasPrice(series, grid.dayOffsets[d], grid.dayOffsets[d + 1]) ? [d] : []));
  return priced.length === 0 ? [] : rows.slice(priced[0], priced[priced.length - 1] + 1);
}

function countDay(series: PriceSeries, date: string, from: number, to: number, duplicate: number): QualityRow {
  const count = [0, 0, 0, 0];
  for (let period = from; period < to; period++) count[series.flags[period]]++;
  const missing = count[quality.missing] + count[quality.repaired];
  return {
    series: series.name,
    date,
    expected: to - from,
    present: to - from - missing,
    missing,
    duplicate,
    repaired: count[quality.repaired],
    suspicious: count[quality.suspicious],
  };
}

function hasPrice(series: PriceSeries, from: number, to: number): boolean {
  return series.values.subarray(from, to).some((value) => !Number.isNaN(value));
}
