import { compensatedSum } from './compensated-sum.ts';
import { effectiveSampleSize, sumOfSquares } from './normalised-weights.ts';
import { valueAtRisk } from './value-at-risk.ts';

/** Fewer effective observations than this in the tail say nothing about its spread. */
const minimumTailObservations = 5;

export interface RiskStandardErrors {
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly valueAtRisk: number | null;
  readonly conditionalValueAtRisk: number | null;
  readonly probabilityOfLoss: number | null;
}

/** What the standard errors are made from; weights and tail weights sum to 1. */
export interface MeasuredLoss {
  readonly loss: Float64Array;
  readonly weights: Float64Array;
  readonly order: Int32Array;
  readonly tail: Float64Array;
  readonly confidenceLevel: number;
  readonly meanLoss: number;
  readonly standardDeviation: number | null;
  readonly valueAtRisk: number;
  readonly conditionalValueAtRisk: number;
  readonly probabilityOfLoss: number;
}

/**
 * Standard errors of the risk figures for independent scenarios with normalised weights ω, c the confidence
 * level, L the loss, n = 1/Σω². By influence functions, se = √(Σω²ψ² / (1 − Σω²)), which is s/√S for the
 * mean of S equal weights, with ψ =
 *
 *     mean                 L − E L
 *     standard deviation   ((L − E L)² − s²) / (2s)
 *     CVaR                 VaR + (L − VaR)⁺/(1 − c) − CVaR
 *     P(loss)              1{L > 0} − P(loss)
 *
 * and for VaR by order statistics: half the distance between the quantiles at c ± √(c(1 − c)/n), which needs no
 * density. Null where the sample cannot support them: one scenario only; no spread (standard deviation); fewer
 * than 5 effective observations, 1/Σ tailWeight², in the tail (VaR, CVaR) or an interval that leaves [0, 1] (VaR);
 * P(loss) of 0 or 1. Scenarios drawn evenly rather than independently have smaller errors: see `samplingErrors`.
 * Source: Hampel (1974), "The influence curve and its role in robust estimation"; Serfling (1980),
 * "Approximation theorems of mathematical statistics", sections 2.6 (quantile intervals) and 6.
 */
export function riskStandardErrors(measured: MeasuredLoss): RiskStandardErrors {
  const { loss, weights, confidenceLevel, meanLoss, standardDeviation: deviation } = measured;
  const single = 1 - sumOfSquares(weights) <= 1e-12;
  const tailSupported = effectiveSampleSize(measured.tail) >= minimumTailObservations - 1e-9;
  const byInfluence = (influence: (loss: number) => number): number => influenceError(loss, weights, influence);
  const v = measured.valueAtRisk;
  const probability = measured.probabilityOfLoss;
  return {
    mean: single ? null : byInfluence((l) => l - meanLoss),
    standardDeviation:
      single || deviation === null || deviation === 0
        ? null
        : byInfluence((l) => ((l - meanLoss) ** 2 - deviation ** 2) / (2 * deviation)),
    valueAtRisk: single || !tailSupported ? null : orderStatisticError(measured),
    conditionalValueAtRisk:
      single || !tailSupported || confidenceLevel === 1
        ? null
        : byInfluence((l) => v + Math.max(l - v, 0) / (1 - confidenceLevel) - measured.conditionalValueAtRisk),
    probabilityOfLoss:
      single || probability === 0 || probability === 1 ? null : byInfluence((l) => (l > 0 ? 1 : 0) - probability),
  };
}

function influenceError(loss: Float64Array, weights: Float64Array, influence: (loss: number) => number): number {
  const terms = loss.map((l, scenario) => (weights[scenario] === 0 ? 0 : (weights[scenario] * influence(l)) ** 2));
  return Math.sqrt(compensatedSum(terms) / (1 - sumOfSquares(weights)));
}

function orderStatisticError(measured: MeasuredLoss): number | null {
  const { loss, weights, order, confidenceLevel } = measured;
  const halfWidth = Math.sqrt((confidenceLevel * (1 - confidenceLevel)) / effectiveSampleSize(weights));
  const [lower, upper] = [confidenceLevel - halfWidth, confidenceLevel + halfWidth];
  if (halfWidth === 0 || lower < 0 || upper > 1) return null;
  return (valueAtRisk(loss, weights, upper, order) - valueAtRisk(loss, weights, lower, order)) / 2;
}
