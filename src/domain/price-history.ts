import type { DeliveryDay, MarketCalendar } from './market-calendar.ts';

/** What a series is to the model. */
export type SeriesRole = 'dayAhead' | 'imbalance' | 'service';

/** How long one price of a series holds: one period, whole hours, or the calendar's block. */
export type DeliveryInterval = 'period' | 'hour' | 'block';

/** State of one value, kept beside it. */
export const quality = { present: 0, missing: 1, repaired: 2, suspicious: 3 } as const;

/**
 * One price series on the calendar's period grid. Hourly and block prices are repeated over their
 * periods; NaN where nothing is known or nothing cleared.
 */
export interface PriceSeries {
  readonly name: string;
  readonly role: SeriesRole;
  readonly interval: DeliveryInterval;
  /** `GBP/MWh` for energy, `GBP/MW/h` for availability. */
  readonly unit: string;
  readonly required: boolean;
  /** What a reader must be told wherever the series is shown: `synthetic`, `proxy: marketIndexPrice`. */
  readonly labels: readonly string[];
  /** Source file or feed, as named in the configuration. */
  readonly source: string;
  /** One price per period of the history; NaN = missing. */
  readonly values: Float64Array;
  /** One `quality` code per period. */
  readonly flags: Uint8Array;
}

/** Market history on one common grid of whole delivery days. */
export interface PriceHistory {
  readonly calendar: MarketCalendar;
  /** ISO code; every series of a history has the same. */
  readonly currency: string;
  readonly days: readonly DeliveryDay[];
  /** Index of each day's first period, and one past the last: length days + 1. */
  readonly dayOffsets: Int32Array;
  readonly series: readonly PriceSeries[];
  /** 1 where the delivery day may be used (at most 4 periods missing in every required series). */
  readonly validDays: Uint8Array;
}

/** One row of the quality table: a series on a delivery day. */
export interface QualityRow {
  readonly series: string;
  readonly date: string;
  readonly expected: number;
  readonly present: number;
  readonly missing: number;
  readonly duplicate: number;
  readonly repaired: number;
  readonly suspicious: number;
}

export function seriesWithRole(history: PriceHistory, role: SeriesRole): PriceSeries[] {
  return history.series.filter((series) => series.role === role);
}
