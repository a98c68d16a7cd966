import type { PriceSeries } from '../domain/price-history.ts';
import { forecastService, type ServiceHistory } from './service-history.ts';
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
  /** 1 where an interval never cleared: nothing is known of its price, F is 0. */
  readonly neverCleared: Uint8Array;
  /** Lowest and highest price cleared in the last 365 days, F included: simulated prices stay within. */
  readonly range: readonly [number, number];
  /** n origins × leads × intervals: error AV − F, scaled to today by S_d/S_b; NaN: nothing cleared, AV = F. */
  readonly errors: Float64Array;
  /** 1 where an origin is at most 365 days old and something cleared on each day of its week. */
  readonly usable: Uint8Array;
}

/** The services that can be drawn together, the weights of their origins, and the names of those left out. */
export interface ServiceBank {
  readonly services: readonly ServiceModel[];
  /** Energy weights restricted to the origins usable in every service, sum 1; empty without services. */
  readonly weights: Float64Array;
  readonly leftOut: readonly string[];
}

const errorScaleDays = 28;
const errorScaleFloor = 0.05;
const serviceBankDays = 365;
const minimumOrigins = 30;

/**
 * Models of all services for the planned day with index `target`: F and S = 28-day mean |AV − F| + 0.05 by delivery
 * interval, errors of the same past weeks as energy's. Fewer than 30 weeks that all services have: the service with
 * the fewest is left out until there are. docs/method/scenarios.md.
 */
export function serviceBank(
  histories: readonly ServiceHistory[],
  bank: WeekErrors,
  weights: Float64Array,
  target: number,
  leads: number,
): ServiceBank {
  const all = histories.map((history) => serviceModel(history, bank, target, leads));
  let services = all;
  let usable = jointlyUsable(services, weights.length);
  while (services.length > 0 && countOf(usable) < minimumOrigins) {
    const fewest = Math.min(...services.map((service) => countOf(service.usable)));
    const leaving = services.findLast((service) => countOf(service.usable) === fewest);
    services = services.filter((service) => service !== leaving);
    usable = jointlyUsable(services, weights.length);
  }
  const leftOut = all.filter((service) => !services.includes(service)).map((service) => service.name);
  if (services.length === 0) return { services, weights: new Float64Array(0), leftOut };
  const restricted = weights.map((weight, b) => weight * usable[b]);
  const total = restricted.reduce((sum, weight) => sum + weight, 0);
  return { services, weights: restricted.map((weight) => weight / total), leftOut };
}

function serviceModel(history: ServiceHistory, bank: WeekErrors, target: number, leads: number): ServiceModel {
  const { name, interval, intervalSlots, prices } = history;
  const width = intervalSlots.length;
  const known = forecastService(prices, width, target, leads);
  const scale = errorScale(history, target);
  const n = bank.days.length;
  const errors = new Float64Array(n * leads * width).fill(NaN);
  const usable = new Uint8Array(n);
  for (let b = 0; b < n; b++) {
    const origin = bank.days[b];
    if (target - origin > serviceBankDays) continue;
    const expected = forecastService(prices, width, origin, leads);
    const originScale = errorScale(history, origin);
    let daysWithPrices = 0;
    for (let lead = 0; lead < leads; lead++) {
      let cleared = 0;
      for (let i = 0; i < width; i++) {
        const error = prices[(origin + lead) * width + i] - expected[lead * width + i];
        errors[(b * leads + lead) * width + i] = error * (scale[i] / originScale[i]);
        if (!Number.isNaN(error)) cleared++;
      }
      if (cleared > 0) daysWithPrices++;
    }
    usable[b] = Number(daysWithPrices === leads);
  }
  const forecast = known.map((value) => (Number.isNaN(value) ? 0 : value));
  return {
    name,
    interval,
    intervalSlots,
    forecast,
    range: clearedRange(prices.subarray(Math.max(0, target - serviceBankDays) * width, target * width), forecast),
    neverCleared: Uint8Array.from(intervalSlots, (_, i) => Number(Number.isNaN(known[i]))),
    errors,
    usable,
  };
}

/** The scaled error of a calm past week on a lively day would otherwise give prices that no auction has seen. */
function clearedRange(prices: Float64Array, forecast: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [prices, forecast]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

function errorScale({ absoluteError, intervalSlots }: ServiceHistory, day: number): Float64Array {
  const width = intervalSlots.length;
  return Float64Array.from({ length: width }, (_, i) => {
    let sum = 0;
    let count = 0;
    for (let past = Math.max(0, day - errorScaleDays); past < day; past++) {
      const error = absoluteError[past * width + i];
      if (Number.isNaN(error)) continue;
      sum += error;
      count++;
    }
    return (count === 0 ? 0 : sum / count) + errorScaleFloor;
  });
}

function jointlyUsable(services: readonly ServiceModel[], n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, b) => Number(services.every((service) => service.usable[b] === 1)));
}

function countOf(marks: Uint8Array): number {
  return marks.reduce((count, mark) => count + mark, 0);
}
