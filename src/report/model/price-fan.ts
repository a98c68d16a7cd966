import type { FiveQuantiles } from './quantiles.ts';

/** Quantiles of a market's simulated price on the first day (plan, choose and evaluate scenarios together, weighted). */
export interface PriceFan {
  /** `dayAhead`, `imbalance` or the service's name. */
  readonly market: string;
  /** `Day-ahead`, `Imbalance`, `DC low`. */
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance' | 'service';
  /** Of a service: sets its colour where the service is simulated but not offered. Default: that of `plan.services`, else up. */
  readonly direction?: 'up' | 'down';
  /** `GBP/MWh` or `GBP/MW/h`. */
  readonly unit: string;
  /** Period index at which each price interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  readonly quantiles: FiveQuantiles;
  /** The same intervals on the days before, so that the reader can see whether the fan contains them; `null` = none known. */
  readonly recent: RecentPrices | null;
}

/** Realised prices of the most recent days known at plan time, by interval of the delivery day (wall clock). */
export interface RecentPrices {
  /** `7 days to 13 Oct`. */
  readonly label: string;
  readonly minimum: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  readonly maximum: readonly (number | null)[];
}
