import { energyMarket, type MarketConfig, type PipelineConfig } from '../config.ts';
import { marketCalendars, planTime, type MarketCalendar } from '../domain/market-calendar.ts';
import { resultsKnownAt } from './results-known-at.ts';

/** When a run plans, on the wall clock: the configuration's own time on the eve, else the calendar's. */
export function planClock({ calendar, planTime: own }: PipelineConfig): MarketCalendar['planTime'] {
  return own === undefined ? marketCalendars[calendar].planTime : { dayOffset: -1, time: own.eveAt };
}

/** The instant (epoch ms) at which a run plans delivery day `date`: what is published later may not be used. */
export function planInstant(config: PipelineConfig, date: string): number {
  return planTime({ ...marketCalendars[config.calendar], planTime: planClock(config) }, date);
}

/**
 * True where the run is stated to plan once the day-ahead results are out: prices of the planned day are known and its
 * day-ahead position is what was sold. Without `planTime` a run bids, whatever the calendar's plan time.
 */
export function plansAfterAuction(config: PipelineConfig): boolean {
  return config.planTime !== undefined && knownBy(config, energyMarket(config, 'dayAhead'), config.planTime.eveAt);
}

/** True where a market's results are published on the eve by a local time. */
export function knownBy(config: PipelineConfig, market: MarketConfig, time: string): boolean {
  const known = resultsKnownAt(config, market);
  return 'eveAt' in known && known.eveAt <= time;
}
