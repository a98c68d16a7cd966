import { RunningSum } from './compensated-sum.ts';
import { cumulativeWeightTolerance, requireConfidenceLevel } from './confidence-level.ts';
import { lossOrder } from './loss-order.ts';
import { normalisedWeights } from './normalised-weights.ts';

/**
 * Value at risk: the smallest loss v of a scenario with positive weight for which
 * P(loss ≤ v) ≥ confidenceLevel, to 1e-12 on the cumulative weight; at 1 the worst loss, at 0 the least.
 *
 * `loss` S, currency, gain negative; `weights` S, ≥ 0 of any scale, or null for equal ones;
 * `order` the scenarios by `lossOrder`. Nothing is interpolated: the result is one of the losses.
 * Source: Rockafellar and Uryasev (2002), "Conditional value-at-risk for general loss distributions",
 * definition 1 (lower quantile).
 */
export function valueAtRisk(
  loss: Float64Array,
  weights: Float64Array | null,
  confidenceLevel: number,
  order: Int32Array = lossOrder(loss),
): number {
  requireConfidenceLevel(confidenceLevel);
  const share = normalisedWeights(weights, loss.length);
  if (confidenceLevel === 1) return worstLoss(loss, share, order);
  const cumulative = new RunningSum();
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const scenario = order[rank];
    if (share[scenario] === 0) continue;
    cumulative.add(share[scenario]);
    if (cumulative.total >= confidenceLevel - cumulativeWeightTolerance) return loss[scenario];
  }
  return worstLoss(loss, share, order);
}

/** The greatest loss over the scenarios with positive weight. */
export function worstLoss(loss: Float64Array, weights: Float64Array, order: Int32Array): number {
  for (const scenario of order) if (weights[scenario] > 0) return loss[scenario];
  return Number.NaN;
}
