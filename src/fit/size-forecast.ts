import { fitRidge, predictRidge, type RidgeModel } from '../math/ridge.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import { calendarFlags } from './location-features.ts';

const regressedAfterRows = 120;
const windowRows = 730;
const penalty = 10;
const minimumKnownDays = 10;

/**
 * Forecasts of a positive daily size, each from the days known at its gate: regression of its logarithm on the last
 * known day, the mean of 7 and of 28 days, and the kind of day, refitted monthly on up to 730 days; below 120 days the
 * mean of the last 28. NaN before 10 known days.
 *
 * @param logSize ln of the size by day of history, NaN where unknown
 * @param lag 1: known to the eve; 2: to the day before it
 * @returns the size (not its logarithm) for every day of history and the one after it
 * Source: Corsi (2009), "A simple approximate long-memory model of realized volatility", equation 9, on logarithms.
 */
export function sizeForecasts(table: DeliveryDayTable, logSize: Float64Array, lag: 1 | 2): Float64Array {
  const days = table.historyDays + 1;
  const forecasts = new Float64Array(days).fill(NaN);
  const features: (Float64Array | undefined)[] = Array.from({ length: days }, (_, day) =>
    sizeFeatures(table, logSize, day, lag),
  );
  const out = new Float64Array(1);
  let model: RidgeModel | undefined;
  for (let day = 0; day < days; day++) {
    if (table.dates[day].endsWith('-01')) model = fitSize(features, logSize, day - lag);
    const x = features[day];
    if (x === undefined) continue;
    if (model === undefined) out[0] = x[2];
    else predictRidge(model, x, out);
    forecasts[day] = Math.exp(out[0]);
  }
  return forecasts;
}

function sizeFeatures(
  table: DeliveryDayTable,
  logSize: Float64Array,
  day: number,
  lag: number,
): Float64Array | undefined {
  const last = day - lag;
  const month = lastMean(logSize, last, 28, minimumKnownDays);
  if (Number.isNaN(month)) return undefined;
  const { saturday, rest, monday } = calendarFlags(table, day);
  // A gap: the longer mean stands in.
  const week = orElse(lastMean(logSize, last, 7), month);
  return Float64Array.of(orElse(lastMean(logSize, last, 1), week), week, month, saturday, rest, monday);
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

/** Mean of the known values among the `count` days to `last`; NaN with fewer than `least` of them. */
function lastMean(values: Float64Array, last: number, count: number, least = 1): number {
  let sum = 0;
  let known = 0;
  for (let day = Math.max(0, last - count + 1); day <= last; day++) {
    if (Number.isNaN(values[day])) continue;
    sum += values[day];
    known++;
  }
  return known < least ? NaN : sum / known;
}

function fitSize(
  features: readonly (Float64Array | undefined)[],
  logSize: Float64Array,
  lastDay: number,
): RidgeModel | undefined {
  const used: number[] = [];
  for (let day = lastDay; day >= 0 && used.length < windowRows; day--) {
    if (features[day] !== undefined && !Number.isNaN(logSize[day])) used.unshift(day);
  }
  if (used.length < regressedAfterRows) return undefined;
  const p = (features[used[0]] as Float64Array).length;
  const x = new Float64Array(used.length * p);
  used.forEach((day, row) => x.set(features[day] as Float64Array, row * p));
  return fitRidge(
    x,
    Float64Array.from(used, (day) => logSize[day]),
    used.length,
    p,
    1,
    penalty,
  );
}
