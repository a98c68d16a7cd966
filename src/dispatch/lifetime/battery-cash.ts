import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';

/** What a dispatch earns in money: its profit without the throughput cost, which steers and is not paid. */
export function cashOf({ profit, throughputCost }: DispatchResult): number {
  return profit + throughputCost;
}

/** Σ price × MWh sold, and bought, by the battery of index `b` at the problem's energy prices times its loss factor. */
export function energyCash(
  { batteries, markets, periodHours }: DispatchProblem,
  result: DispatchResult,
  b: number,
): { revenue: number; cost: number } {
  const { lossFactor } = batteries[b].operation;
  let revenue = 0;
  let cost = 0;
  for (const { name, prices, starts } of markets) {
    const { buyMW, sellMW } = result.batteries[b].schedule.markets[name];
    for (let i = 0; i < prices.length; i++) {
      // An interval without a price (NaN) has no trades.
      if (buyMW[i] === 0 && sellMW[i] === 0) continue;
      const paidPerMW = lossFactor * prices[i] * periodHours * (starts[i + 1] - starts[i]);
      revenue += paidPerMW * sellMW[i];
      cost += paidPerMW * buyMW[i];
    }
  }
  return { revenue, cost };
}
