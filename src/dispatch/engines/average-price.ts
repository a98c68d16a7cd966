import { playRule } from './commitment-rule.ts';
import type { Offer } from './commitment-rule.ts';
import type { DispatchEngine } from './engine.ts';

/** Charges below the average price, discharges above it: the simplest rule of the field. */
export const averagePriceEngine: DispatchEngine = {
  name: 'average-price',
  description: 'charges below and discharges above the average price of all data',
  exclusive: true,
  async solve(problem) {
    const means = problem.markets.map(({ prices }) => prices.reduce((sum, price) => sum + price, 0) / prices.length);
    const average = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    return playRule(problem, 'average-price', (_, starting) =>
      starting.map(({ market, interval, room }): Offer => {
        const price = problem.markets[market].prices[interval];
        return price < average
          ? { market, interval, direction: 'charge', score: (average - price) * room.chargeMWh }
          : { market, interval, direction: 'discharge', score: (price - average) * room.dischargeMWh };
      }),
    );
  },
};
