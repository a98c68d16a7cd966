import { retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { netExport, tradesAt } from './traded-powers.ts';
import type { TradedPowers } from './traded-powers.ts';

/**
 * One battery's stages where every delivery interval decides by itself: buy at the interval's cheapest
 * market, sell at its dearest. One value per interval; currency per MWh in the store, and MWh in the store.
 */
export interface TradingStages {
  readonly count: number;
  readonly nodes: readonly MarketNode[];
  /** Share of the stored energy that is left after an interval of one period, in (0, 1]. */
  readonly retention: number;
  /** Price / charge efficiency. */
  readonly buySlope: Float64Array;
  /** (Price − throughput cost) × discharge efficiency. */
  readonly sellSlope: Float64Array;
  /** What full power adds to and takes from the store. */
  readonly storableMWh: Float64Array;
  readonly drawableMWh: Float64Array;
}

export function tradingStages(problem: BatteryProblem, nodes: readonly MarketNode[]): TradingStages {
  const { battery, periodHours } = problem;
  const hours = (node: MarketNode): number => (node.end - node.start) * periodHours;
  return {
    count: nodes.length,
    nodes,
    retention: retentionOf(battery, periodHours),
    buySlope: Float64Array.from(nodes, ({ buy }) => buy.price / battery.chargeEfficiency),
    sellSlope: Float64Array.from(
      nodes,
      ({ sell }) => (sell.price - battery.throughputCost) * battery.dischargeEfficiency,
    ),
    storableMWh: Float64Array.from(nodes, (node) => battery.maxChargeMW * hours(node) * battery.chargeEfficiency),
    drawableMWh: Float64Array.from(
      nodes,
      (node) => (battery.maxDischargeMW * hours(node)) / battery.dischargeEfficiency,
    ),
  };
}

/** With standing loss a longer commitment can touch the window inside of its interval. */
export function losesWithinCommitments({ battery }: BatteryProblem, nodes: readonly MarketNode[]): boolean {
  return battery.standingLossPerHour > 0 && nodes.some(({ start, end }) => end - start > 1);
}

/** The trades that take `takenMWh` from the store in each interval (negative: put in). */
export function tradesOf(problem: BatteryProblem, nodes: readonly MarketNode[], takenMWh: Float64Array): TradedPowers {
  const { battery, periodHours } = problem;
  const netMW = Float64Array.from(nodes, ({ start, end }, i) =>
    netExport(takenMWh[i], (end - start) * periodHours, battery, battery.maxChargeMW, battery.maxDischargeMW),
  );
  return tradesAt(problem, nodes, netMW);
}

/** One value per interval as T values. */
export function spreadOverPeriods(
  problem: BatteryProblem,
  intervals: readonly Pick<MarketNode, 'start' | 'end'>[],
  byInterval: Float64Array,
): Float64Array {
  const byPeriod = new Float64Array(problem.periodCount);
  for (const [i, { start, end }] of intervals.entries()) byPeriod.fill(byInterval[i], start, end);
  return byPeriod;
}
