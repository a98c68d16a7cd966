import { energyMarket, serviceMarkets, type PipelineConfig } from '../config.ts';
import type { WholeDayRequest } from '../fit/fit-whole-day.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';

type Range = readonly [from: number, to: number];

/** The three disjoint scenario sets as ranges of scenario numbers: plan, then choose, then evaluate. */
export function scenarioRanges(config: PipelineConfig): { plan: Range; choose: Range; evaluate: Range; total: number } {
  const { plan, choose, count } = config.scenarios;
  const total = plan + choose + count;
  return { plan: [0, plan], choose: [plan, plan + choose], evaluate: [plan + choose, total], total };
}

/** What the generator is fitted with for delivery day `date`. */
export function modelRequest(config: PipelineConfig, date: string): WholeDayRequest {
  return {
    date,
    generator: config.generator,
    maxMissingPeriodsPerDay: config.data.maxMissingPeriodsPerDay,
    priceLimits: generatorPriceLimits(config),
  };
}

/** Limits that simulated prices are clipped to; an energy market without its own has −500 to 6,000. */
export function generatorPriceLimits(config: PipelineConfig): WholeDayModel['priceLimits'] {
  const limits = (role: 'dayAhead' | 'imbalance'): [number, number] => {
    const { min, max } = energyMarket(config, role).priceLimits ?? { min: -500, max: 6000 };
    return [min, max];
  };
  const services = serviceMarkets(config).flatMap(({ name, priceLimits }) =>
    priceLimits === undefined ? [] : [[name, [priceLimits.min, priceLimits.max]] as const],
  );
  return { dayAhead: limits('dayAhead'), imbalance: limits('imbalance'), services: Object.fromEntries(services) };
}
