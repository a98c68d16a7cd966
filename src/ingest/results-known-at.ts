import type { MarketConfig, PipelineConfig } from '../config.ts';
import type { PriceSeries } from '../domain/price-history.ts';

/** When a market's prices are known: at a local time on the eve of delivery, or minutes after each period. */
export type ResultsKnownAt = NonNullable<MarketConfig['resultsKnownAt']>;

/** When day-ahead results are out at the latest, by calendar: docs/gb-market-rules.md. `nem` has no such auction. */
const dayAheadKnownAt: Readonly<Record<PipelineConfig['calendar'], string>> = {
  gb: '10:00',
  nem: '11:00',
  sdac: '13:50',
};

/** When the prices of a series are known: as its market states, else at the latest time published for its role. */
export function resultsKnownAt(config: PipelineConfig, series: Pick<PriceSeries, 'name' | 'role'>): ResultsKnownAt {
  return config.markets.find((market) => market.name === series.name)?.resultsKnownAt ?? latestKnownAt(config, series);
}

function latestKnownAt({ calendar }: PipelineConfig, { role }: Pick<PriceSeries, 'role'>): ResultsKnownAt {
  if (role === 'imbalance') return { minutesAfterPeriod: 30 };
  return { eveAt: role === 'service' ? '16:00' : dayAheadKnownAt[calendar] };
}
