import { dayOfWeek } from '../domain/market-calendar.ts';
import { ConfigError } from '../errors.ts';
import type { BatteryProblem, EnergyMarket } from './dispatch-problem.ts';
import { seasonalForecast } from './price-forecast-seasonal.ts';
import { tableForecast } from './price-forecast-table.ts';
import { yesterdayForecast } from './price-forecast-yesterday.ts';
import { knownCountAt } from './price-forecast.ts';
import type { PriceForecast, PriceRecord } from './price-forecast.ts';
import { modulo } from './price-state-chain.ts';

export const forecastSources = ['perfect', 'yesterday', 'seasonal', 'table'] as const;

export type ForecastSource = (typeof forecastSources)[number];

/** What is believed of the prices at a decision. */
export interface BelievedPrices {
  /** Called before each decision with its period, which never falls. */
  decideAt(period: number): void;
  /** The price of an interval of a market: as it is where it is known, else as forecast. */
  price(market: number, interval: number): number;
}

/**
 * The prices that a decision is made on, by source. A price is known `lagPeriods` after its interval starts: with
 * no lag that of the interval that starts now is known. Where there is nothing to go by (with a lag, at the very
 * start), the price is the terminal water value, or nothing where that is not set or negative: no trade pays.
 */
export function believedPrices(
  problem: BatteryProblem,
  source: ForecastSource,
  lagPeriods: number,
  halfLifeDays: number,
): BelievedPrices {
  const { markets, battery } = problem;
  if (source === 'perfect') return { decideAt() {}, price: (market, interval) => markets[market].prices[interval] };
  const records = markets.map(recordOf);
  const forecasts = records.map((record, m) => forecastOf(problem, source, record, m, halfLifeDays));
  const known = new Int32Array(markets.length);
  const blind = battery.terminal.kind === 'value' ? Math.max(0, battery.terminal.waterValue) : 0;
  return {
    decideAt(period) {
      for (const [m, record] of records.entries()) {
        known[m] = knownCountAt(record, period, lagPeriods);
        forecasts[m].learn(period, known[m]);
      }
    },
    price(market, interval) {
      const { historyCount, prices } = records[market];
      const index = historyCount + interval;
      return index < known[market] ? prices[index] : (forecasts[market].price(index) ?? blind);
    },
  };
}

/** A market's prices with those of its history before them, in intervals of the same length. */
export function recordOf({ name, starts, prices, history = new Float64Array(0) }: EnergyMarket): PriceRecord {
  const length = starts[1] - starts[0];
  const before = Int32Array.from(history, (_, i) => (i - history.length) * length);
  return {
    market: name,
    historyCount: history.length,
    starts: Int32Array.from([...before, ...starts]),
    prices: Float64Array.from([...history, ...prices]),
  };
}

function forecastOf(
  problem: BatteryProblem,
  source: Exclude<ForecastSource, 'perfect'>,
  record: PriceRecord,
  market: number,
  halfLifeDays: number,
): PriceForecast {
  if (source === 'table') return tableForecast(record, givenForecasts(problem.markets[market], market));
  const day = periodsPerDay(problem);
  return source === 'yesterday'
    ? yesterdayForecast(record, day)
    : seasonalForecast(record, day, weekendOf(problem), halfLifeDays);
}

function givenForecasts({ name, forecasts }: EnergyMarket, market: number) {
  if (forecasts !== undefined) return forecasts;
  throw new ConfigError(`market '${name}'`, {
    field: `markets[${market}].forecasts`,
    rule: '--forecast table takes the forecasts of the problem file',
    remedy: 'add forecasts to the market, or choose another --forecast',
  });
}

/** Periods in 24 h; a ConfigError where they are not whole. */
export function periodsPerDay({ periodHours }: BatteryProblem): number {
  const periods = Math.round(24 / periodHours);
  if (periods >= 1 && Math.abs(periods * periodHours - 24) <= 1e-9) return periods;
  throw new ConfigError('the time of day is not defined', {
    field: 'periodHours',
    rule: 'a day of 24 h is a whole number of periods',
    value: periodHours,
    remedy: "use engine exact, or rolling with '--forecast perfect'",
  });
}

/** 1 on Saturdays and Sundays by the clock of `startTime` as it is written, days of 24 h; 0 where there is none. */
function weekendOf({ labels, periodHours }: BatteryProblem): (period: number) => number {
  const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(labels.startTime ?? '');
  if (written === null || Number.isNaN(Date.parse(written[1]))) return () => 0;
  const [, date, hours = '0', minutes = '0'] = written;
  const startHour = 24 * dayOfWeek(date) + Number(hours) + Number(minutes) / 60;
  return (period) => {
    // Rounding must not move midnight to the day before. Monday 1 … Saturday 6, Sunday 0.
    const weekday = modulo(Math.floor((startHour + period * periodHours) / 24 + 1e-9), 7);
    return weekday === 6 || weekday === 0 ? 1 : 0;
  };
}
