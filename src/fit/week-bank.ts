import { median } from '../math/median.ts';
import type { DayForecast } from './day-forecast.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import type { ForwardPass } from './forward-pass.ts';

/**
 * Past weeks as the generator draws them: for each origin b and lead h, what the day b + h was against what
 * was forecast of it on day b. n origins in date order, H leads.
 */
export interface WeekErrors {
  readonly dates: readonly string[];
  /** Day index of each origin. */
  readonly days: Int32Array;
  /** n × H: (L − L̂)/σ̂ of the origin. */
  readonly levelError: Float64Array;
  /** n × H: ln A − Â. */
  readonly amplitudeError: Float64Array;
  /** n × H: ln G − Ĝ. */
  readonly basisSizeError: Float64Array;
  /** n × H × intervals: u, the shape of the day itself. */
  readonly shape: Float64Array;
  /** n × H × intervals: φ, the shape that was forecast. */
  readonly forecastShape: Float64Array;
  /** n × H × slots: B/G, the basis in units of its size. */
  readonly basisPattern: Float64Array;
}

const lastKnownDay = 2;

/**
 * The bank for the planned day with index `target`: origins whose whole week was known (imbalance included) two days
 * before it, at most `windowDays` old, with at most one invalid day, which is filled by the day before it.
 */
export function weekBank(
  table: DeliveryDayTable,
  { states, forecasts }: ForwardPass,
  target: number,
  leads: number,
  windowDays: number,
): WeekErrors {
  const { intervals, slots } = table;
  const origins: { origin: number; forecast: DayForecast; days: number[] }[] = [];
  const lastOrigin = target - lastKnownDay - (leads - 1);
  for (let origin = Math.max(0, target - windowDays); origin <= lastOrigin; origin++) {
    const forecast = forecasts[origin];
    const days = weekOf(table, origin, leads);
    if (forecast !== null && days !== undefined) origins.push({ origin, forecast, days });
  }
  const n = origins.length;
  const bank: WeekErrors = {
    dates: origins.map(({ origin }) => table.dates[origin]),
    days: Int32Array.from(origins, ({ origin }) => origin),
    levelError: new Float64Array(n * leads),
    amplitudeError: new Float64Array(n * leads),
    basisSizeError: new Float64Array(n * leads),
    shape: new Float64Array(n * leads * intervals),
    forecastShape: new Float64Array(n * leads * intervals),
    basisPattern: new Float64Array(n * leads * slots),
  };
  origins.forEach(({ forecast, days }, index) => {
    bank.forecastShape.set(forecast.shape, index * leads * intervals);
    days.forEach((day, lead) => {
      const at = index * leads + lead;
      bank.levelError[at] = (states.level[day] - forecast.level[lead]) / forecast.levelErrorScale;
      bank.amplitudeError[at] = states.logAmplitude[day] - forecast.logAmplitude[lead];
      bank.basisSizeError[at] = states.logBasisSize[day] - forecast.logBasisSize[lead];
      bank.shape.set(states.shape.subarray(day * intervals, (day + 1) * intervals), at * intervals);
      const size = Math.exp(states.logBasisSize[day]);
      for (let slot = 0; slot < slots; slot++) {
        bank.basisPattern[at * slots + slot] = states.basis[day * slots + slot] / size;
      }
    });
  });
  return bank;
}

/** The days that supply the week from `origin`; undefined with more than one invalid day. */
function weekOf(table: DeliveryDayTable, origin: number, leads: number): number[] | undefined {
  const days: number[] = [];
  let filled = 0;
  for (let lead = 0; lead < leads; lead++) {
    const day = origin + lead;
    const used = table.valid[day] === 1 ? day : day - 1;
    if (used !== day && (used < 0 || table.valid[used] === 0 || ++filled > 1)) return undefined;
    days.push(used);
  }
  return days;
}

/** How alike two weeks must be: D over the first `leads` shapes (default: all), exp(−D/(2·width²·median D)). */
export interface Likeness {
  readonly width: number;
  readonly leads?: number;
}

const forecastLikeness: Likeness = { width: 0.6 };
/** With the day-ahead prices of the first day known its own shape counts alone. */
export const knownLikeness: Likeness = { width: 0.5, leads: 1 };

/**
 * Weight of each origin, sum 1: recency 2^(−age/halfLife), a third where the first days differ in weekday against
 * weekend or holiday, and likeness of the forecast shapes over all leads, exp(−D/(2·0.6²·median D)).
 */
export function bankWeights(
  table: DeliveryDayTable,
  bank: WeekErrors,
  target: number,
  targetShape: Float64Array,
  halfLifeDays: number,
  { width, leads }: Likeness = forecastLikeness,
): Float64Array {
  const size = targetShape.length;
  const compared = leads === undefined ? size : (leads * size * bank.days.length) / bank.levelError.length;
  const distances = Float64Array.from(bank.days, (_, b) => {
    let sum = 0;
    for (let i = 0; i < compared; i++) sum += (bank.forecastShape[b * size + i] - targetShape[i]) ** 2;
    return sum / compared;
  });
  const middle = median(distances);
  const isWeekday = (day: number): boolean => table.classes[day] === 0;
  const weights = Float64Array.from(bank.days, (day, b) => {
    const recency = 2 ** (-(target - day) / halfLifeDays);
    const likeness = middle < 1e-12 ? 1 : Math.exp(-distances[b] / (2 * width ** 2 * middle));
    return recency * likeness * (isWeekday(day) === isWeekday(target) ? 1 : 1 / 3);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
