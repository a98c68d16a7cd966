import type { DayStates } from './day-state.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import type { DayForecast } from './forward-pass.ts';

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

/**
 * The bank for a planned day: origins whose whole week was known (imbalance included) two days before it,
 * within `windowDays`, with at most one invalid day, which is filled by the day before it.
 */
export function weekBank(
  table: DeliveryDayTable,
  states: DayStates,
  forecasts: readonly (DayForecast | null)[],
  leads: number,
  windowDays: number,
): WeekErrors {
  const { historyDays: target, intervals, slots } = table;
  const origins: { origin: number; days: number[] }[] = [];
  for (let origin = Math.max(0, target - windowDays); origin + leads - 1 <= target - 2; origin++) {
    const days = forecasts[origin] === null ? undefined : weekOf(table, origin, leads);
    if (days !== undefined) origins.push({ origin, days });
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
  origins.forEach(({ origin, days }, index) => {
    const forecast = forecasts[origin] as DayForecast;
    bank.forecastShape.set(forecast.shape, index * leads * intervals);
    days.forEach((day, lead) => {
      const at = index * leads + lead;
      bank.levelError[at] = (states.level[day] - forecast.level[lead]) / forecast.levelErrorScale;
      bank.amplitudeError[at] = states.logAmplitude[day] - forecast.logAmplitude[lead];
      bank.basisSizeError[at] = states.logBasisSize[day] - forecast.logBasisSize[lead];
      bank.shape.set(states.shape.subarray(day * intervals, (day + 1) * intervals), at * intervals);
      const size = Math.exp(states.logBasisSize[day]);
      for (let slot = 0; slot < slots; slot++) bank.basisPattern[at * slots + slot] = states.basis[day * slots + slot] / size;
    });
  });
  return bank;
}

function weekOf(table: DeliveryDayTable, origin: number, leads: number): number[] | undefined {
  const days: number[] = [];
  let filled = 0;
  for (let lead = 0; lead < leads; lead++) {
    const day = origin + lead;
    if (table.valid[day] === 1) days.push(day);
    else if (lead > 0 && ++filled <= 1) days.push(days[lead - 1]);
    else if (lead === 0 && day > 0 && table.valid[day - 1] === 1 && ++filled <= 1) days.push(day - 1);
    else return undefined;
  }
  return days;
}

/**
 * Weight of each origin, normalised: recency 2^(−age/halfLife), a third where the first days differ in
 * weekday against weekend, and likeness of the forecast shapes exp(−D/(2·0.36·median D)).
 */
export function bankWeights(table: DeliveryDayTable, bank: WeekErrors, targetShape: Float64Array, halfLifeDays: number): Float64Array {
  const n = bank.days.length;
  const target = table.historyDays;
  const size = targetShape.length;
  const distances = new Float64Array(n);
  for (let b = 0; b < n; b++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (bank.forecastShape[b * size + i] - targetShape[i]) ** 2;
    distances[b] = sum / size;
  }
  const middle = distances.slice().sort()[n >> 1] ?? 0;
  const isWeekday = (day: number): boolean => table.classes[day] === 0;
  const weights = new Float64Array(n);
  let total = 0;
  for (let b = 0; b < n; b++) {
    const recency = 2 ** (-(target - bank.days[b]) / halfLifeDays);
    const likeness = middle < 1e-12 ? 1 : Math.exp(-distances[b] / (2 * 0.36 * middle));
    weights[b] = recency * likeness * (isWeekday(bank.days[b]) === isWeekday(target) ? 1 : 1 / 3);
    total += weights[b];
  }
  return weights.map((weight) => weight / total);
}
