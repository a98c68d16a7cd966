import type { MarketConfig, PipelineConfig, ServiceConfig } from '../config.ts';
import type { PlanService } from '../domain/plan-problem.ts';
import type { ScenarioSet, ServiceScenarios } from '../domain/scenario-set.ts';
import { sampleQuantiles } from '../math/sample-statistics.ts';
import { ascendingPrices } from './bid-thresholds.ts';

/**
 * The configuration with the prices that services ask filled in: the lowest is the market's, or else the lowest
 * simulated one; the others are the quantiles i/steps of the first day's prices over `planned`, on the market's tick and
 * ascending, as many as lie within the market's limits. Unchanged where every service is offered as a price taker or states its prices.
 */
export function withOfferPrices(config: PipelineConfig, planned: ScenarioSet): PipelineConfig {
  const markets = config.markets.map((market): MarketConfig => {
    if (market.role !== 'service' || typeof market.offer === 'string' || 'prices' in market.offer) return market;
    const scenarios = planned.services.find(({ name }) => name === market.name);
    return scenarios === undefined
      ? market
      : { ...market, offer: { prices: askedPrices(market, scenarios, planned, market.offer.steps) } };
  });
  return markets.some((market, i) => market !== config.markets[i]) ? { ...config, markets } : config;
}

/** The prices that a service asks as a field of its plan; nothing for a price taker. */
export function askedPricesOf({ name, offer }: ServiceConfig): Pick<PlanService, 'offerThresholds'> {
  if (offer === 'priceTaking') return {};
  if ('prices' in offer) return { offerThresholds: Float64Array.from(offer.prices) };
  throw new RangeError(`the prices that '${name}' asks are not filled in: withOfferPrices`);
}

function askedPrices(
  { rules, priceLimits }: ServiceConfig,
  { availability, intervalStarts }: ServiceScenarios,
  { dayOffsets, scenarioCount }: ScenarioSet,
  steps: number,
): number[] {
  const width = intervalStarts.length - 1;
  const ofDay = Array.from(intervalStarts.subarray(0, -1).keys()).filter((b) => intervalStarts[b] < dayOffsets[1]);
  const prices: number[] = [];
  for (let s = 0; s < scenarioCount; s++) for (const b of ofDay) prices.push(availability[s * width + b]);
  const shares = Array.from({ length: steps - 1 }, (_, i) => (i + 1) / steps);
  const lowest = priceLimits?.min ?? prices.reduce((least, price) => Math.min(least, price), Infinity);
  // Where prices crowd at the market's limit, those that were moved apart beyond it would be refused.
  const { max: highest = Infinity } = priceLimits ?? {};
  return ascendingPrices(rules, [lowest, ...sampleQuantiles(prices, shares)]).filter((price) => price <= highest);
}
