import type { Battery } from '../domain/battery.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import { noTrades } from './engines/engine.ts';
import type { EngineSolution } from './engines/engine.ts';
import type { IntervalPrice } from './market-nest.ts';

export type TradedPowers = Pick<EngineSolution, 'trades' | 'chargeMW' | 'dischargeMW'>;

/** A delivery interval with where to buy and to sell; null without energy markets. */
interface Interval {
  readonly start: number;
  readonly end: number;
  readonly buy: IntervalPrice | null;
  readonly sell: IntervalPrice | null;
}

/** The trades that hold a net export in each interval, MW: bought where it is cheapest, sold where it is dearest. */
export function tradesAt(problem: BatteryProblem, intervals: readonly Interval[], netMW: Float64Array): TradedPowers {
  const trades = noTrades(problem);
  const chargeMW = new Float64Array(problem.periodCount);
  const dischargeMW = new Float64Array(problem.periodCount);
  for (const [i, { start, end, buy, sell }] of intervals.entries()) {
    if (netMW[i] < 0) {
      chargeMW.fill(-netMW[i], start, end);
      if (buy !== null) trades[buy.market].buyMW[buy.interval] = -netMW[i];
    } else if (netMW[i] > 0) {
      dischargeMW.fill(netMW[i], start, end);
      if (sell !== null) trades[sell.market].sellMW[sell.interval] = netMW[i];
    }
  }
  return { trades, chargeMW, dischargeMW };
}

/** Net export in MW, within full power, that takes `takenMWh` from the store in `hours`. */
export function netExport(
  takenMWh: number,
  hours: number,
  { chargeEfficiency, dischargeEfficiency }: Pick<Battery, 'chargeEfficiency' | 'dischargeEfficiency'>,
  mostChargeMW: number,
  mostDischargeMW: number,
): number {
  return takenMWh < 0
    ? -Math.min(mostChargeMW, -takenMWh / chargeEfficiency / hours)
    : Math.min(mostDischargeMW, (takenMWh * dischargeEfficiency) / hours);
}
