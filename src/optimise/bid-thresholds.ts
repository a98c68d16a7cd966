import { energyMarket, type PipelineConfig } from '../config.ts';
import { localClock, marketCalendars, type DeliveryDay } from '../domain/market-calendar.ts';
import { onTick, type MarketRules } from '../domain/market-rules.ts';
import type { DayAheadDecision } from '../domain/plan-problem.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { ConfigError } from '../errors.ts';
import { sampleQuantiles } from '../math/sample-statistics.ts';
import { dayAheadStarts } from './sold-of-day.ts';

/** Difference of thresholds where the market has no tick, currency per MWh. */
const leastDifference = 0.01;

/**
 * The configuration with a bid curve's thresholds filled in: at each local time the evenly spaced quantiles of the
 * first day's day-ahead price over `planned`, on the market's tick and ascending. Unchanged without a bid curve and where
 * thresholds are stated.
 */
export function withBidThresholds(config: PipelineConfig, planned: ScenarioSet): PipelineConfig {
  const { decision } = config;
  if (decision.dayAhead !== 'bidCurve' || decision.thresholds !== undefined) return config;
  const [day] = planned.days;
  const starts = dayAheadStarts(config, day);
  const width = planned.dayOffsets[planned.days.length];
  const pricesAt = new Map<string, number[]>();
  clocksOf(config, day, starts).forEach((clock, interval) => {
    const prices = pricesAt.get(clock) ?? [];
    for (let s = 0; s < planned.scenarioCount; s++) prices.push(planned.dayAhead[s * width + starts[interval]]);
    pricesAt.set(clock, prices);
  });
  const shares = Array.from({ length: decision.steps }, (_, i) => (i + 1) / (decision.steps + 1));
  const { rules, priceLimits } = energyMarket(config, 'dayAhead');
  const thresholds = Object.fromEntries(
    [...pricesAt].map(([clock, prices]) => [
      clock,
      ascendingPrices(rules, sampleQuantiles(prices, shares), priceLimits?.max),
    ]),
  );
  return { ...config, decision: { ...decision, thresholds } };
}

/**
 * How the day-ahead position of one day is offered. A local time without thresholds of its own (the hour that the
 * planned day skips) takes those of the time before it.
 *
 * @throws ConfigError where the first local time of the day has none
 */
export function dayAheadDecision(config: PipelineConfig, day: DeliveryDay, starts: Int32Array): DayAheadDecision {
  const { dayAhead, thresholds } = config.decision;
  if (dayAhead !== 'bidCurve') return { kind: 'position' };
  if (Array.isArray(thresholds)) return { kind: 'bidCurve', thresholds: Float64Array.from(thresholds) };
  let own: readonly number[] | undefined;
  const rows = clocksOf(config, day, starts).map((clock) => {
    own = thresholds?.[clock] ?? own;
    if (own === undefined) {
      throw new ConfigError('the bid curve has no thresholds', {
        field: 'decision.thresholds',
        rule: 'names the local time at which the delivery day starts',
        value: clock,
        remedy: `add '${clock}': [ … ], or leave thresholds out: quantiles of the simulated prices are taken`,
      });
    }
    return own;
  });
  return { kind: 'bidCurve', stepCount: rows[0].length, thresholds: Float64Array.from(rows.flat()) };
}

/** Local time at which each interval starts, `17:00`. */
function clocksOf({ calendar: name }: PipelineConfig, day: DeliveryDay, starts: Int32Array): string[] {
  const calendar = marketCalendars[name];
  return Array.from(starts.subarray(0, -1), (period) =>
    localClock(calendar, day.startTime + period * calendar.periodMinutes * 60_000),
  );
}

/** Prices on the tick, each above the one before it; where they crowd at the highest allowed, each below the one after it. */
export function ascendingPrices(rules: MarketRules, prices: readonly number[], highest = Infinity): number[] {
  const tick = rules.priceTick > 0 ? rules.priceTick : leastDifference;
  const rounded = (price: number): number => onTick({ ...rules, priceTick: tick }, price);
  const own: number[] = [];
  for (const price of prices) {
    const next = rounded(price);
    const before = own[own.length - 1];
    own.push(before === undefined || next > before ? next : rounded(before + tick));
  }
  let most = highest === Infinity ? Infinity : rounded(Math.floor(highest / tick + 1e-9) * tick);
  for (let i = own.length - 1; i >= 0 && own[i] > most; i--) {
    own[i] = most;
    most = rounded(most - tick);
  }
  return own;
}
