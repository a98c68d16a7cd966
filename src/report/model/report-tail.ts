import type { ThreeQuantiles } from './quantiles.ts';
import type { TailOrigin } from './tail-origin.ts';
import type { ScenarioDispatch } from './scenario-dispatch.ts';

export interface ReportTail {
  /** Scenarios in the tail (any weight in it) and the others. */
  readonly tailCount: number;
  readonly restCount: number;
  /** The rows of `tail-drivers.csv`, strongest first, features that repeat a stronger one left out. */
  readonly drivers: readonly TailDriver[];
  /** Markets whose prices are compared, day-ahead first, then imbalance. */
  readonly priceBands: readonly TailPriceBand[];
  /** The evaluate scenarios whose profit is nearest to the median and to −CVaR. `null` = not computed. */
  readonly typical: ScenarioDispatch | null;
  readonly bad: ScenarioDispatch | null;
  /** Absent from models of earlier versions. */
  readonly origin?: TailOrigin;
}

export interface TailDriver {
  readonly name: string;
  /** The market whose price it is made of: `dayAhead`, `imbalance`, a service's name, or `basis` (imbalance less day-ahead). */
  readonly market: string;
  /** In the reader's words, `Imbalance price 16:00–20:00`. */
  readonly displayName: string;
  /** `GBP/MWh`, `GBP/MW/h`. */
  readonly unit: string;
  readonly tailMean: number;
  readonly restMean: number;
  /** (tailMean − restMean) ÷ standard deviation over all scenarios. */
  readonly standardisedDifference: number;
}

export interface TailPriceBand {
  readonly market: string;
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance' | 'service';
  readonly unit: string;
  /** Period index at which each price interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  readonly tail: ThreeQuantiles;
  readonly rest: ThreeQuantiles;
}
