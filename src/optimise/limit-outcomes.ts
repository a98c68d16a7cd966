import type { LimitOutcome, RiskLimit } from './plan-solution.ts';
import type { RiskMeasure } from './risk-measure.ts';

/** A price below this counts as none, and an excess this near to the largest as the largest. */
const bindingTolerance = 1e-6;

/**
 * How a plan stands to several limits.
 *
 * @param measures of the limits, in their order; their scales compare excesses
 * @param risks CVaR of the plan by limit, currency
 * @param prices d(mean)/d(limit) by limit; null where the limits cannot be kept together
 */
export function limitOutcomes(
  measures: readonly RiskMeasure[],
  limits: readonly RiskLimit[],
  risks: readonly number[],
  prices: readonly number[] | null,
): LimitOutcome[] {
  const excess = limits.map(({ limit }, i) => (risks[i] - limit) / measures[i].excessScale);
  const largest = Math.max(...excess);
  return limits.map((limit, i) => ({
    ...limit,
    conditionalValueAtRisk: risks[i],
    shadowPrice: prices === null ? null : prices[i],
    binding: prices === null ? excess[i] >= largest - bindingTolerance : prices[i] > bindingTolerance,
  }));
}
