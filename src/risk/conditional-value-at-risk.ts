import { compensatedDot } from './compensated-sum.ts';
import { lossOrder } from './loss-order.ts';
import { tailWeights } from './tail-weights.ts';

/**
 * Conditional value at risk: the mean loss over the worst 1 − confidenceLevel of probability,
 * min over v of v + E[(loss − v)⁺] / (1 − confidenceLevel); at 0 the mean loss, at 1 the worst loss.
 *
 * `loss` S, currency, gain negative; `weights` S, ≥ 0 of any scale, or null for equal ones;
 * `order` the scenarios by `lossOrder`. The observation that straddles the level counts in part.
 * Source: Rockafellar and Uryasev (2002), "Conditional value-at-risk for general loss distributions",
 * theorem 10 and proposition 8.
 */
export function conditionalValueAtRisk(
  loss: Float64Array,
  weights: Float64Array | null,
  confidenceLevel: number,
  order: Int32Array = lossOrder(loss),
): number {
  return compensatedDot(tailWeights(loss, weights, confidenceLevel, order), loss);
}
