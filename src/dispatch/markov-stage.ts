import { appendSegment, startCurve } from './markov-curve.ts';
import type { ConcaveCurve } from './markov-curve.ts';

/** What one delivery interval can do to the store, whatever its price. */
export interface StoragePhysics {
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  /** Currency per MWh discharged. */
  readonly throughputCost: number;
  /** Share of the stored energy that is left after the interval. */
  readonly retention: number;
  /** MWh that full power puts into the store or takes from it in one interval. */
  readonly storableMWh: number;
  readonly drawableMWh: number;
}

/** Currency per MWh put into the store when buying at `price`. */
export function buySlopeOf(physics: StoragePhysics, price: number): number {
  return price / physics.chargeEfficiency;
}

/** Currency per MWh taken from the store when selling at `price`. */
export function sellSlopeOf(physics: StoragePhysics, price: number): number {
  return (price - physics.throughputCost) * physics.dischargeEfficiency;
}

/**
 * V(e) = max over v of h(v) + next(retention·e − v) on [lowMWh, highMWh] into `out`, h the profit of taking v
 * from the store at these prices: the stage's one or two slopes merged into the curve's. Where a negative price
 * makes burning energy pay, h is taken by its chord (the relaxation). Beyond what `next` can be reached from, the
 * outermost segments are drawn out: no viable state lies there.
 */
export function stepBack(
  next: ConcaveCurve,
  physics: StoragePhysics,
  buyPrice: number,
  sellPrice: number,
  lowMWh: number,
  highMWh: number,
  out: ConcaveCurve,
): void {
  const { retention, storableMWh, drawableMWh } = physics;
  let buySlope = buySlopeOf(physics, buyPrice);
  let sellSlope = sellSlopeOf(physics, sellPrice);
  const filled = buySlope * storableMWh;
  if (buySlope < sellSlope && storableMWh > 0 && drawableMWh > 0) {
    buySlope = (filled + sellSlope * drawableMWh) / (storableMWh + drawableMWh);
    sellSlope = buySlope;
  }
  startCurve(out, next.lowMWh - storableMWh, next.baseValue - filled);
  let i = 0;
  for (; i < next.count && next.slope[i] > buySlope; i++) appendSegment(out, next.slope[i], next.width[i]);
  if (storableMWh > 0) appendSegment(out, buySlope, storableMWh);
  for (; i < next.count && next.slope[i] >= sellSlope; i++) appendSegment(out, next.slope[i], next.width[i]);
  if (drawableMWh > 0) appendSegment(out, sellSlope, drawableMWh);
  for (; i < next.count; i++) appendSegment(out, next.slope[i], next.width[i]);
  cutToDomain(out, retention * lowMWh, retention * highMWh);
  if (retention === 1) return;
  out.lowMWh = lowMWh;
  for (let j = 0; j < out.count; j++) {
    out.slope[j] *= retention;
    out.width[j] /= retention;
  }
}

/** Clips the curve to [lowMWh, highMWh], or draws its outermost segments out to it. */
function cutToDomain(curve: ConcaveCurve, lowMWh: number, highMWh: number): void {
  const { slope, width } = curve;
  let excess = lowMWh - curve.lowMWh;
  let from = 0;
  while (from < curve.count - 1 && excess >= width[from]) {
    excess -= width[from];
    curve.baseValue += slope[from] * width[from];
    from++;
  }
  curve.baseValue += slope[from] * excess;
  width[from] -= excess;
  curve.lowMWh = lowMWh;
  let room = highMWh - lowMWh;
  let to = from;
  while (to < curve.count - 1 && width[to] < room) room -= width[to++];
  width[to] = Math.max(0, room);
  slope.copyWithin(0, from, to + 1);
  width.copyWithin(0, from, to + 1);
  curve.count = to + 1 - from;
}
