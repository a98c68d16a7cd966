/**
 * Prices as a Markov chain that repeats every day: in slot n of the day (delivery intervals counted from the
 * first period of the problem) the price is in one of `stateCount` states, and within a state at one of
 * `pointCount` points of equal probability.
 */
export interface PriceStateChain {
  readonly slotCount: number;
  readonly stateCount: number;
  readonly pointCount: number;
  /** Currency per MWh, [slot][state][point] row by row: the best price to buy at and to sell at. */
  readonly buyPrice: Float64Array;
  readonly sellPrice: Float64Array;
  /** Probability of each state in slot n + 1 given the state in slot n, [slot][from][to] row by row. */
  readonly transition: Float64Array;
}

/** Position of (slot, state, point 0) in the prices. */
export function pricePosition(chain: PriceStateChain, slot: number, state: number): number {
  return (slot * chain.stateCount + state) * chain.pointCount;
}

/** Position of (slot, from, state 0) in the transitions. */
export function transitionPosition(chain: PriceStateChain, slot: number, from: number): number {
  return (slot * chain.stateCount + from) * chain.stateCount;
}

/**
 * The chain as seen by one who knows prices only `lag` intervals late: state k in slot n is the price state of
 * slot n − lag, and its single price what is expected of slot n then. Whoever decides on it maximises the
 * expected cash given what is known; the price itself settles the trade later.
 */
export function delayedChain(chain: PriceStateChain, lag: number): PriceStateChain {
  if (lag === 0) return chain;
  const { slotCount, stateCount } = chain;
  const buyPrice = new Float64Array(slotCount * stateCount);
  const sellPrice = new Float64Array(slotCount * stateCount);
  const transition = new Float64Array(slotCount * stateCount * stateCount);
  for (let slot = 0; slot < slotCount; slot++) {
    const seen = modulo(slot - lag, slotCount);
    for (let state = 0; state < stateCount; state++) {
      const belief = beliefAfter(chain, seen, state, lag);
      buyPrice[slot * stateCount + state] = meanPrice(chain, chain.buyPrice, slot, belief);
      sellPrice[slot * stateCount + state] = meanPrice(chain, chain.sellPrice, slot, belief);
      const from = transitionPosition(chain, seen, state);
      transition.set(chain.transition.subarray(from, from + stateCount), (slot * stateCount + state) * stateCount);
    }
  }
  return { slotCount, stateCount, pointCount: 1, buyPrice, sellPrice, transition };
}

/** Probabilities of the states `steps` slots after `state` in `slot`. */
function beliefAfter(chain: PriceStateChain, slot: number, state: number, steps: number): Float64Array {
  const { slotCount, stateCount, transition } = chain;
  let belief = new Float64Array(stateCount);
  belief[state] = 1;
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(stateCount);
    for (let from = 0; from < stateCount; from++) {
      const row = transitionPosition(chain, (slot + step) % slotCount, from);
      for (let to = 0; to < stateCount; to++) next[to] += belief[from] * transition[row + to];
    }
    belief = next;
  }
  return belief;
}

function meanPrice(chain: PriceStateChain, prices: Float64Array, slot: number, belief: Float64Array): number {
  const { stateCount, pointCount } = chain;
  let mean = 0;
  for (let state = 0; state < stateCount; state++) {
    const from = pricePosition(chain, slot, state);
    for (let point = 0; point < pointCount; point++) mean += (belief[state] * prices[from + point]) / pointCount;
  }
  return mean;
}

/** The remainder in [0, divisor). */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
