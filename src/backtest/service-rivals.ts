import { forecastService, type ServiceHistory } from '../fit/service-history.ts';

/** A simple way to simulate a service's prices of one day, which the scorecard sets beside the default's. */
export interface ServiceRival {
  readonly name: string;
  readonly description: string;
  /** Equally likely rows of the day's delivery intervals, one a past day, from the prices before `target`. */
  readonly rows: (history: ServiceHistory, target: number) => Float64Array[];
}

const blockWindowDays = 30;
const blockDays = 7;
const errorWindowDays = 365;

/** What did not clear on a past day counts as the forecast of the day simulated, or as no change. */
export const serviceRivals: readonly ServiceRival[] = [
  {
    name: 'last-30-days',
    description: 'first days of the whole 7-day blocks of the last 30 days, as they were',
    rows: ({ prices, intervalSlots: { length: width } }, target) => {
      const forecast = cleared(forecastService(prices, width, target, 1));
      return days(target - blockWindowDays, target - blockDays).map((day) =>
        forecast.map((instead, i) => orElse(prices[day * width + i], instead)),
      );
    },
  },
  {
    name: 'yesterday',
    description: 'yesterday’s price and the changes from day to day of the last 365 days',
    rows: ({ prices, intervalSlots: { length: width } }, target) => {
      const forecast = cleared(forecastService(prices, width, target, 1));
      const base = forecast.map((instead, i) => orElse(prices[(target - 1) * width + i], instead));
      return days(Math.max(1, target - errorWindowDays), target - 1).map((day) =>
        base.map((price, i) => price + orElse(prices[day * width + i] - prices[(day - 1) * width + i], 0)),
      );
    },
  },
];

function days(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k).filter((day) => day >= 0);
}

/** Of what never cleared nothing is known: 0, as in the default. */
function cleared(forecast: Float64Array): Float64Array {
  return forecast.map((price) => orElse(price, 0));
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
