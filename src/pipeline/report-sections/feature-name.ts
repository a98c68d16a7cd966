import { energyMarket, type MarketConfig, type PipelineConfig } from '../../config.ts';
import { localClock, type MarketCalendar } from '../../domain/market-calendar.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { NamedFeature } from '../scenario-features.ts';
import { displayName } from './display-name.ts';

/** A feature in the reader's words. */
export function featureName(
  feature: NamedFeature,
  config: PipelineConfig,
  calendar: MarketCalendar,
  result: PipelineResult,
): string {
  const { periodHours, periodCount } = result.problem;
  const [firstDay] = result.sets.evaluate.days;
  const clock = (period: number): string => localClock(calendar, firstDay.startTime + period * periodHours * 3_600_000);
  const subject =
    feature.market === 'basis'
      ? 'Imbalance less day-ahead'
      : feature.market === 'dayAhead' || feature.market === 'imbalance'
        ? `${displayName(energyMarket(config, feature.market))} price`
        : `${displayName(config.markets.find((market) => market.name === feature.market) as MarketConfig)} availability price`;
  if (feature.kind === 'spread') return `${subject}, dearest less cheapest four hours`;
  if (feature.kind === 'maximum') return `${subject}, highest half-hour`;
  return feature.to - feature.from >= periodCount
    ? `${subject}, mean of the day`
    : `${subject} ${clock(feature.from)}–${clock(feature.to)}`;
}
