/**
 * Importance sampling of the tail: probabilities that draw the origins with the worst losses more often. With W the
 * weight of the worst origins that together have the share `tailShare`, q = (1 − extra)·w + extra·w/W on them and
 * (1 − extra)·w elsewhere; no origin is drawn less than 1 − extra times as often.
 *
 * @param weights sum 1
 * @param losses of each origin, larger is worse
 * Source: Owen (2013), "Monte Carlo theory, methods and examples", section 9.11 (defensive mixtures).
 */
export function tailProposal(
  weights: Float64Array,
  losses: Float64Array,
  tailShare: number,
  extra: number,
): Float64Array {
  const order = Array.from(weights.keys()).sort((a, b) => losses[b] - losses[a]);
  const worst = new Set<number>();
  let total = 0;
  for (const origin of order) {
    if (total >= tailShare) break;
    worst.add(origin);
    total += weights[origin];
  }
  return weights.map((weight, origin) => (1 - extra) * weight + (worst.has(origin) ? (extra * weight) / total : 0));
}

/** Weights of scenarios drawn with `proposal` in place of `weights`: their ratio, sum 1. */
export function importanceWeights(origins: Int32Array, weights: Float64Array, proposal: Float64Array): Float64Array {
  const ratios = Float64Array.from(origins, (origin) => weights[origin] / proposal[origin]);
  const total = ratios.reduce((sum, ratio) => sum + ratio, 0);
  return ratios.map((ratio) => ratio / total);
}
