import { compensatedSum, RunningSum } from './compensated-sum.ts';
import { requireConfidenceLevel } from './confidence-level.ts';
import { lossOrder } from './loss-order.ts';
import { normalisedWeights } from './normalised-weights.ts';

/** Losses closer than this, relative to themselves, are tied: they differ by the rounding of their sums only. */
const tieTolerance = 1e-12;

/**
 * The weight of each scenario in the tail of probability 1 − confidenceLevel: S numbers that sum to 1,
 * so that CVaR is Σ tailWeight × loss and the component of a stream Σ tailWeight × its own loss.
 *
 * The tail is filled from the worst loss down. The last loss that enters (the value at risk) enters with
 * the fraction that is left; scenarios tied at it share that fraction in proportion to their weights.
 * At confidence level 1 the tail is the worst loss with all its ties.
 * `loss` S, currency, gain negative; `weights` S, ≥ 0 of any scale, or null; `order` by `lossOrder`.
 * Source: Rockafellar and Uryasev (2002), proposition 8 (CVaR of a discrete distribution); Tasche (1999),
 * "Risk contributions and performance measurement" (Euler contributions).
 */
export function tailWeights(
  loss: Float64Array,
  weights: Float64Array | null,
  confidenceLevel: number,
  order: Int32Array = lossOrder(loss),
): Float64Array {
  requireConfidenceLevel(confidenceLevel);
  const share = normalisedWeights(weights, loss.length);
  const tail = new Float64Array(loss.length);
  const tailProbability = 1 - confidenceLevel;
  // Below this nothing is left but the rounding of a sum; at 0 every scenario is in the tail.
  const nothingLeft = confidenceLevel === 0 ? 0 : Math.min(1e-14, 1e-9 * tailProbability);
  const left = new RunningSum();
  left.add(tailProbability);
  for (let from = 0; from < order.length;) {
    const to = endOfTies(loss, order, from);
    const tied = weightOf(share, order, from, to);
    if (tied > 0) {
      const taken = confidenceLevel === 1 ? tied : Math.min(tied, left.total);
      for (let rank = from; rank < to; rank++) tail[order[rank]] = (share[order[rank]] / tied) * taken;
      left.add(-taken);
      if (left.total <= nothingLeft) break;
    }
    from = to;
  }
  const sum = compensatedSum(tail);
  return tail.map((weight) => weight / sum);
}

/** One past the last rank of the losses tied with the one at rank `from`. */
function endOfTies(loss: Float64Array, order: Int32Array, from: number): number {
  const first = loss[order[from]];
  let to = from + 1;
  while (to < order.length && first - loss[order[to]] <= tieTolerance * Math.abs(first)) to++;
  return to;
}

function weightOf(share: Float64Array, order: Int32Array, from: number, to: number): number {
  const sum = new RunningSum();
  for (let rank = from; rank < to; rank++) sum.add(share[order[rank]]);
  return sum.total;
}
