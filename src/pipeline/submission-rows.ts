import { energyMarket, serviceMarkets, type MarketConfig, type PipelineConfig } from '../config.ts';
import { onTick } from '../domain/market-rules.ts';
import {
  isoTime,
  localClock,
  localTimeWithOffset,
  marketCalendars,
  blockBoundaries,
  type DeliveryDay,
} from '../domain/market-calendar.ts';
import { bidThreshold, bidStepCount, type Plan, type PlanProblem, type PlanService } from '../domain/plan-problem.ts';
import type { SubmissionRow } from '../report/model/report-submission.ts';
import type { SubmissionRules } from './submission-plan.ts';

/** The rules of the configured markets in the order of a plan problem. */
export function submissionRules(config: PipelineConfig, { services }: Pick<PlanProblem, 'services'>): SubmissionRules {
  return {
    dayAhead: energyMarket(config, 'dayAhead').rules,
    services: services.map(({ name }) => serviceNamed(config, name).rules),
  };
}

/**
 * The rows of `plan.csv`: one a day-ahead interval (of a bid curve the base, then one a step), then one a block of each
 * service and, where it asks prices, one a price. docs/tables.md.
 *
 * @param expectedPrices mean price by interval, and by block of each service
 */
export function submissionRows(
  config: PipelineConfig,
  problem: PlanProblem,
  plan: Plan,
  day: DeliveryDay,
  expectedPrices: {
    readonly dayAhead: readonly number[];
    readonly services: readonly (readonly (number | null)[])[];
  },
): SubmissionRow[] {
  const { intervalStarts, services, sold } = problem;
  const calendar = marketCalendars[config.calendar];
  const boundaries = blockBoundaries(calendar, day);
  const times = (from: number, to: number) => {
    const [start, end] = [from, to].map((period) => day.startTime + period * problem.periodHours * 3_600_000);
    return {
      deliveryStart: isoTime(start),
      deliveryEnd: isoTime(end),
      localTime: localClock(calendar, start),
      localStart: localTimeWithOffset(calendar, start),
      localEnd: localTimeWithOffset(calendar, end),
    };
  };
  const dayAhead = energyMarket(config, 'dayAhead');
  const energy = Array.from(plan.dayAheadMW).flatMap((baseMW, interval) => {
    const soldMW = sold?.dayAheadMW[interval] ?? 0;
    const shared = {
      asset: problem.battery.name,
      market: 'dayAhead',
      ...times(intervalStarts[interval], intervalStarts[interval + 1]),
      product: `${displayName(dayAhead)} ${productLength(problem.periodHours * (intervalStarts[interval + 1] - intervalStarts[interval]))}`,
      price: expectedPrices.dayAhead[interval],
      soldMW,
    };
    const rows: SubmissionRow[] = [
      {
        ...shared,
        volumeMW: difference(baseMW, soldMW),
        totalMW: baseMW,
        step: 0,
        offerPrice: takerPrice(dayAhead, baseMW - soldMW),
      },
    ];
    const steps = bidStepCount(problem.decision);
    let totalMW = baseMW;
    for (let i = 0; i < steps; i++) {
      const volumeMW = plan.stepsMW[interval * steps + i];
      if (volumeMW === 0) continue;
      totalMW = Number((totalMW + volumeMW).toFixed(9));
      const offerPrice = onTick(dayAhead.rules, bidThreshold(problem.decision, interval, i));
      rows.push({ ...shared, volumeMW, totalMW, step: rows.length, offerPrice });
    }
    return rows;
  });
  const capacity = services.flatMap((service, k) => {
    const { name, blockStarts } = service;
    const market = serviceNamed(config, name);
    return Array.from(plan.reservedMW[k]).flatMap((reservedMW, b) => {
      const soldMW = sold?.reservedMW[k][b] ?? 0;
      const block = boundaries.indexOf(blockStarts[b]);
      const part =
        market.interval === 'block' && block >= 0
          ? `${calendar.name === 'gb' ? 'EFA block' : 'block'} ${block + 1}`
          : productLength(problem.periodHours * (blockStarts[b + 1] - blockStarts[b]));
      const shared = {
        asset: problem.battery.name,
        market: name,
        ...times(blockStarts[b], blockStarts[b + 1]),
        product: `${displayName(market)} ${part}`,
        soldMW,
        price: expectedPrices.services[k][b],
      };
      const asked = pricedOffers(service, plan.offerStepsMW?.[k] ?? null, b);
      if (asked.length > 0)
        return asked.map((offer, step): SubmissionRow => ({
          ...shared,
          ...offer,
          step,
          offerPrice: onTick(market.rules, offer.offerPrice),
        }));
      const volumeMW = difference(reservedMW, soldMW);
      return [
        { ...shared, volumeMW, totalMW: reservedMW, step: 0, offerPrice: takerPrice(market, reservedMW - soldMW) },
      ];
    });
  });
  return [...energy, ...capacity];
}

/** The volumes of a block that ask a price, lowest price first; none of a price taker. */
function pricedOffers(
  { offerThresholds = new Float64Array(0) }: PlanService,
  steps: Float64Array | null,
  block: number,
): { volumeMW: number; totalMW: number; offerPrice: number }[] {
  let total = 0;
  return Array.from(offerThresholds).flatMap((offerPrice, i) => {
    const volumeMW = steps === null ? 0 : steps[block * offerThresholds.length + i];
    if (volumeMW === 0) return [];
    total = Number((total + volumeMW).toFixed(9));
    return [{ volumeMW, totalMW: total, offerPrice }];
  });
}

/** The price at which a volume is accepted whatever clears: sold at the lowest allowed, bought at the highest; null: no limit is known. */
function takerPrice({ priceLimits }: MarketConfig, volumeMW: number): number | null {
  if (priceLimits === undefined || volumeMW === 0) return null;
  return volumeMW > 0 ? priceLimits.min : priceLimits.max;
}

function productLength(hours: number): string {
  return hours === 1
    ? 'hour'
    : hours === 0.5
      ? 'half-hour'
      : hours < 1
        ? `${Math.round(60 * hours)} minutes`
        : `${hours} hours`;
}

function difference(totalMW: number, soldMW: number): number {
  return soldMW === 0 ? totalMW : Number((totalMW - soldMW).toFixed(9)) + 0;
}

function serviceNamed(config: PipelineConfig, name: string) {
  const found = serviceMarkets(config).find((service) => service.name === name);
  if (found === undefined) throw new RangeError(`no service '${name}'`);
  return found;
}

function displayName(market: MarketConfig): string {
  return market.displayName ?? market.name;
}
