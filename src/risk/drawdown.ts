import { compensatedDot } from './compensated-sum.ts';
import { conditionalValueAtRisk } from './conditional-value-at-risk.ts';
import { lossOrder } from './loss-order.ts';
import { normalisedWeights } from './normalised-weights.ts';
import { valueAtRisk } from './value-at-risk.ts';

/** Drawdown over the horizon, currency, ≥ 0. */
export interface DrawdownSummary {
  readonly mean: number;
  /** The smallest drawdown that is exceeded with at most 1 − confidenceLevel. */
  readonly quantile: number;
  /** CVaR of the paths' maximum drawdowns. */
  readonly conditionalDrawdownAtRisk: number;
}

/**
 * Maximum drawdown of each path: the largest fall of cumulative profit and loss below its running maximum,
 * which starts at zero (a path that only loses falls from zero). Never negative.
 *
 * `profitAndLoss` S × T, row-major, gain of each period, currency. Result S. O(S × T).
 * Source: Chekhlov, Uryasev and Zabarankin (2005), "Drawdown measure in portfolio optimization", section 2.
 */
export function maximumDrawdowns(
  profitAndLoss: Float64Array,
  scenarioCount: number,
  periodCount: number,
): Float64Array {
  return Float64Array.from({ length: scenarioCount }, (_, scenario) =>
    maximumDrawdown(profitAndLoss.subarray(scenario * periodCount, (scenario + 1) * periodCount)),
  );
}

/** Maximum drawdown of one path of period profit and loss (T, gain positive); see `maximumDrawdowns`. */
export function maximumDrawdown(profitAndLoss: Float64Array): number {
  let cumulative = 0;
  let runningMaximum = 0;
  let largestFall = 0;
  for (const gain of profitAndLoss) {
    cumulative += gain;
    if (cumulative > runningMaximum) runningMaximum = cumulative;
    else if (runningMaximum - cumulative > largestFall) largestFall = runningMaximum - cumulative;
  }
  return largestFall;
}

/**
 * Mean, quantile and conditional drawdown-at-risk of the paths' maximum drawdowns (S, currency, ≥ 0);
 * `weights` S, ≥ 0 of any scale, or null. The quantile is the statistic of `valueAtRisk`.
 */
export function summariseDrawdown(
  drawdowns: Float64Array,
  weights: Float64Array | null,
  confidenceLevel = 0.95,
  order: Int32Array = lossOrder(drawdowns),
): DrawdownSummary {
  return {
    mean: compensatedDot(normalisedWeights(weights, drawdowns.length), drawdowns),
    quantile: valueAtRisk(drawdowns, weights, confidenceLevel, order),
    conditionalDrawdownAtRisk: conditionalValueAtRisk(drawdowns, weights, confidenceLevel, order),
  };
}
