import type { RoundingCost } from '../report/model/report-submission.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
import type { ReportFigure } from '../report/model/report-figure.ts';

/**
 * What rounding costs: the plan as found and as submitted, carried out by one policy on the same scenarios.
 *
 * @param weights Σ = 1
 * @param before profit by scenario of the plan as found, gain positive
 * @param after of the plan as submitted
 */
export function roundingCost(
  weights: Float64Array,
  before: Float64Array,
  after: Float64Array,
  confidenceLevel: number,
): RoundingCost {
  const mean = (values: Float64Array): number => values.reduce((sum, value, s) => sum + weights[s] * value, 0);
  const risk = (profit: Float64Array): number =>
    conditionalValueAtRisk(
      profit.map((value) => -value),
      weights,
      confidenceLevel,
    );
  const difference = after.map((value, s) => value - before[s]);
  const [meanDifferenceStandardError] = samplingErrors((subset) => {
    const own = subsetValues(difference, subset);
    return [own.reduce((sum, value) => sum + value, 0) / own.length];
  }, difference.length);
  return {
    meanBefore: mean(before),
    meanAfter: mean(after),
    meanDifferenceStandardError,
    conditionalValueAtRiskBefore: risk(before),
    conditionalValueAtRiskAfter: risk(after),
  };
}

/** The same for `summary.json`. */
export function roundingFigures(cost: RoundingCost, currency: string): ReportFigure[] {
  const figure = (name: string, value: number, standardError: number | null): ReportFigure => ({
    name,
    value,
    standardError,
    bankBand: null,
    unit: currency,
    sample: 'evaluate',
    method: 'policy',
  });
  return [
    figure('meanBeforeRounding', cost.meanBefore, null),
    figure('conditionalValueAtRiskBeforeRounding', cost.conditionalValueAtRiskBefore, null),
    figure('meanLostToRounding', cost.meanBefore - cost.meanAfter, cost.meanDifferenceStandardError),
    figure(
      'conditionalValueAtRiskAddedByRounding',
      cost.conditionalValueAtRiskAfter - cost.conditionalValueAtRiskBefore,
      null,
    ),
  ];
}
