import type { FiveQuantiles } from './quantiles.ts';
import type { ReportFigure } from './report-figure.ts';

/** The multi-day path: cumulative profit under the policy. */
export interface ReportHorizon {
  readonly days: number;
  /** `plan repeated`. */
  readonly label: string;
  /** Hours since the start of delivery, first 0, last the horizon's end; length N (a few dozen to a few hundred). */
  readonly hours: readonly number[];
  /** Quantiles over the scenarios of cumulative profit at each of `hours`. */
  readonly quantiles: FiveQuantiles;
  /** The scenarios with the deepest drawdown, deepest first, at most five. */
  readonly worstPaths: readonly WorstPath[];
  /** `maximumDrawdownMean`, `maximumDrawdownQuantile95`, `conditionalDrawdownAtRisk`: falls, positive money. */
  readonly drawdown: readonly ReportFigure[];
  /** Median of the total profit over the horizon is `quantiles.p50` at the end; this is its mean with error. */
  readonly total: ReportFigure | null;
}

export interface WorstPath {
  readonly scenario: number;
  /** Largest fall from the running maximum, positive money. */
  readonly maximumDrawdown: number;
  /** Cumulative profit at each of the horizon's `hours`. */
  readonly cumulative: readonly number[];
}
