import { energyMarket, serviceMarkets, type PipelineConfig, type ServiceConfig } from '../../config.ts';
import { marketCalendars } from '../../domain/market-calendar.ts';
import { publicationDelay, waitsForDayAhead } from '../../ingest/market-gates.ts';
import { planClock, plansAfterAuction } from '../../ingest/plan-time.ts';
import { resultsKnownAt } from '../../ingest/results-known-at.ts';
import { joinWords } from '../../report/sentences/words.ts';
import { displayName } from './display-name.ts';

/** Something that happens at a local time, and what may be used then. */
interface Moment {
  readonly dayOffset: number;
  readonly time: string;
  readonly text: string;
}

/**
 * Every market's gate and when its results are known, in the order of time, with what each decision may use; then what
 * the run simplifies. Sentences for the page.
 *
 * @param waitingValued the value of reserving with the day-ahead outcome known was computed
 */
export function gateSentences(config: PipelineConfig, waitingValued: boolean): string[] {
  const moments = [planMoment(config), ...dayAheadMoments(config), ...serviceMoments(config, waitingValued)];
  // Sorting is stable: where a gate closes as results come, the order above stays.
  moments.sort((a, b) => a.dayOffset - b.dayOffset || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return [
    ...moments.map(({ dayOffset, time, text }) => `${time}${dayOffset < 0 ? ' on the eve' : ''}: ${text}`),
    deliverySentence(config),
    ...unstatedGates(config),
    `${acceptanceText(config)} Reserve is called at its mean share, in every scenario alike. Each day of the horizon starts without the imbalance prices of the day before.`,
  ];
}

/** What becomes of the offers. */
function acceptanceText(config: PipelineConfig): string {
  const priced = [
    ...(config.decision.dayAhead === 'bidCurve' && !plansAfterAuction(config) ? ['a bid curve'] : []),
    ...(serviceMarkets(config).some(({ maxMW, offer }) => maxMW > 0 && offer !== 'priceTaking')
      ? ['offers at prices']
      : []),
  ];
  return priced.length === 0
    ? 'Every volume offered is taken as accepted.'
    : `Of ${joinWords(priced)} each scenario accepts what its prices reach; every other volume offered is taken as accepted.`;
}

function planMoment(config: PipelineConfig): Moment {
  return {
    ...planClock(config),
    text: plansAfterAuction(config)
      ? 'the plan of what is left to decide is made, on prices known by then: every scenario has the day-ahead prices as published, and the position is what was sold.'
      : 'the whole plan is made, day-ahead position and reservations together, on prices known by then.',
  };
}

function dayAheadMoments(config: PipelineConfig): Moment[] {
  const market = energyMarket(config, 'dayAhead');
  const known = resultsKnownAt(config, market);
  const name = displayName(market);
  return [
    ...(market.gateClosure === undefined
      ? []
      : [
          onEve(
            market.gateClosure,
            `gate of ${name} closes.${plansAfterAuction(config) ? '' : ' Its position stands on what the plan knew.'}`,
          ),
        ]),
    ...('eveAt' in known
      ? [onEve(known.eveAt, `results of ${name} are known. Dispatch uses the day’s prices from its first period on.`)]
      : []),
  ];
}

function serviceMoments(config: PipelineConfig, waitingValued: boolean): Moment[] {
  const services = serviceMarkets(config);
  const closing = groupBy(
    services.filter(({ maxMW, gateClosure }) => maxMW > 0 && gateClosure !== undefined),
    ({ gateClosure }) => gateClosure as string,
  );
  const known = groupBy(services, (service) => {
    const at = resultsKnownAt(config, service);
    return 'eveAt' in at ? at.eveAt : '';
  });
  known.delete('');
  return [
    ...[...closing].map(([time, own]) => {
      const subject = own.length > 1 ? `gates of ${names(own)} close` : `gate of ${names(own)} closes`;
      return onEve(time, `${subject}. ${waitingText(config, own[0], waitingValued)}`);
    }),
    ...[...known].map(([time, own]) => onEve(time, `results of ${names(own)} are known${notOffered(own)}.`)),
  ];
}

function waitingText(config: PipelineConfig, service: ServiceConfig, waitingValued: boolean): string {
  if (plansAfterAuction(config)) return 'Reserving knows the day-ahead outcome.';
  if (!waitsForDayAhead(config, service)) return 'Reserving cannot wait for the day-ahead outcome.';
  const could = 'Reserving could wait for the day-ahead outcome; this plan does not';
  return waitingValued
    ? `${could}: what waiting is worth stands in the table.`
    : `${could}. What waiting is worth takes 200 plan scenarios or more: not computed.`;
}

function notOffered(services: readonly ServiceConfig[]): string {
  const own = services.filter(({ maxMW }) => maxMW === 0);
  if (own.length === 0) return '';
  return own.length === services.length
    ? '; none is offered'
    : `; ${names(own)} ${own.length > 1 ? 'are' : 'is'} not offered`;
}

/** Why nothing can wait, where no gate says so. */
function unstatedGates(config: PipelineConfig): string[] {
  const offered = serviceMarkets(config).filter(({ maxMW }) => maxMW > 0);
  if (offered.length === 0)
    return ['No service is offered, so there is no reservation that could wait for an outcome.'];
  const unstated = offered.filter(({ gateClosure }) => gateClosure === undefined);
  if (unstated.length === 0 || plansAfterAuction(config)) return [];
  return [
    `Of ${names(unstated)} no gate is stated (gateClosure): reserving is taken as due with the plan, and what waiting would be worth is not computed.`,
  ];
}

function deliverySentence(config: PipelineConfig): string {
  const { dayStart, periodMinutes } = marketCalendars[config.calendar];
  const imbalance = energyMarket(config, 'imbalance');
  const known = resultsKnownAt(config, imbalance);
  const delay = publicationDelay(config);
  const published = 'eveAt' in known ? known.eveAt : `${known.minutesAfterPeriod} minutes after each period`;
  return `${dayStart.time}${dayStart.dayOffset < 0 ? ' on the eve' : ''}: delivery starts. ${displayName(imbalance)} has no gate; its prices are known ${published}, so each ${periodMinutes}-minute period is decided at its start on those up to ${delay} periods before it.`;
}

function onEve(time: string, text: string): Moment {
  return { dayOffset: -1, time, text };
}

function names(services: readonly ServiceConfig[]): string {
  return joinWords(services.map(displayName));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
