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
  const roots: OpenNode[] = [];
  const open: OpenNode[] = [];
  // The next interval of each market: of those that start first the longest comes first.
  const next = markets.map(() => 0);
  for (;;) {
    const m = earliest(markets, next);
    if (m === -1) return roots;
    const interval = next[m]++;
    const start = markets[m].starts[interval];
    const end = markets[m].starts[interval + 1];
    const offer: IntervalPrice = { price: markets[m].prices[interval], market: m, interval };
    while (open.length > 0 && open[open.length - 1].end <= start) open.pop();
    const around = open.length > 0 ? open[open.length - 1] : null;
    if (around !== null && end > around.end) return null;
    if (around !== null && around.start === start && around.end === end) {
      // An interval that is not traded (NaN) loses against any price.
      if (Number.isNaN(around.buy.price) || offer.price < around.buy.price) around.buy = offer;
      if (Number.isNaN(around.sell.price) || offer.price > around.sell.price) around.sell = offer;
      continue;
    }
    const node: OpenNode = { start, end, buy: offer, sell: offer, children: [] };
    (around?.children ?? roots).push(node);
    open.push(node);
  }
}

/** A node that intervals may still be added to. */
interface OpenNode extends MarketNode {
  buy: IntervalPrice;
  sell: IntervalPrice;
  readonly children: MarketNode[];
}

/** The market whose next interval starts first, of several the longest, then the first in the list; −1 at the end. */
function earliest(markets: readonly EnergyMarket[], next: readonly number[]): number {
  let best = -1;
  let start = Infinity;
  let end = -Infinity;
  for (let m = 0; m < markets.length; m++) {
    const i = next[m];
    if (i >= markets[m].prices.length) continue;
    const from = markets[m].starts[i];
    const to = markets[m].starts[i + 1];
    if (from > start || (from === start && to <= end)) continue;
    best = m;
    start = from;
    end = to;
  }
  return best;
}
