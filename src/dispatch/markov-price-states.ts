import { positionAmong } from '../math/position-among.ts';
import { shrinkShares } from '../math/shrink-shares.ts';
import { modulo } from './price-state-chain.ts';
import type { PriceStateChain } from './price-state-chain.ts';

/** Prices of consecutive delivery intervals; the one at index i lies in slot (firstSlot + i) of the day. */
export interface ObservedPrices {
  /** Currency per MWh: the best price to buy at and to sell at. */
  readonly buyPrice: Float64Array;
  readonly sellPrice: Float64Array;
  readonly firstSlot: number;
  readonly slotCount: number;
}

/** A chain estimated from prices, and how a price is told to be in one of its states. */
export interface FittedPriceStates {
  readonly chain: PriceStateChain;
  /**
   * Where a price of that slot lies among the states, in [0, K − 1]: k at the mean deviation of state k, between
   * two of them in proportion.
   */
  positionOf(slot: number, buyPrice: number, sellPrice: number): number;
}

/** Observations that the mean over all slots counts for in the profile of a slot. */
const PROFILE_PRIOR = 2;
/** Transitions that the mean over all slots counts for in those of a slot, and the marginals in that mean. */
const SLOT_TRANSITION_PRIOR = 20;
const TRANSITION_PRIOR = 1;

/**
 * Estimates price states from the observations `from` … `to` − 1. A price's deviation is its distance from the
 * shrunk mean of its slot, over the shrunk mean distance of that slot. Its state is the quantile of the deviation
 * (K equally frequent states), each with `pointCount` points: the mean deviations of equally frequent parts.
 * Transitions are counted by slot and shrunk to those of all slots (docs/method/dispatch.md).
 */
export function fitPriceStates(
  observed: ObservedPrices,
  from: number,
  to: number,
  stateCount: number,
  pointCount: number,
): FittedPriceStates {
  const { buyPrice, sellPrice, firstSlot, slotCount } = observed;
  const slotOf = (i: number): number => modulo(firstSlot + i, slotCount);
  const middle = (i: number): number => 0.5 * (buyPrice[i] + sellPrice[i]);
  const count = to - from;
  const middles = Float64Array.from({ length: count }, (_, k) => middle(from + k));
  const slots = Int32Array.from({ length: count }, (_, k) => slotOf(from + k));
  const profile = shrunkMeans(middles, slots, slotCount);
  const scale = shrunkMeans(
    middles.map((price, k) => Math.abs(price - profile[slots[k]])),
    slots,
    slotCount,
  ).map((distance) => (distance > 0 ? distance : 1));
  const deviations = middles.map((price, k) => (price - profile[slots[k]]) / scale[slots[k]]);
  const edges = quantileEdges(deviations, stateCount);
  const states = Int32Array.from(deviations, (deviation) => stateAt(edges, deviation));
  const halfSpread = Float64Array.from(
    { length: count },
    (_, k) => (0.5 * (sellPrice[from + k] - buyPrice[from + k])) / scale[slots[k]],
  );
  const points = statePoints(deviations, halfSpread, states, edges, pointCount);
  const centres = Float64Array.from({ length: stateCount }, (_, state) => {
    const own = points.slice(state * pointCount, (state + 1) * pointCount);
    return own.reduce((sum, { deviation }) => sum + deviation, 0) / pointCount;
  });
  const buy = new Float64Array(slotCount * stateCount * pointCount);
  const sell = new Float64Array(slotCount * stateCount * pointCount);
  for (let slot = 0, next = 0; slot < slotCount; slot++) {
    for (const { deviation, spread } of points) {
      buy[next] = profile[slot] + scale[slot] * (deviation - spread);
      sell[next++] = profile[slot] + scale[slot] * (deviation + spread);
    }
  }
  return {
    chain: {
      slotCount,
      stateCount,
      pointCount,
      buyPrice: buy,
      sellPrice: sell,
      transition: transitionsBySlot(states, slots, slotCount, stateCount),
    },
    positionOf: (slot, bought, sold) => positionAmong(centres, (0.5 * (bought + sold) - profile[slot]) / scale[slot]),
  };
}

/** Mean by slot, drawn towards the mean of all. */
function shrunkMeans(values: Float64Array, slots: Int32Array, slotCount: number): Float64Array {
  const sum = new Float64Array(slotCount);
  const count = new Float64Array(slotCount);
  let total = 0;
  for (const [k, value] of values.entries()) {
    sum[slots[k]] += value;
    count[slots[k]]++;
    total += value;
  }
  const mean = total / values.length;
  return sum.map((value, slot) => (value + PROFILE_PRIOR * mean) / (count[slot] + PROFILE_PRIOR));
}

/** The deviations that part the states: K − 1 values in ascending order. */
function quantileEdges(deviations: Float64Array, stateCount: number): Float64Array {
  const sorted = deviations.toSorted();
  return Float64Array.from(
    { length: stateCount - 1 },
    (_, k) => sorted[Math.round(((k + 1) / stateCount) * sorted.length)] ?? sorted.at(-1)!,
  );
}

function stateAt(edges: Float64Array, deviation: number): number {
  let state = 0;
  while (state < edges.length && deviation >= edges[state]) state++;
  return state;
}

interface StatePoint {
  readonly deviation: number;
  /** Half the difference between selling and buying price. */
  readonly spread: number;
}

/** The points of every state in turn: mean deviations of its equally frequent parts, lowest first. */
function statePoints(
  deviations: Float64Array,
  halfSpread: Float64Array,
  states: Int32Array,
  edges: Float64Array,
  pointCount: number,
): StatePoint[] {
  return Array.from({ length: edges.length + 1 }, (_, state) => {
    const members = [...states.keys()]
      .filter((k) => states[k] === state)
      .toSorted((a, b) => deviations[a] - deviations[b]);
    return Array.from({ length: pointCount }, (__, point): StatePoint => {
      const first = Math.floor((point * members.length) / pointCount);
      const part = members.slice(first, Math.max(first + 1, Math.floor(((point + 1) * members.length) / pointCount)));
      // Many equal prices can leave a state without members: it is never seen, and stands at its edge.
      if (part.length === 0) return { deviation: edges[Math.max(0, state - 1)], spread: 0 };
      const mean = (values: Float64Array): number => part.reduce((sum, k) => sum + values[k], 0) / part.length;
      return { deviation: mean(deviations), spread: mean(halfSpread) };
    });
  }).flat();
}

/** Shares of the states that follow each state, by slot, row by row. */
function transitionsBySlot(states: Int32Array, slots: Int32Array, slotCount: number, stateCount: number): Float64Array {
  const pooled = new Float64Array(stateCount * stateCount);
  const counts = new Float64Array(slotCount * stateCount * stateCount);
  const marginal = new Float64Array(stateCount);
  for (let k = 0; k < states.length; k++) {
    marginal[states[k]] += 1 / states.length;
    if (k + 1 === states.length) break;
    pooled[states[k] * stateCount + states[k + 1]]++;
    counts[(slots[k] * stateCount + states[k]) * stateCount + states[k + 1]]++;
  }
  for (let row = 0; row < stateCount; row++)
    shrinkShares(pooled.subarray(row * stateCount, (row + 1) * stateCount), marginal, TRANSITION_PRIOR);
  for (let row = 0; row < slotCount * stateCount; row++) {
    const prior = pooled.subarray((row % stateCount) * stateCount, ((row % stateCount) + 1) * stateCount);
    shrinkShares(counts.subarray(row * stateCount, (row + 1) * stateCount), prior, SLOT_TRANSITION_PRIOR);
  }
  return counts;
}
