import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { energyCashOf } from './battery-cash.ts';
import type { DispatchSolver } from './dispatch-solver.ts';
import { winsorisePrices } from './winsorised-prices.ts';
import type { WinsorisedMarket, WinsoriseQuantiles } from './winsorised-prices.ts';

export interface WinsorisedDispatch {
  /** Decided on winsorised prices, cash at the actual ones. */
  readonly result: DispatchResult;
  readonly markets: readonly WinsorisedMarket[];
  readonly changedPrices: number;
}

/**
 * Dispatches against winsorised energy prices and settles the trades at the actual ones. Where a price was
 * changed, the schedule is not claimed to be best at the actual prices: status `feasible`, no bound, no
 * water values. Prices of reserve and of a site are left alone.
 */
export async function solveWinsorised(
  problem: DispatchProblem,
  quantiles: WinsoriseQuantiles,
  solve: DispatchSolver,
): Promise<WinsorisedDispatch> {
  const { markets, changes } = winsorisePrices(problem.markets, quantiles);
  const decided = await solve({ ...problem, markets });
  const changedPrices = changes.reduce((sum, { raised, lowered }) => sum + raised + lowered, 0);
  const result = changedPrices === 0 ? decided : settledAt(problem, { ...problem, markets }, decided);
  return { result, markets: changes, changedPrices };
}

/** The result with the cash of its trades at other energy prices. */
function settledAt(actual: DispatchProblem, decidedOn: DispatchProblem, result: DispatchResult): DispatchResult {
  let revenue = 0;
  let cost = 0;
  for (let b = 0; b < actual.batteries.length; b++) {
    const before = energyCashOf(decidedOn, result, b);
    const after = energyCashOf(actual, result, b);
    revenue += after.revenue - before.revenue;
    cost += after.cost - before.cost;
  }
  return {
    ...result,
    status: result.status === 'timeLimit' ? 'timeLimit' : 'feasible',
    bound: null,
    objective: result.objective + revenue - cost,
    profit: result.profit + revenue - cost,
    revenue: result.revenue + revenue,
    cost: result.cost + cost,
    batteries: result.batteries.map(({ name, schedule }) => ({ name, schedule: { ...schedule, waterValue: null } })),
  };
}
