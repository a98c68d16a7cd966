import { calledPower } from './activation.ts';
import { intervalOfPeriods, marketsAt } from './dispatch-problem.ts';
import type { DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from './dispatch-result.ts';
import type { Site } from './site.ts';

/**
 * Profit of a result by period, T values that add up to its profit: a trade's cash and availability spread
 * over their intervals, wear with the discharge, the site's energy charges as they arise, a demand charge at
 * the end of its billing period.
 */
export function profitByPeriod(problem: DispatchProblem, result: DispatchResult): Float64Array {
  const profit = new Float64Array(problem.periodCount);
  const exportMW = new Float64Array(problem.periodCount);
  for (const [b, battery] of problem.batteries.entries()) {
    const { schedule } = result.batteries[b];
    const called = calledPower(
      problem.capacityMarkets,
      problem.capacityMarkets.map(({ name }) => schedule.reservedMW[name]),
      problem.periodCount,
    );
    for (const market of marketsAt(battery, problem.markets)) addTrades(problem, market, schedule, profit);
    addReserve(problem, schedule, profit);
    for (let t = 0; t < problem.periodCount; t++) {
      const dischargedMW = schedule.dischargeMW[t] + called.upMW[t];
      profit[t] -= problem.periodHours * battery.throughputCost * dischargedMW;
      exportMW[t] += dischargedMW - schedule.chargeMW[t] - called.downMW[t];
    }
  }
  if (problem.site !== null) subtractCharges(problem.site, result, exportMW, problem.periodHours, profit);
  return profit;
}

function addTrades(
  { periodCount, periodHours }: DispatchProblem,
  market: DispatchProblem['markets'][number],
  schedule: BatterySchedule,
  profit: Float64Array,
): void {
  const intervals = intervalOfPeriods(market);
  const { buyMW, sellMW } = schedule.markets[market.name];
  for (let t = 0; t < periodCount; t++) {
    const net = sellMW[intervals[t]] - buyMW[intervals[t]];
    if (net !== 0) profit[t] += periodHours * market.prices[intervals[t]] * net;
  }
}

function addReserve(
  { capacityMarkets, periodCount, periodHours }: DispatchProblem,
  schedule: BatterySchedule,
  profit: Float64Array,
): void {
  for (const market of capacityMarkets) {
    const { activation, utilisationPrices, direction } = market;
    const intervals = intervalOfPeriods(market);
    const reservedMW = schedule.reservedMW[market.name];
    const sign = direction === 'up' ? 1 : -1;
    for (let t = 0; t < periodCount; t++) {
      const mw = reservedMW[intervals[t]];
      if (mw === 0) continue;
      const called = activation === null || utilisationPrices === null ? 0 : activation[t] * utilisationPrices[t];
      profit[t] += periodHours * mw * (market.prices[intervals[t]] + sign * called);
    }
  }
}

function subtractCharges(
  site: Site,
  { site: published }: DispatchResult,
  exportMW: Float64Array,
  periodHours: number,
  profit: Float64Array,
): void {
  const { netDemandMW, importPrices, exportPrices, demandCharge } = site;
  const bill = (drawn: number, t: number): number =>
    periodHours * drawn * (drawn > 0 ? importPrices[t] : exportPrices[t]);
  for (let t = 0; t < profit.length; t++) profit[t] -= bill(netDemandMW[t] - exportMW[t], t) - bill(netDemandMW[t], t);
  if (demandCharge === null || published === undefined) return;
  const { peakKVA, withoutBatteries } = published;
  for (const [i, peak] of peakKVA.entries())
    profit[demandCharge.starts[i + 1] - 1] -= demandCharge.pricePerKVA * (peak - withoutBatteries.peakKVA[i]);
}
