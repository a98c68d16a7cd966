import type { EnergyMarket } from './dispatch-problem.ts';

/** MW bought and sold in one market, one value per interval. */
export interface TradedMW {
  readonly buyMW: ArrayLike<number>;
  readonly sellMW: ArrayLike<number>;
}

/** Σ price × MWh sold, and bought, at the markets' prices; `trades` one per market. */
export function energyCash(
  markets: readonly EnergyMarket[],
  trades: readonly TradedMW[],
  periodHours: number,
): { revenue: number; cost: number } {
  let revenue = 0;
  let cost = 0;
  for (const [m, { prices, starts }] of markets.entries()) {
    const { buyMW, sellMW } = trades[m];
    for (let i = 0; i < prices.length; i++) {
      // An interval without a price (NaN) has no trades.
      if (buyMW[i] === 0 && sellMW[i] === 0) continue;
      const paidPerMW = prices[i] * periodHours * (starts[i + 1] - starts[i]);
      revenue += paidPerMW * sellMW[i];
      cost += paidPerMW * buyMW[i];
    }
  }
  return { revenue, cost };
}
