import type { MarketConfig, PipelineConfig } from '../config.ts';
import type { PriceSeries } from '../domain/price-history.ts';

/** When a market's prices are known: at a local time on the eve of delivery, or minutes after each period. */
export type ResultsKnownAt = NonNullable<MarketConfig['resultsKnownAt']>;

const defaultKnownAt: Readonly<Record<MarketConfig['role'], ResultsKnownAt>> = {
  dayAhead: { eveAt: '11:00' },
  service: { eveAt: '14:30' },
  imbalance: { minutesAfterPeriod: 30 },
};

/** When the prices of a series are known: as its market states, else by its role. */
export function resultsKnownAt(config: PipelineConfig, series: Pick<PriceSeries, 'name' | 'role'>): ResultsKnownAt {
  return config.markets.find((market) => market.name === series.name)?.resultsKnownAt ?? defaultKnownAt[series.role];
}
