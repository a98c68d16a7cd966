import type { Battery } from '../domain/battery.ts';
import type { CapacityMarket } from './capacity-market.ts';
import type { BatteryLifetime } from './lifetime/battery-lifetime.ts';
import type { Operation } from './operation.ts';
import type { Site } from './site.ts';

/** An energy market: one price per delivery interval, the trade constant over the interval. */
export interface EnergyMarket {
  readonly name: string;
  /** First period of each interval, and the number of periods at the end: one more value than prices. */
  readonly starts: Int32Array;
  /** Currency per MWh; NaN where the interval is not traded. */
  readonly prices: Float64Array;
  /** Prices of the intervals before the horizon, of the same length, oldest first. */
  readonly history?: Float64Array;
  /** Forecasts of the prices, for a dispatch that does not see them. */
  readonly forecasts?: readonly ForecastRow[];
}

/** A forecast of one market made at the start of the period `madeAt` (negative: before the horizon). */
export interface ForecastRow {
  readonly madeAt: number;
  /** First period of the interval that the first price is for; the others follow. */
  readonly from: number;
  /** Currency per MWh. */
  readonly prices: Float64Array;
}

/** A battery with how it may be run and what it may sell. */
export interface DispatchBattery extends Battery {
  readonly operation: Operation;
  /** What it costs and how long it lasts; engines have no use for it. */
  readonly lifetime?: BatteryLifetime;
}

/** Batteries against known prices (docs/problems.md). */
export interface DispatchProblem {
  readonly periodHours: number;
  readonly periodCount: number;
  readonly batteries: readonly DispatchBattery[];
  /** May be empty where a site has prices of its own. */
  readonly markets: readonly EnergyMarket[];
  /** Reserved MW are shared by all batteries up to a market's limit. */
  readonly capacityMarkets: readonly CapacityMarket[];
  /** The connection that all batteries share; null: none, every battery by itself. */
  readonly site: Site | null;
  /** True: only the sum of purchases less sales has to be delivered; false: every trade is. */
  readonly netting: boolean;
  /** Labels that are handed on to the result. */
  readonly labels: { readonly currency?: string; readonly startTime?: string; readonly timeZone?: string };
}

/** The problem of one battery; what engines solve. */
export interface BatteryProblem extends Omit<DispatchProblem, 'batteries'> {
  readonly battery: DispatchBattery;
}

/**
 * The problem of one battery by itself, prices at its own side of the connection: each energy price times
 * its loss factor.
 */
export function singleProblem(problem: DispatchProblem, battery: DispatchBattery): BatteryProblem {
  const { batteries: _, ...shared } = problem;
  return { ...shared, battery, markets: marketsAt(battery, problem.markets) };
}

/** The energy markets with the prices that the battery is paid: times its loss factor. */
export function marketsAt({ operation }: DispatchBattery, markets: readonly EnergyMarket[]): readonly EnergyMarket[] {
  const { lossFactor } = operation;
  if (lossFactor === 1) return markets;
  const scaled = (prices: Float64Array): Float64Array => prices.map((price) => price * lossFactor);
  return markets.map(({ history, forecasts, ...market }) => ({
    ...market,
    prices: scaled(market.prices),
    ...(history === undefined ? {} : { history: scaled(history) }),
    ...(forecasts === undefined ? {} : { forecasts: forecasts.map((row) => ({ ...row, prices: scaled(row.prices) })) }),
  }));
}

/** True where batteries cannot be dispatched one by one: they share a connection or a market's limit. */
export function sharesLimits({ batteries, site, capacityMarkets }: DispatchProblem): boolean {
  return batteries.length > 1 && (site !== null || capacityMarkets.some(({ maxMW }) => Number.isFinite(maxMW)));
}

/** Share of the stored energy that is left after one period. */
export function retentionOf(battery: Battery, periodHours: number): number {
  return (1 - battery.standingLossPerHour) ** periodHours;
}

/** The interval of each period, T values. */
export function intervalOfPeriods({
  starts,
  prices,
}: {
  readonly starts: Int32Array;
  readonly prices: Float64Array;
}): Int32Array {
  const intervals = new Int32Array(starts[prices.length]);
  for (let i = 0; i < prices.length; i++) intervals.fill(i, starts[i], starts[i + 1]);
  return intervals;
}
