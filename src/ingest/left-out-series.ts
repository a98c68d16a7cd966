import type { PriceSeries } from '../domain/price-history.ts';

/** An optional series that the model does not get, and why. */
export interface LeftOutSeries {
  readonly series: string;
  /** Delivery days with at least one price. */
  readonly days: number;
  readonly rule: string;
}

/** The optional series with a price on fewer than `minimumDays` delivery days. */
export function seriesWithTooFewDays(
  series: readonly PriceSeries[],
  dayOffsets: Int32Array,
  minimumDays: number,
): LeftOutSeries[] {
  return series
    .filter((one) => !one.required)
    .map((one) => ({
      series: one.name,
      days: daysWithPrice(one.values, dayOffsets),
      rule: `at least ${minimumDays} days with a price`,
    }))
    .filter(({ days }) => days < minimumDays);
}

function daysWithPrice(values: Float64Array, dayOffsets: Int32Array): number {
  let days = 0;
  for (let day = 0; day + 1 < dayOffsets.length; day++) {
    if (values.subarray(dayOffsets[day], dayOffsets[day + 1]).some((value) => !Number.isNaN(value))) days++;
  }
  return days;
}
