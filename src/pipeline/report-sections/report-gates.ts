import { energyMarket, serviceMarkets, type MarketConfig, type PipelineConfig } from '../../config.ts';
import { marketCalendars } from '../../domain/market-calendar.ts';
import { publicationDelay } from '../../ingest/market-gates.ts';
import { planClock, plansAfterAuction } from '../../ingest/plan-time.ts';
import { resultsKnownAt } from '../../ingest/results-known-at.ts';

/** What was assumed known when, in sentences for the page, in the order of the gates. */
export function gateSentences(config: PipelineConfig): string[] {
  const { periodMinutes } = marketCalendars[config.calendar];
  const { time } = planClock(config);
  const closed = plansAfterAuction(config);
  const dayAhead = energyMarket(config, 'dayAhead');
  const imbalance = energyMarket(config, 'imbalance');
  const offered = serviceMarkets(config).filter(({ maxMW }) => maxMW > 0);
  const delay = publicationDelay(config);
  const minutes = resultsKnownAt(config, imbalance);
  return [
    ...(closed
      ? [
          `${gateText(dayAhead)}Day-ahead prices of the day were published ${whenText(config, dayAhead)}, before this plan: every scenario has them as they are, and the position is what was sold.`,
          `${time} on the eve: the plan of what is left to decide, on prices known by then.`,
        ]
      : [
          `${time} on the eve: the whole plan, day-ahead position and reservations together, on prices known by then.`,
          `${gateText(dayAhead)}Day-ahead prices are known ${whenText(config, dayAhead)}: the policy has them from the first period on.`,
        ]),
    ...(closed || offered.length === 0
      ? []
      : [
          `Reservations do not wait for the day-ahead outcome, though a service whose gate closes later could: what that is worth is not computed. Every volume offered is taken as accepted.`,
        ]),
    `Imbalance prices are known ${'eveAt' in minutes ? minutes.eveAt : `${minutes.minutesAfterPeriod} minutes after their period`}: at the start of a ${periodMinutes}-minute period the policy has those up to ${delay} periods before it, and decides that period then.`,
    'Reserve is called at its mean share, in every scenario alike. Each day of the horizon starts without the imbalance prices of the day before.',
  ];
}

function gateText({ displayName, name, gateClosure }: MarketConfig): string {
  return gateClosure === undefined ? '' : `${gateClosure}: gate closure of ${displayName ?? name}. `;
}

function whenText(config: PipelineConfig, market: MarketConfig): string {
  const known = resultsKnownAt(config, market);
  return 'eveAt' in known ? `at ${known.eveAt} on the eve` : `${known.minutesAfterPeriod} minutes after their period`;
}
