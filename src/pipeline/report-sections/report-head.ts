import type { MarketCalendar } from '../../domain/market-calendar.ts';
import type { NightState } from '../../domain/night-state.ts';
import type { PriceHistory } from '../../domain/price-history.ts';
import { planInstant, plansAfterAuction } from '../../ingest/plan-time.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportModel } from '../../report/report-model.ts';
import { assumesNoPosition, noPositionText } from '../closed-day-ahead.ts';
import { clockAndDate } from './clock-and-date.ts';
import { displayName } from './display-name.ts';
import { lastKnownTime } from './last-known-time.ts';
import type { ReportContext } from './report-context.ts';

/** Name, battery, times and labels of the run. */
export function reportHead(
  result: PipelineResult,
  { config, night, generatedBy }: ReportContext,
  calendar: MarketCalendar,
  known: PriceHistory,
): ReportModel['head'] {
  const [firstDay] = result.sets.evaluate.days;
  const time = planInstant(config, result.date);
  return {
    name: config.title ?? config.name,
    deliveryDate: result.date,
    batteries: config.batteries.map((battery) => `${battery.maxDischargeMW} MW / ${battery.energyCapacityMWh} MWh`),
    market: calendar.name.toUpperCase(),
    timeZone: calendar.timeZone,
    deliveryStart: clockAndDate(calendar, firstDay.startTime),
    deliveryEnd: clockAndDate(calendar, firstDay.endTime),
    planTime: clockAndDate(calendar, time),
    dataKnownUntil: clockAndDate(calendar, lastKnownTime(known)),
    scenarioCounts: { plan: config.scenarios.plan, choose: config.scenarios.choose, evaluate: config.scenarios.count },
    labels: [
      ...(config.data.synthetic ? ['synthetic prices'] : []),
      ...stateLabels(night, time),
      ...(plansAfterAuction(config) ? ['planned after the auction: day-ahead prices of the day known'] : []),
      ...(assumesNoPosition(config, night) ? [noPositionText] : []),
      ...config.markets.flatMap((market) =>
        market.proxy === undefined ? [] : [`${displayName(market)}: proxy ${market.proxy}`],
      ),
    ],
    generatedBy,
  };
}

/** Age, at the plan, from which a state of charge is likely to be that of another night. */
const oldStateMs = 24 * 3_600_000;

/** Says where the state of charge was not yet known when the plan was made, or is that of an earlier day. */
function stateLabels({ knownAt }: NightState, planned: number): string[] {
  if (knownAt === null) return [];
  const known = Date.parse(knownAt);
  if (known > planned) return ['state of charge known only after plan time'];
  return planned - known > oldStateMs ? ['state of charge more than a day old'] : [];
}
