import type { MarketConfig, PipelineConfig } from '../../config.ts';
import { displayName } from './display-name.ts';

/** A cash stream's name on the page. */
export function streamDisplayName(stream: string, config: PipelineConfig): string {
  const service = /^availability:(.+)$/.exec(stream)?.[1];
  if (service !== undefined)
    return displayName(config.markets.find((market) => market.name === service) as MarketConfig);
  const names: Record<string, string> = {
    dayAhead: 'Day-ahead',
    imbalance: 'Imbalance',
    utilisation: 'Utilisation',
    throughput: 'Throughput',
    penalties: 'Penalties',
    storedEnergy: 'Stored energy',
  };
  return names[stream] ?? stream;
}
