import type { DayClass } from '../domain/holidays.ts';
import { median } from '../math/median.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';

/** Centre and scale of recent day-ahead prices, for the transform z = asinh((x − centre)/scale). */
export interface LocalScale {
  readonly centre: number;
  readonly scale: number;
}

/** Mean transformed price by interval for each class of day, as an exponentially weighted mean. */
export interface ClassProfiles {
  /** One row a class, each of `intervals`. */
  readonly rows: readonly Float64Array[];
  /** Sum of the weights, measured on the last day of the class with weight 1. */
  readonly weights: Float64Array;
  /** Day index of the last day of each class. */
  readonly lastDays: Int32Array;
}

const profileDays = 200;
const minimumProfileDays = 4;
const profileHalfLife: readonly number[] = [28, 56, 56];

/** Median of the last 7 days before `day`; 1.4826 × median absolute deviation of the last 28, at least 1. */
export function localScale(table: DeliveryDayTable, day: number): LocalScale {
  const centre = median(recentPrices(table, day, 7));
  const month = recentPrices(table, day, 28);
  const middle = median(month);
  for (let i = 0; i < month.length; i++) month[i] = Math.abs(month[i] - middle);
  return { centre, scale: Math.max(1, 1.4826 * median(month)) };
}

/** z of one day's prices; the day must have them all. */
export function transformDay(table: DeliveryDayTable, day: number, { centre, scale }: LocalScale): Float64Array {
  const { intervals, dayAhead } = table;
  const z = new Float64Array(intervals);
  for (let i = 0; i < intervals; i++) z[i] = Math.asinh((dayAhead[day * intervals + i] - centre) / scale);
  return z;
}

/**
 * Profiles of the three classes over the 200 calendar days before `day`. A class of fewer than 4 days takes the
 * weekdays' profile; null where the weekdays have fewer than 4 themselves.
 */
export function classProfiles(
  table: DeliveryDayTable,
  day: number,
  transformed: (day: number) => Float64Array,
): ClassProfiles | null {
  const rows = [0, 1, 2].map(() => new Float64Array(table.intervals));
  const weights = new Float64Array(3);
  const counts = new Int32Array(3);
  const lastDays = new Int32Array(3).fill(-1);
  for (let past = day - 1; past >= Math.max(0, day - profileDays); past--) {
    if (table.dayAheadKnown[past] === 0) continue;
    const dayClass = table.classes[past];
    if (lastDays[dayClass] < 0) lastDays[dayClass] = past;
    const weight = 2 ** (-(lastDays[dayClass] - past) / profileHalfLife[dayClass]);
    const z = transformed(past);
    const row = rows[dayClass];
    for (let i = 0; i < row.length; i++) row[i] += weight * z[i];
    weights[dayClass] += weight;
    counts[dayClass]++;
  }
  if (counts[0] < minimumProfileDays) return null;
  rows.forEach((row, dayClass) => {
    for (let i = 0; i < row.length; i++) row[i] /= weights[dayClass];
  });
  for (const dayClass of [1, 2] as const) {
    if (counts[dayClass] >= minimumProfileDays) continue;
    rows[dayClass].set(rows[0]);
    weights[dayClass] = weights[0];
    lastDays[dayClass] = lastDays[0];
  }
  return { rows, weights, lastDays };
}

/** The profiles after a further day `day` of class `dayClass` with transformed prices z. */
export function updatedProfiles(
  profiles: ClassProfiles,
  dayClass: DayClass,
  day: number,
  z: Float64Array,
): ClassProfiles {
  const aged = profiles.weights[dayClass] * 2 ** (-(day - profiles.lastDays[dayClass]) / profileHalfLife[dayClass]);
  const share = 1 / (1 + aged);
  const weights = profiles.weights.slice();
  const lastDays = profiles.lastDays.slice();
  weights[dayClass] = 1 + aged;
  lastDays[dayClass] = day;
  const rows = profiles.rows.map((row, index) =>
    index === dayClass ? row.map((value, i) => value + share * (z[i] - value)) : row,
  );
  return { rows, weights, lastDays };
}

/** Prices of the `count` days before `day`; a day without them counts as the last one before it that has them. */
function recentPrices(table: DeliveryDayTable, day: number, count: number): Float64Array {
  const { intervals, dayAhead, lastDayAhead } = table;
  const prices = new Float64Array(count * intervals);
  let filled = 0;
  for (let lag = 1; lag <= Math.min(count, day); lag++) {
    const past = lastDayAhead[day - lag];
    if (past < 0) continue;
    prices.set(dayAhead.subarray(past * intervals, (past + 1) * intervals), filled);
    filled += intervals;
  }
  return prices.subarray(0, filled);
}
