import type { MarketConfig, PipelineConfig } from '../config.ts';
import { marketCalendars, type MarketCalendar } from '../domain/market-calendar.ts';
import { ConfigError } from '../errors.ts';
import { resultsKnownAt } from './known-history.ts';

/**
 * Checks that decisions can be made in the order that a run assumes: the whole plan at the calendar's plan time, before
 * every gate; each market's results after its gate; day-ahead results before delivery, since the policy knows them; an
 * imbalance price after its period. Where a market states no gate there is nothing to check.
 *
 * @throws ConfigError that names the market's field
 */
export function requireGateOrder(config: PipelineConfig): void {
  const calendar = marketCalendars[config.calendar];
  config.markets.forEach((market, index) => {
    const known = resultsKnownAt(config, market);
    const { gateClosure } = market;
    const fail = (field: string, rule: string, value: string, remedy: string): never => {
      throw new ConfigError(`the gates of market '${market.name}' contradict the order of decisions`, {
        field: `markets[${index}].${field}`,
        rule,
        value,
        remedy,
      });
    };
    if (gateClosure !== undefined && calendar.planTime.dayOffset === -1 && gateClosure < calendar.planTime.time)
      fail(
        'gateClosure',
        `not before the plan is made, ${calendar.planTime.time} on the eve`,
        gateClosure,
        'offer in a later auction, or leave the market out',
      );
    if (market.role === 'imbalance') {
      if ('eveAt' in known)
        fail(
          'resultsKnownAt',
          'an imbalance price is known some minutes after its period',
          `${known.eveAt} on the eve`,
          'write { minutesAfterPeriod: 30 }, or how long the first publication takes',
        );
      return;
    }
    if (market.role === 'dayAhead' && (!('eveAt' in known) || !endsBeforeDelivery(calendar, known.eveAt)))
      fail(
        'resultsKnownAt',
        `day-ahead results are known before delivery starts, ${deliveryStartText(calendar)}`,
        'eveAt' in known ? `${known.eveAt} on the eve` : `${known.minutesAfterPeriod} minutes after the period`,
        "write { eveAt: 'HH:MM' } with the auction's publication time",
      );
    if (gateClosure !== undefined && 'eveAt' in known && known.eveAt <= gateClosure)
      fail(
        'gateClosure',
        `before the results are known, ${known.eveAt}`,
        gateClosure,
        'correct gateClosure or resultsKnownAt',
      );
  });
}

/** Whole periods from the start of a period to the start of the first one that begins with its imbalance price known. */
export function publicationDelay(config: PipelineConfig): number {
  const market = config.markets.find(({ role }) => role === 'imbalance') as MarketConfig;
  const known = resultsKnownAt(config, market);
  const minutes = 'eveAt' in known ? 0 : known.minutesAfterPeriod;
  return 1 + Math.ceil(minutes / marketCalendars[config.calendar].periodMinutes);
}

function endsBeforeDelivery({ dayStart }: MarketCalendar, eveAt: string): boolean {
  return dayStart.dayOffset === 0 || eveAt <= dayStart.time;
}

function deliveryStartText({ dayStart }: MarketCalendar): string {
  return `${dayStart.time} on ${dayStart.dayOffset === 0 ? 'the day' : 'the eve'}`;
}
