import { measureCycles } from './cycle-metrics.ts';
import type { CycleMetrics } from './cycle-metrics.ts';
import type { DispatchProblem } from './dispatch-problem.ts';
import type { DispatchResult } from './dispatch-result.ts';

/** How a dispatch earned its profit; over all batteries. Null where a figure has no meaning, as a price without trades. */
export interface DispatchMetrics extends CycleMetrics {
  /** MWh at the grid, over all markets. */
  readonly boughtMWh: number;
  readonly soldMWh: number;
  /** Cost ÷ MWh bought, revenue ÷ MWh sold: currency per MWh. */
  readonly averageBuyPrice: number | null;
  readonly averageSellPrice: number | null;
  /** Average sell price − average buy price. */
  readonly realisedSpread: number | null;
  /** Share of the time at full power: Σ Δ·(charge/maxCharge + discharge/maxDischarge) ÷ hours, mean over the batteries. */
  readonly utilisation: number;
  /** Profit ÷ MW of discharge power, for 8,760 hours. */
  readonly profitPerMWYear: number | null;
}

export function measureDispatch(problem: DispatchProblem, result: DispatchResult): DispatchMetrics {
  const { periodHours, periodCount, markets, batteries } = problem;
  const hours = periodHours * periodCount;
  let boughtMWh = 0;
  let soldMWh = 0;
  let fullPowerHours = 0;
  let powerMW = 0;
  for (const [b, battery] of batteries.entries()) {
    const { schedule } = result.batteries[b];
    for (const { name, starts } of markets) {
      const { buyMW, sellMW } = schedule.markets[name];
      for (let i = 0; i < buyMW.length; i++) {
        const length = (starts[i + 1] - starts[i]) * periodHours;
        boughtMWh += buyMW[i] * length;
        soldMWh += sellMW[i] * length;
      }
    }
    for (let t = 0; t < periodCount; t++) {
      fullPowerHours +=
        periodHours *
        (share(schedule.chargeMW[t], battery.maxChargeMW) + share(schedule.dischargeMW[t], battery.maxDischargeMW));
    }
    powerMW += battery.maxDischargeMW;
  }
  const averageBuyPrice = boughtMWh > 0 ? result.cost / boughtMWh : null;
  const averageSellPrice = soldMWh > 0 ? result.revenue / soldMWh : null;
  return {
    boughtMWh,
    soldMWh,
    averageBuyPrice,
    averageSellPrice,
    realisedSpread: averageBuyPrice === null || averageSellPrice === null ? null : averageSellPrice - averageBuyPrice,
    ...measureCycles(problem, result),
    utilisation: fullPowerHours / (hours * batteries.length),
    profitPerMWYear: powerMW > 0 ? (result.profit / powerMW) * (8760 / hours) : null,
  };
}

function share(power: number, limit: number): number {
  return limit > 0 ? power / limit : 0;
}
