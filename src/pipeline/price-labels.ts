import type { PipelineConfig } from '../config.ts';

/** What must be said wherever the prices of a configuration are shown. */
export function priceLabels({ data, markets }: PipelineConfig): string[] {
  return [
    ...(data.synthetic ? ['synthetic prices'] : []),
    ...markets.flatMap((market) =>
      market.proxy === undefined ? [] : [`${market.displayName ?? market.name}: proxy ${market.proxy}`],
    ),
  ];
}
