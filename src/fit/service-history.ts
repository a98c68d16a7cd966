import { blockBoundaries, slotsPerDay } from '../domain/market-calendar.ts';
import { seriesWithRole, type PriceHistory, type PriceSeries } from '../domain/price-history.ts';
import { wallClockRows } from './delivery-day-table.ts';

/** Availability prices of one service by day and delivery interval, with the forecast of each day by the days before it. */
export interface ServiceHistory {
  readonly name: string;
  /** `block`, `hour` or `period`: what one price holds for. */
  readonly interval: PriceSeries['interval'];
  /** Wall-clock slot at which each delivery interval starts. */
  readonly intervalSlots: Int32Array;
  readonly days: number;
  /** days × intervals, currency per MW per hour; NaN where nothing cleared. */
  readonly prices: Float64Array;
  /** days × intervals: |AV − F| of the one-day-ahead forecast; NaN where either is unknown. */
  readonly absoluteError: Float64Array;
}

export function serviceHistories(history: PriceHistory): ServiceHistory[] {
  return seriesWithRole(history, 'service').map((series) => {
    const intervalSlots = intervalSlotsOf(history, series);
    const width = intervalSlots.length;
    const days = history.days.length;
    const prices = dailyPrices(history, series, intervalSlots);
    const absoluteError = new Float64Array(days * width);
    for (let day = 0; day < days; day++) {
      const forecast = forecastService(prices, width, day, 1);
      for (let i = 0; i < width; i++) absoluteError[day * width + i] = Math.abs(prices[day * width + i] - forecast[i]);
    }
    return { name: series.name, interval: series.interval, intervalSlots, days, prices, absoluteError };
  });
}

/**
 * F of `day` and the days after it (leads × intervals) from the prices before `day`: half of yesterday's and half of
 * the mean of the last 7 days, forecasts filling the days not known. A day on which nothing cleared is left out of
 * both; where nothing cleared in 7 days the last cleared price counts. NaN where nothing ever cleared.
 */
export function forecastService(prices: Float64Array, width: number, day: number, leads: number): Float64Array {
  const forecast = new Float64Array(leads * width);
  for (let i = 0; i < width; i++) {
    const priceOf = (past: number): number => {
      if (past >= day) return forecast[(past - day) * width + i];
      return past < 0 ? NaN : prices[past * width + i];
    };
    for (let lead = 0; lead < leads; lead++) {
      let sum = 0;
      let count = 0;
      for (let lag = 1; lag <= 7; lag++) {
        const price = priceOf(day + lead - lag);
        if (Number.isNaN(price)) continue;
        sum += price;
        count++;
      }
      const week = count === 0 ? lastCleared(prices, width, day, i) : sum / count;
      const yesterday = priceOf(day + lead - 1);
      forecast[lead * width + i] = Number.isNaN(yesterday) ? week : 0.5 * yesterday + 0.5 * week;
    }
  }
  return forecast;
}

function lastCleared(prices: Float64Array, width: number, day: number, interval: number): number {
  for (let past = day - 1; past >= 0; past--) {
    const price = prices[past * width + interval];
    if (!Number.isNaN(price)) return price;
  }
  return NaN;
}

/** Wall-clock slots at which the delivery intervals of an ordinary day start. */
function intervalSlotsOf(history: PriceHistory, series: PriceSeries): Int32Array {
  const { calendar, days } = history;
  const slots = slotsPerDay(calendar);
  if (series.interval === 'block') {
    const ordinary = days.find((day) => day.periodCount === slots) ?? days[0];
    return blockBoundaries(calendar, ordinary).slice(0, -1);
  }
  const step = series.interval === 'hour' ? 60 / calendar.periodMinutes : 1;
  return Int32Array.from({ length: slots / step }, (_, i) => i * step);
}

/** days × intervals: the price of each delivery interval; NaN where nothing cleared. */
function dailyPrices(history: PriceHistory, series: PriceSeries, intervalSlots: Int32Array): Float64Array {
  const slots = slotsPerDay(history.calendar);
  const rows = wallClockRows(history, series);
  const width = intervalSlots.length;
  const prices = new Float64Array(history.days.length * width);
  for (let day = 0; day < history.days.length; day++) {
    for (let i = 0; i < width; i++) {
      const end = i + 1 < width ? intervalSlots[i + 1] : slots;
      // On the short day an interval may begin in the skipped hour: its first known slot counts.
      let slot = intervalSlots[i];
      while (slot + 1 < end && Number.isNaN(rows[day * slots + slot])) slot++;
      prices[day * width + i] = rows[day * slots + slot];
    }
  }
  return prices;
}
