import type { MarketConfig } from '../../config.ts';

/** A market's name on the page. */
export function displayName(market: MarketConfig): string {
  return market.displayName ?? market.name;
}
