import { energyMarket, type MarketConfig, type PipelineConfig, type ServiceConfig } from '../config.ts';
import { marketCalendars, type MarketCalendar } from '../domain/market-calendar.ts';
import { ConfigError } from '../errors.ts';
import { knownBy, planClock, plansAfterAuction } from './plan-time.ts';
import { resultsKnownAt } from './results-known-at.ts';

/**
 * Checks that decisions can be made in the order that a run assumes: the whole plan at its plan time, before every gate,
 * or after the day-ahead results with that position closed; each market's results after its gate; day-ahead results before delivery, since the policy knows them; an
 * imbalance price after its period. Where a market states no gate there is nothing to check.
 *
 * @throws ConfigError that names the market's field
 */
export function requireGateOrder(config: PipelineConfig): void {
  const calendar = marketCalendars[config.calendar];
  const plan = planClock(config);
  requirePlanTime(config, calendar);
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
    const offered = market.role === 'service' && market.maxMW > 0;
    const decided = offered || (market.role === 'dayAhead' && !plansAfterAuction(config));
    if (gateClosure !== undefined && plan.dayOffset === -1 && gateClosure < plan.time && decided)
      fail(
        'gateClosure',
        `not before the plan is made, ${plan.time} on the eve`,
        gateClosure,
        market.role === 'dayAhead'
          ? 'plan before it, or once the results are known'
          : 'plan earlier, or set maxMW to 0',
      );
    if (offered && config.planTime !== undefined && knownBy(config, market, config.planTime.eveAt))
      fail(
        'resultsKnownAt',
        `after the plan is made, ${config.planTime.eveAt} on the eve`,
        `known by then`,
        'plan earlier, or set maxMW to 0',
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

/** A plan time of the configuration's own lies before delivery; with prices known, the generator must take them. */
function requirePlanTime(config: PipelineConfig, calendar: MarketCalendar): void {
  const { planTime, generator } = config;
  if (planTime === undefined) return;
  if (!endsBeforeDelivery(calendar, planTime.eveAt))
    throw new ConfigError('the plan is made after delivery starts', {
      field: 'planTime.eveAt',
      rule: `before ${deliveryStartText(calendar)}`,
      value: planTime.eveAt,
      remedy: 'correct the time',
    });
  if (plansAfterAuction(config) && generator.name !== 'whole-day')
    throw new ConfigError('the generator cannot take the published day-ahead prices', {
      field: 'generator.name',
      rule: "a plan made after the auction is drawn by 'whole-day'",
      value: generator.name,
      remedy: 'leave generator.name out, or plan before the auction',
    });
}

/** True where a service's gate closes, by what it states, once the day-ahead results are known that the plan does not know. */
export function waitsForDayAhead(config: PipelineConfig, { gateClosure }: ServiceConfig): boolean {
  const known = resultsKnownAt(config, energyMarket(config, 'dayAhead'));
  if (plansAfterAuction(config)) return false;
  return gateClosure !== undefined && 'eveAt' in known && gateClosure >= known.eveAt;
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
