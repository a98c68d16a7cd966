import { intervalAt } from './price-forecast.ts';
import type { PriceForecast, PriceRecord } from './price-forecast.ts';

/** The price 24 h earlier if it is known, else 48 h earlier, and so on; before that the mean of what is known. */
export function yesterdayForecast(record: PriceRecord, periodsPerDay: number): PriceForecast {
  const { starts, prices } = record;
  let known = 0;
  let sum = 0;
  return {
    learn(_, knownCount) {
      while (known < knownCount) sum += prices[known++];
    },
    price(index) {
      for (let period = starts[index] - periodsPerDay; period >= starts[0]; period -= periodsPerDay) {
        const earlier = intervalAt(record, period);
        if (earlier < known) return prices[earlier];
      }
      return known > 0 ? sum / known : null;
    },
  };
}
