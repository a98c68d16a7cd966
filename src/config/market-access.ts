import type { MarketConfig, PipelineConfig, ServiceConfig } from '../config.ts';

/** The day-ahead or imbalance market of a configuration. */
export function energyMarket(config: PipelineConfig, role: 'dayAhead' | 'imbalance'): MarketConfig {
  return config.markets.find((market) => market.role === role) as MarketConfig;
}

export function serviceMarkets(config: PipelineConfig): ServiceConfig[] {
  return config.markets.filter((market): market is ServiceConfig => market.role === 'service');
}

/** The interval of a market's price series: its own statement, else the interval that is traded. */
export function seriesInterval(market: MarketConfig): 'period' | 'hour' | 'block' {
  return market.seriesInterval ?? market.interval;
}

/** Mean share of the reserved power that is called on a delivery date. */
export function activationShare(service: ServiceConfig, date: string): number {
  return (
    service.activation.toSorted((a, b) => a.from.localeCompare(b.from)).findLast((row) => row.from <= date)
      ?.meanShare ?? 0
  );
}
