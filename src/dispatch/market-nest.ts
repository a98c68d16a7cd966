import type { EnergyMarket } from './dispatch-problem.ts';

/** A source or sink of energy that is constant over an interval: the best market for it and its price. */
export interface IntervalPrice {
  readonly price: number;
  readonly market: number;
  /** Index of the interval within that market. */
  readonly interval: number;
}

/** A delivery interval with the intervals inside it; children, where there are any, cover it without gaps. */
export interface MarketNode {
  readonly start: number;
  /** One after the last period. */
  readonly end: number;
  /** The cheapest market of exactly this interval to buy in, and the dearest to sell in. */
  readonly buy: IntervalPrice;
  readonly sell: IntervalPrice;
  readonly children: readonly MarketNode[];
}

/** The markets' intervals as a forest in time order; null where two intervals overlap without nesting. */
export function nestMarkets(markets: readonly EnergyMarket[]): MarketNode[] | null {
  const byInterval = new Map<string, { start: number; end: number; offers: IntervalPrice[] }>();
  for (const [m, market] of markets.entries()) {
    for (let i = 0; i < market.prices.length; i++) {
      const start = market.starts[i];
      const end = market.starts[i + 1];
      const key = `${start}-${end}`;
      const entry = byInterval.get(key) ?? { start, end, offers: [] };
      entry.offers.push({ price: market.prices[i], market: m, interval: i });
      byInterval.set(key, entry);
    }
  }
  const intervals = [...byInterval.values()].toSorted((a, b) => a.start - b.start || b.end - a.end);
  const roots: MarketNode[] = [];
  const open: { end: number; children: MarketNode[] }[] = [];
  for (const { start, end, offers } of intervals) {
    while (open.length > 0 && open.at(-1)!.end <= start) open.pop();
    if (open.length > 0 && end > open.at(-1)!.end) return null;
    const children: MarketNode[] = [];
    const node: MarketNode = {
      start,
      end,
      // An interval that is not traded (NaN) loses against any price.
      buy: offers.reduce((best, offer) => (Number.isNaN(best.price) || offer.price < best.price ? offer : best)),
      sell: offers.reduce((best, offer) => (Number.isNaN(best.price) || offer.price > best.price ? offer : best)),
      children,
    };
    (open.at(-1)?.children ?? roots).push(node);
    open.push({ end, children });
  }
  return roots;
}
