import { sampleQuantiles } from '../../math/sample-statistics.ts';
import type { EnergyMarket } from '../dispatch-problem.ts';

/** Probabilities of the quantiles that prices are drawn in to, 0 ≤ low < high ≤ 1. */
export interface WinsoriseQuantiles {
  readonly low: number;
  readonly high: number;
}

/** What was done to one market's prices. */
export interface WinsorisedMarket {
  readonly name: string;
  /** The quantiles, currency per MWh; null where the market has no price. */
  readonly lowPrice: number | null;
  readonly highPrice: number | null;
  /** Prices raised to the one and lowered to the other. */
  readonly raised: number;
  readonly lowered: number;
  readonly priceCount: number;
}

/**
 * Prices outside two quantiles of their own market drawn in to them, so that decisions do not chase extremes.
 * Quantiles by linear interpolation (R's type 7); intervals without a price (NaN) stay so and do not count.
 * Source: Dixon and Tukey, Technometrics 10 (1968) 83-98.
 */
export function winsorisePrices<M extends EnergyMarket>(
  markets: readonly M[],
  { low, high }: WinsoriseQuantiles,
): { markets: M[]; changes: WinsorisedMarket[] } {
  const changes: WinsorisedMarket[] = [];
  const winsorised = markets.map((market): M => {
    const given = market.prices.filter((price) => !Number.isNaN(price));
    const [lowPrice, highPrice] = given.length === 0 ? [null, null] : sampleQuantiles(given, [low, high]);
    changes.push({
      name: market.name,
      lowPrice,
      highPrice,
      raised: lowPrice === null ? 0 : given.filter((price) => price < lowPrice).length,
      lowered: highPrice === null ? 0 : given.filter((price) => price > highPrice).length,
      priceCount: given.length,
    });
    if (lowPrice === null || highPrice === null) return market;
    // Math.max and Math.min hand NaN through.
    return { ...market, prices: market.prices.map((price) => Math.min(highPrice, Math.max(lowPrice, price))) };
  });
  return { markets: winsorised, changes };
}
