import { marketsAt } from '../dispatch-problem.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { energyCash } from '../energy-cash.ts';

/** What a dispatch earns in money: its profit without the throughput cost, which steers and is not paid. */
export function cashOf({ profit, throughputCost }: DispatchResult): number {
  return profit + throughputCost;
}

/** Σ price × MWh sold, and bought, by the battery of index `b` at the problem's energy prices times its loss factor. */
export function energyCashOf(
  { batteries, markets, periodHours }: DispatchProblem,
  result: DispatchResult,
  b: number,
): { revenue: number; cost: number } {
  const { schedule } = result.batteries[b];
  const trades = markets.map(({ name }) => schedule.markets[name]);
  return energyCash(marketsAt(batteries[b], markets), trades, periodHours);
}
