import { blendCurves, createCurve, curveValue, pruneCurve } from './markov-curve.ts';
import type { ConcaveCurve } from './markov-curve.ts';
import { stepBack } from './markov-stage.ts';
import type { StoragePhysics } from './markov-stage.ts';
import { modulo, pricePosition, transitionPosition } from './price-state-chain.ts';
import type { PriceStateChain } from './price-state-chain.ts';

/**
 * What energy left at the end of an interval is worth on average, one curve per interval and price state:
 * E[V_{i+1}(e) | state in interval i].
 */
export type ContinuationValues = readonly (readonly ConcaveCurve[])[];

/** Sweeps of a day after which value iteration gives up getting more precise. */
const MOST_SWEEPS = 60;
/** States of charge at which two sweeps are compared. */
const PROBES = 17;

/**
 * The stochastic dynamic programme over `count` intervals, the first in `firstSlot` of the day, whose states of
 * charge lie within [lowMWh, highMWh] at each boundary (count + 1 values). `end` values the energy left after the
 * last one. Curves are pruned by at most `tolerance` (currency) a step.
 */
export function solveMarkovHorizon(
  chain: PriceStateChain,
  physics: StoragePhysics,
  firstSlot: number,
  lowMWh: Float64Array,
  highMWh: Float64Array,
  end: ConcaveCurve,
  tolerance: number,
): ContinuationValues {
  const count = lowMWh.length - 1;
  const values = Array.from({ length: count }, (): ConcaveCurve[] => []);
  if (count === 0) return values;
  values[count - 1] = Array.from({ length: chain.stateCount }, () => end);
  for (let i = count - 1; i > 0; i--) {
    const slot = (firstSlot + i) % chain.slotCount;
    const atStart = valueAtStart(chain, physics, slot, values[i], lowMWh[i], highMWh[i], tolerance);
    values[i - 1] = expectedValue(chain, modulo(slot - 1, chain.slotCount), atStart, tolerance);
  }
  return values;
}

/**
 * The same for a day that repeats for ever, by value iteration from `start` (what is left at the end of the day,
 * one curve per state, for instance of a similar chain): swept until another day changes no difference of two
 * values by more than `precision` (currency). Values are relative: each sweep is lowered by what the day earns.
 */
export function solveMarkovDay(
  chain: PriceStateChain,
  physics: StoragePhysics,
  lowMWh: number,
  highMWh: number,
  start: readonly ConcaveCurve[],
  tolerance: number,
  precision: number,
): ContinuationValues {
  const { slotCount } = chain;
  const values = Array.from({ length: slotCount }, (): readonly ConcaveCurve[] => []);
  values[slotCount - 1] = start;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    for (let slot = slotCount - 1; slot >= 0; slot--) {
      const atStart = valueAtStart(chain, physics, slot, values[slot], lowMWh, highMWh, tolerance);
      const before = expectedValue(chain, modulo(slot - 1, slotCount), atStart, tolerance);
      if (slot > 0) {
        values[slot - 1] = before;
        continue;
      }
      const { least, most } = changes(values[slotCount - 1], before, lowMWh, highMWh);
      for (const curve of before) curve.baseValue -= least;
      values[slotCount - 1] = before;
      if (most - least <= precision) return values;
    }
  }
  return values;
}

/** V(e) at the start of an interval, by its price state: the mean over the points of the state. */
export function valueAtStart(
  chain: PriceStateChain,
  physics: StoragePhysics,
  slot: number,
  continuation: readonly ConcaveCurve[],
  lowMWh: number,
  highMWh: number,
  tolerance: number,
): ConcaveCurve[] {
  const { pointCount, buyPrice, sellPrice } = chain;
  const equal = new Float64Array(pointCount).fill(1 / pointCount);
  return continuation.map((next, state) => {
    const from = pricePosition(chain, slot, state);
    const points = Array.from({ length: pointCount }, (_, p) => {
      const curve = createCurve(next.count + 2);
      stepBack(next, physics, buyPrice[from + p], sellPrice[from + p], lowMWh, highMWh, curve);
      return curve;
    });
    return blended(points, equal, 0, tolerance);
  });
}

/** E[V | state in `slot`], the mean over the states that follow. */
function expectedValue(
  chain: PriceStateChain,
  slot: number,
  following: readonly ConcaveCurve[],
  tolerance: number,
): ConcaveCurve[] {
  return following.map((_, state) =>
    blended(following, chain.transition, transitionPosition(chain, slot, state), tolerance),
  );
}

function blended(
  curves: readonly ConcaveCurve[],
  weights: Float64Array,
  weightsFrom: number,
  tolerance: number,
): ConcaveCurve {
  const curve = createCurve(64);
  blendCurves(curves, weights, weightsFrom, curve);
  pruneCurve(curve, tolerance);
  return curve;
}

/** Least and greatest change between two sets of curves. */
function changes(
  old: readonly ConcaveCurve[],
  fresh: readonly ConcaveCurve[],
  lowMWh: number,
  highMWh: number,
): { least: number; most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const [state, curve] of fresh.entries()) {
    for (let probe = 0; probe < PROBES; probe++) {
      const at = lowMWh + ((highMWh - lowMWh) * probe) / (PROBES - 1);
      const change = curveValue(curve, at) - curveValue(old[state], at);
      least = Math.min(least, change);
      most = Math.max(most, change);
    }
  }
  return { least, most };
}
