import { lossOrder } from '../risk/loss-order.ts';
import { measureRisk } from '../risk/measure-risk.ts';
import type { RiskStandardErrors } from '../risk/risk-standard-errors.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
import { valueAtRisk } from '../risk/value-at-risk.ts';

/** What is told of a distribution of profit; of VaR, CVaR and the worst scenario the loss. */
export const profitFigureNames = [
  'mean',
  'standardDeviation',
  'valueAtRisk',
  'conditionalValueAtRisk',
  'probabilityOfLoss',
  'worstLoss',
  'profitQuantile05',
  'profitQuantile95',
] as const;

/**
 * The figures of `profitFigureNames`, in their order.
 *
 * @param profit S, gain positive
 * @param weights of any scale; null: equal ones
 * @param order scenarios by loss, of `lossOrder`
 */
export function profitStatistics(
  profit: Float64Array,
  weights: Float64Array | null,
  confidenceLevel: number,
  order: Int32Array = lossOrder(profit.map((value) => -value)),
): number[] {
  const losses = profit.map((value) => -value);
  const risk = measureRisk({ streams: [{ name: 'profit', values: profit }], weights, confidenceLevel });
  return [
    risk.mean,
    risk.standardDeviation,
    risk.valueAtRisk,
    risk.conditionalValueAtRisk,
    risk.probabilityOfLoss,
    risk.worstLoss,
    -valueAtRisk(losses, weights, 0.95, order),
    -valueAtRisk(losses, weights, 0.05, order),
  ].map((value) => value ?? NaN);
}

/** Their sampling errors; null: none. The worst scenario has no sampling distribution worth an error. */
export function profitStandardErrors(
  profit: Float64Array,
  weights: Float64Array,
  confidenceLevel: number,
): (number | null)[] {
  const errors = samplingErrors(
    (subset) => profitStatistics(subsetValues(profit, subset), subset.weights, confidenceLevel),
    profit.length,
    null,
  );
  const { standardErrors } = measureRisk({ streams: [{ name: 'profit', values: profit }], weights, confidenceLevel });
  if (tailOfSubset(profit.length, confidenceLevel) < 2) {
    // With fewer than two tail scenarios in a subset its VaR and CVaR are one number: the asymptotic errors serve.
    errors[2] = standardErrors.valueAtRisk;
    errors[3] = standardErrors.conditionalValueAtRisk;
  }
  return profitFigureNames.map((name, i) => (cannotTell(name, standardErrors) ? null : errors[i]));
}

/** Where no scenario loses, or all do, or there is no spread, the subsets agree and their spread says nothing. */
function cannotTell(name: (typeof profitFigureNames)[number], standardErrors: RiskStandardErrors): boolean {
  return (
    name === 'worstLoss' ||
    ((name === 'probabilityOfLoss' || name === 'standardDeviation') && standardErrors[name] === null)
  );
}

/** Tail scenarios in one of the twenty subsets that sampling errors are made from. */
function tailOfSubset(scenarioCount: number, confidenceLevel: number): number {
  return (scenarioCount / 20) * (1 - confidenceLevel);
}
