import { ConfigError } from '../../errors.ts';
import { playRule } from './commitment-rule.ts';
import type { Offer } from './commitment-rule.ts';
import type { DispatchEngine } from './engine.ts';

/** Compares each price with the highest and lowest of the next hours, known in advance. */
export const lookaheadEngine: DispatchEngine = {
  name: 'lookahead',
  description: 'trades against the highest and lowest price of the next --lookahead-hours',
  exclusive: true,
  options: ['lookaheadHours'],
  async solve(problem, { lookaheadHours }) {
    if (lookaheadHours === undefined || !(lookaheadHours > 0)) {
      throw new ConfigError("engine 'lookahead' needs its horizon", {
        field: '--lookahead-hours',
        rule: 'hours to look ahead, greater than 0',
        value: lookaheadHours,
        remedy: 'add --lookahead-hours 4',
      });
    }
    const seenPeriods = Math.floor(lookaheadHours / problem.periodHours + 1e-9);
    return playRule(problem, 'lookahead', (_, starting) => {
      let highest = -Infinity;
      let lowest = Infinity;
      for (const { market, interval } of starting) {
        const { prices, starts } = problem.markets[market];
        // The next lookaheadHours / intervalHours intervals, the current one excluded.
        const until = starts[interval + 1] + seenPeriods;
        for (let i = interval + 1; i < prices.length && starts[i + 1] <= until; i++) {
          highest = Math.max(highest, prices[i]);
          lowest = Math.min(lowest, prices[i]);
        }
      }
      if (highest === -Infinity) return [];
      return starting.flatMap(({ market, interval, room }): Offer[] => {
        const price = problem.markets[market].prices[interval];
        const offers: Offer[] = [];
        if (price < lowest && highest > price)
          offers.push({ market, interval, direction: 'charge', score: (highest - price) * room.chargeMWh });
        if (price > highest && price > lowest)
          offers.push({ market, interval, direction: 'discharge', score: (price - lowest) * room.dischargeMWh });
        return offers;
      });
    });
  },
};
