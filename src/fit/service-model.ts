import { type PriceHistory, type PriceSeries, seriesWithRole } from '../domain/price-history.ts';
import { blockBoundaries, slotsPerDay } from '../domain/market-calendar.ts';
import { wallClockRows } from './delivery-day-table.ts';
import type { WeekErrors } from './week-bank.ts';

/** How one service's availability price is drawn: forecast plus a past error in today's units. */
export interface ServiceModel {
  readonly name: string;
  /** `block`, `hour` or `period`: what one price holds for. */
  readonly interval: PriceSeries['interval'];
  /** Wall-clock slot at which each delivery interval starts. */
  readonly intervalSlots: Int32Array;
  /** leads × intervals: F of the planned day and those after it, currency per MW per hour. */
  readonly forecast: Float64Array;
  /** n origins × leads × intervals: error AV − F, scaled to today by S_d/S_b; NaN: nothing cleared, AV = F. */
  readonly errors: Float64Array;
  /** 1 where an origin has data for the whole week. */
  readonly complete: Uint8Array;
}

const errorScaleDays = 28;
const errorScaleFloor = 0.05;
const serviceBankDays = 365;

/**
 * Models of all services of the history for the origins of the energy bank. F_0 = ½ yesterday + ½ mean of
 * the last 7 days, later leads the same with forecasts filling the days not known; S = 28-day mean |AV − F|
 * + 0.05, both by delivery interval. SCENARIOS sections 4.12, 9.6 and 10.8.
 */
export function fitServices(history: PriceHistory, bank: WeekErrors, leads: number): ServiceModel[] {
  return seriesWithRole(history, 'service').map((series) => fitService(history, series, bank, leads));
}

/** Energy weights restricted to the last 365 days and to origins complete in every service; empty if none is. */
export function serviceBankWeights(services: readonly ServiceModel[], bank: WeekErrors, weights: Float64Array, target: number): Float64Array {
  if (services.length === 0) return new Float64Array(0);
  const usable = weights.map((weight, b) =>
    target - bank.days[b] <= serviceBankDays && services.every((service) => service.complete[b] === 1) ? weight : 0,
  );
  const total = usable.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? new Float64Array(0) : usable.map((weight) => weight / total);
}

function fitService(history: PriceHistory, series: PriceSeries, bank: WeekErrors, leads: number): ServiceModel {
  const intervalSlots = intervalSlotsOf(history, series);
  const width = intervalSlots.length;
  const prices = dailyPrices(history, series, intervalSlots);
  const days = history.days.length;
  const forecasts = Array.from({ length: days + 1 }, (_, day) => forecastDays(prices, width, day, leads));
  const scales = Array.from({ length: days + 1 }, (_, day) => errorScale(prices, forecasts, width, day));

  const n = bank.days.length;
  const errors = new Float64Array(n * leads * width).fill(NaN);
  const complete = new Uint8Array(n);
  for (let b = 0; b < n; b++) {
    const origin = bank.days[b];
    let daysWithData = 0;
    for (let lead = 0; lead < leads; lead++) {
      let cleared = 0;
      for (let i = 0; i < width; i++) {
        const price = prices[(origin + lead) * width + i];
        const error = (price - forecasts[origin][lead * width + i]) * (scales[days][i] / scales[origin][i]);
        errors[(b * leads + lead) * width + i] = error;
        if (!Number.isNaN(error)) cleared++;
      }
      if (cleared > 0) daysWithData++;
    }
    complete[b] = daysWithData === leads ? 1 : 0;
  }
  return { name: series.name, interval: series.interval, intervalSlots, forecast: forecasts[days], errors, complete };
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

/** days × intervals: the price at the start of each delivery interval; NaN where nothing cleared. */
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

/** F of `day` and the days after it, leads × intervals, from the prices before `day`. */
function forecastDays(prices: Float64Array, width: number, day: number, leads: number): Float64Array {
  const forecast = new Float64Array(leads * width);
  for (let i = 0; i < width; i++) {
    const past = (index: number): number => (index >= day ? forecast[(index - day) * width + i] : index < 0 ? NaN : prices[index * width + i]);
    for (let lead = 0; lead < leads; lead++) {
      let sum = 0;
      let count = 0;
      for (let lag = 1; lag <= 7; lag++) {
        const price = past(day + lead - lag);
        if (Number.isNaN(price)) continue;
        sum += price;
        count++;
      }
      const week = count === 0 ? lastKnown(prices, width, day, i) : sum / count;
      const yesterday = past(day + lead - 1);
      forecast[lead * width + i] = Number.isNaN(yesterday) ? week : 0.5 * yesterday + 0.5 * week;
    }
  }
  return forecast;
}

function lastKnown(prices: Float64Array, width: number, day: number, interval: number): number {
  for (let past = day - 8; past >= 0; past--) {
    const price = prices[past * width + interval];
    if (!Number.isNaN(price)) return price;
  }
  return NaN;
}

function errorScale(prices: Float64Array, forecasts: readonly Float64Array[], width: number, day: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => {
    let sum = 0;
    let count = 0;
    for (let past = day - errorScaleDays; past < day; past++) {
      if (past < 0) continue;
      const error = Math.abs(prices[past * width + i] - forecasts[past][i]);
      if (Number.isNaN(error)) continue;
      sum += error;
      count++;
    }
    return (count === 0 ? 0 : sum / count) + errorScaleFloor;
  });
}
