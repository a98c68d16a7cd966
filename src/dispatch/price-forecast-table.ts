import { ConfigError } from '../errors.ts';
import type { ForecastRow } from './dispatch-problem.ts';
import { intervalAt } from './price-forecast.ts';
import type { PriceForecast, PriceRecord } from './price-forecast.ts';

/**
 * Forecasts as given: for each interval the latest row made at or before the decision that has a price for it.
 * An interval without any is a ConfigError.
 */
export function tableForecast(record: PriceRecord, rows: readonly ForecastRow[]): PriceForecast {
  const inTime = rows.toSorted((a, b) => a.madeAt - b.madeAt);
  const firstInterval = inTime.map(({ from }) => intervalAt(record, from));
  let made = 0;
  let decision = 0;
  return {
    learn(period) {
      decision = period;
      while (made < inTime.length && inTime[made].madeAt <= period) made++;
    },
    price(index) {
      for (let row = made - 1; row >= 0; row--) {
        const price = inTime[row].prices[index - firstInterval[row]];
        if (price !== undefined) return price;
      }
      throw new ConfigError(`market '${record.market}'`, {
        field: 'forecasts',
        rule: 'for every decision a row made at or before it has a price for each interval of the window',
        value: `none for period ${record.starts[index]}, decided in period ${decision}`,
        remedy: 'add a row or prices to one, or shorten --window-hours',
      });
    },
  };
}
