import type { Battery } from '../domain/battery.ts';

/** An energy market: one price per delivery interval, the trade constant over the interval. */
export interface EnergyMarket {
  readonly name: string;
  /** First period of each interval, and the number of periods at the end: one more value than prices. */
  readonly starts: Int32Array;
  /** Currency per MWh. */
  readonly prices: Float64Array;
}

/** Batteries against known prices, without limits shared between batteries (docs/problems.md). */
export interface DispatchProblem {
  readonly periodHours: number;
  readonly periodCount: number;
  readonly batteries: readonly Battery[];
  readonly markets: readonly EnergyMarket[];
  /** True: only the sum of purchases less sales has to be delivered; false: every trade is. */
  readonly netting: boolean;
  /** Labels that are handed on to the result. */
  readonly labels: { readonly currency?: string; readonly startTime?: string; readonly timeZone?: string };
}

/** The problem of one battery; what engines solve. */
export interface BatteryProblem {
  readonly periodHours: number;
  readonly periodCount: number;
  readonly battery: Battery;
  readonly markets: readonly EnergyMarket[];
  readonly netting: boolean;
}

/** Share of the stored energy that is left after one period. */
export function retentionOf(battery: Battery, periodHours: number): number {
  return (1 - battery.standingLossPerHour) ** periodHours;
}

/** The interval of each period, T values. */
export function intervalOfPeriods(market: EnergyMarket): Int32Array {
  const intervals = new Int32Array(market.starts[market.prices.length]);
  for (let i = 0; i < market.prices.length; i++) intervals.fill(i, market.starts[i], market.starts[i + 1]);
  return intervals;
}
