import { modulo } from '../../src/dispatch/price-state-chain.ts';
import type { PriceStateChain } from '../../src/dispatch/price-state-chain.ts';

/** A day of `slotCount` slots with a sine profile, persistent price states `spread` apart and two points in each. */
export function sineChain(slotCount: number, stateCount: number, spread: number, stay: number): PriceStateChain {
  const pointCount = 2;
  const price: number[] = [];
  const transition: number[] = [];
  for (let slot = 0; slot < slotCount; slot++) {
    const profile = 60 + 20 * Math.sin((2 * Math.PI * slot) / slotCount);
    for (let state = 0; state < stateCount; state++) {
      const middle = profile + spread * (state - (stateCount - 1) / 2);
      price.push(middle - 4, middle + 4);
      for (let to = 0; to < stateCount; to++) transition.push(to === state ? stay : (1 - stay) / (stateCount - 1));
    }
  }
  const prices = Float64Array.from(price);
  return {
    slotCount,
    stateCount,
    pointCount,
    buyPrice: prices,
    sellPrice: prices,
    transition: Float64Array.from(transition),
  };
}

/** A random chain: prices by state of every slot, any transitions. */
export function randomChain(
  random: () => number,
  slotCount: number,
  stateCount: number,
  pointCount: number,
  lowest: number,
): PriceStateChain {
  const draw = (count: number, value: () => number): Float64Array => Float64Array.from({ length: count }, value);
  const buyPrice = draw(slotCount * stateCount * pointCount, () => lowest + 100 * random());
  const transition = draw(slotCount * stateCount * stateCount, () => random() ** 2);
  for (let row = 0; row < transition.length; row += stateCount) {
    const shares = transition.subarray(row, row + stateCount);
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let to = 0; to < stateCount; to++) shares[to] /= total;
  }
  return { slotCount, stateCount, pointCount, buyPrice, sellPrice: buyPrice, transition };
}

/** A path of prices and their states, from slot 0 in `state` on. */
export function simulateChain(
  chain: PriceStateChain,
  random: () => number,
  count: number,
  state: number,
): { prices: Float64Array; states: Int32Array } {
  const { slotCount, stateCount, pointCount, buyPrice, transition } = chain;
  const prices = new Float64Array(count);
  const states = new Int32Array(count);
  for (let t = 0; t < count; t++) {
    const slot = modulo(t, slotCount);
    states[t] = state;
    prices[t] = buyPrice[(slot * stateCount + state) * pointCount + Math.floor(pointCount * random())];
    let left = random();
    const row = (slot * stateCount + state) * stateCount;
    state = 0;
    while (state < stateCount - 1 && left >= transition[row + state]) left -= transition[row + state++];
  }
  return { prices, states };
}
