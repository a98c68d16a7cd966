import { marketsAt } from './dispatch-problem.ts';
import type { DispatchProblem } from './dispatch-problem.ts';
import type { BatteryColumns } from './program-battery.ts';
import { megawattsPerKVA } from './program-site.ts';
import type { SiteColumns } from './program-site.ts';
import { siteCharges } from './site.ts';

/** Where the priced columns of a program stand. */
export interface PricedColumns {
  readonly batteries: readonly BatteryColumns[];
  readonly site: SiteColumns | null;
}

/** The objective: every column's cost, in currency ÷ `moneyScale`. All prices of a program are in here alone. */
export function programCosts(
  problem: DispatchProblem,
  { batteries, site }: PricedColumns,
  columnCount: number,
  moneyScale: number,
): Float64Array {
  const costs = new Float64Array(columnCount);
  for (const [b, columns] of batteries.entries()) addBatteryCosts(problem, b, columns, costs);
  if (site !== null) addSiteCosts(problem, site, costs);
  return costs.map((cost) => cost / moneyScale);
}

function addBatteryCosts(problem: DispatchProblem, b: number, columns: BatteryColumns, costs: Float64Array): void {
  const { periodHours: hours, periodCount, capacityMarkets } = problem;
  const battery = problem.batteries[b];
  for (const [m, { prices, starts }] of marketsAt(battery, problem.markets).entries()) {
    for (let i = 0; i < prices.length; i++) {
      if (Number.isNaN(prices[i])) continue;
      const earned = prices[i] * hours * (starts[i + 1] - starts[i]);
      costs[columns.buy[m][i]] = -earned;
      costs[columns.sell[m][i]] = earned;
    }
  }
  for (const [k, { prices, starts, activation, utilisationPrices, direction }] of capacityMarkets.entries()) {
    const sign = direction === 'up' ? 1 : -1;
    const wear = direction === 'up' ? battery.throughputCost : 0;
    for (let i = 0; i < prices.length; i++) {
      if (Number.isNaN(prices[i])) continue;
      let earned = prices[i] * hours * (starts[i + 1] - starts[i]);
      for (let t = starts[i]; t < starts[i + 1]; t++)
        earned += hours * (activation?.[t] ?? 0) * (sign * (utilisationPrices?.[t] ?? 0) - wear);
      costs[columns.reserved[k][i]] = earned;
    }
  }
  for (const column of columns.discharge) costs[column] = -hours * battery.throughputCost;
  if (battery.terminal.kind === 'value') costs[columns.state[periodCount - 1]] = battery.terminal.waterValue;
}

function addSiteCosts(
  { site, periodHours, periodCount }: DispatchProblem,
  columns: SiteColumns,
  costs: Float64Array,
): void {
  const { importPrices, exportPrices, demandCharge } = site!;
  for (let t = 0; t < periodCount; t++) {
    costs[columns.import[t]] = -periodHours * importPrices[t];
    costs[columns.export[t]] = periodHours * exportPrices[t];
  }
  if (demandCharge === null) return;
  for (const peak of columns.peak) costs[peak] = -demandCharge.pricePerKVA / megawattsPerKVA(demandCharge);
}

/** What the columns leave out of the objective, in currency: the stored energy at the start, and the site's charges without batteries. */
export function constantOf({ batteries, site, periodHours, periodCount }: DispatchProblem): number {
  let constant = 0;
  for (const { terminal, initialStateOfChargeMWh } of batteries)
    if (terminal.kind === 'value') constant -= terminal.waterValue * initialStateOfChargeMWh;
  if (site === null) return constant;
  const { energy, demand } = siteCharges(site, new Float64Array(periodCount), periodHours);
  return constant + energy + demand;
}

/** A power of two that brings prices above 10,000 per MWh back to that size: HiGHS refuses very large costs. */
export function moneyScaleOf({ batteries, markets, capacityMarkets, site }: DispatchProblem): number {
  let largest = 1;
  const see = (price: number): void => {
    if (Math.abs(price) > largest) largest = Math.abs(price);
  };
  for (const { throughputCost, terminal } of batteries) {
    see(throughputCost);
    if (terminal.kind === 'value') see(terminal.waterValue);
  }
  for (const { prices } of markets) prices.forEach(see);
  for (const { prices, utilisationPrices } of capacityMarkets) {
    prices.forEach(see);
    utilisationPrices?.forEach(see);
  }
  for (const prices of site === null ? [] : [site.importPrices, site.exportPrices]) prices.forEach(see);
  return 2 ** Math.max(0, Math.ceil(Math.log2(largest / 10_000)));
}
