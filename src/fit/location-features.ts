import type { DeliveryDayTable } from './delivery-day-table.ts';
import type { LocalScale } from './location-profile.ts';

/**
 * The 58 features of the day-ahead location forecast, with what is known at the gate: no imbalance price.
 *
 * @param day index of the target day in the table
 * @param deviation transformed price minus class profile, by lag in days (intervals values)
 */
export function locationFeatures(
  table: DeliveryDayTable,
  day: number,
  deviation: (lag: number) => Float64Array,
  { centre, scale }: LocalScale,
): Float64Array {
  const features: number[] = [];
  const yesterday = deviation(1);
  let week = 0;
  for (let lag = 1; lag <= 7; lag++) week += mean(deviation(lag)) / 7;
  const flags = calendarFlags(table, day);
  const yesterdayMean = mean(yesterday);
  features.push(week, ...blockMeans(yesterday, 24), ...lastTwoHalfHours(yesterday));
  features.push(...blockMeans(deviation(2), 6), ...blockMeans(deviation(7), 12));
  features.push(flags.monday, flags.saturday, flags.sunday, flags.holiday, flags.yesterdayRest, flags.friday);
  features.push(...annualWaves(table.dates[day], 1));
  features.push(yesterdayMean * flags.monday, yesterdayMean * flags.saturday, yesterdayMean * flags.sunday);
  features.push(Math.log(scale), centre / scale);
  return Float64Array.from(features);
}

/** Calendar flags of a day, 0 or 1. `rest`: Sunday, holiday, 27 to 31 December. */
export function calendarFlags(table: DeliveryDayTable, day: number) {
  const weekday = table.weekdays[day];
  const rest = table.classes[day] === 2;
  return {
    monday: Number(weekday === 1),
    friday: Number(weekday === 5),
    saturday: Number(table.classes[day] === 1),
    sunday: Number(weekday === 7),
    holiday: Number(rest && weekday !== 7),
    rest: Number(rest),
    yesterdayRest: Number(day > 0 && table.classes[day - 1] === 2),
  };
}

/** sin and cos of the year, and of its first `harmonics` − 1 overtones. */
export function annualWaves(date: string, harmonics: number): number[] {
  const dayOfYear = (Date.parse(`${date}T00:00Z`) - Date.parse(`${date.slice(0, 4)}-01-01T00:00Z`)) / 86_400_000;
  const waves: number[] = [];
  for (let k = 1; k <= harmonics; k++) {
    const angle = (2 * Math.PI * k * dayOfYear) / 365.25;
    waves.push(Math.sin(angle), Math.cos(angle));
  }
  return waves;
}

/** Means of `count` equal blocks of a day; where the day has fewer values than blocks, values repeat. */
export function blockMeans(values: Float64Array, count: number): number[] {
  const width = values.length / count;
  return Array.from({ length: count }, (_, block) => mean(values.subarray(block * width, (block + 1) * width)));
}

function lastTwoHalfHours(values: Float64Array): number[] {
  const halfHour = Math.max(1, values.length / 48);
  const last = values.length;
  const hourly = values.length < 48;
  return [
    mean(values.subarray(last - (hourly ? 1 : 2) * halfHour, last - (hourly ? 0 : halfHour))),
    mean(values.subarray(last - halfHour)),
  ];
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
