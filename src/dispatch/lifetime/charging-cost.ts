import { intervalOfPeriods, marketsAt } from '../dispatch-problem.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';

/**
 * What the battery of index `b` pays over the horizon for the energy that it charges, in currency
 * (docs/method/lifetime.md): in each period what it charges, at the average price of what it buys in that
 * period, so that where trades net a purchase that is sold on is no charging; and what it pays for energy that
 * `down` markets call. Null behind a meter, where energy to charge with has no price of its own: part of it is
 * demand that was not met.
 */
export function chargingCost(problem: DispatchProblem, result: DispatchResult, b: number): number | null {
  if (problem.site !== null) return null;
  return boughtCost(problem, result, b) + calledCost(problem, result, b);
}

function boughtCost({ batteries, markets, ...problem }: DispatchProblem, result: DispatchResult, b: number): number {
  const { schedule } = result.batteries[b];
  const paid = marketsAt(batteries[b], markets);
  const intervals = markets.map(intervalOfPeriods);
  let cost = 0;
  for (let t = 0; t < problem.periodCount; t++) {
    let boughtMW = 0;
    let paidPerHour = 0;
    for (const [m, { name, prices }] of paid.entries()) {
      const power = schedule.markets[name].buyMW[intervals[m][t]];
      if (power === 0) continue;
      boughtMW += power;
      paidPerHour += power * prices[intervals[m][t]];
    }
    // A relaxation may charge with its own discharge besides: that is not bought.
    const charged = Math.min(schedule.chargeMW[t], boughtMW);
    if (charged > 0) cost += problem.periodHours * charged * (paidPerHour / boughtMW);
  }
  return cost;
}

/** What is paid for calls of `down` markets. */
function calledCost(
  { capacityMarkets, periodHours, periodCount }: DispatchProblem,
  result: DispatchResult,
  b: number,
): number {
  let cost = 0;
  for (const market of capacityMarkets) {
    const { name, direction, activation, utilisationPrices } = market;
    if (direction === 'up' || activation === null || utilisationPrices === null) continue;
    const reservedMW = result.batteries[b].schedule.reservedMW[name];
    const intervals = intervalOfPeriods(market);
    for (let t = 0; t < periodCount; t++)
      cost += periodHours * activation[t] * reservedMW[intervals[t]] * utilisationPrices[t];
  }
  return cost;
}
