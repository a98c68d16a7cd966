/** Brings prices within the market's limits, in place. */
export function clipPrices(prices: Float64Array, [low, high]: readonly [number, number]): void {
  for (let i = 0; i < prices.length; i++) prices[i] = Math.max(low, Math.min(high, prices[i]));
}
