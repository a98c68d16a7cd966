import { mean, quantile, sampleCorrelation } from 'simple-statistics';
import type { SampleFileName } from './sample-history.ts';
import { responseNames } from './response-prices.ts';
import { reserveNames } from './quick-reserve-prices.ts';
import type { SampleDay } from './sample-grid.ts';
import { sampleDays } from './sample-grid.ts';

/** Values with the place of each in the calendar; NaN = blank. */
export interface CalendarSeries {
  readonly values: Float64Array;
  /** Index of the sample day of each value. */
  readonly dayIndex: Int32Array;
  /** Local wall-clock slot: half-hour 0…47 from 00:00, or EFA block 0…5. */
  readonly slot: Int32Array;
}

/** The sample read back from its CSV text; energy prices half-hourly, the hourly price repeated. */
export interface SampleHistory {
  readonly days: readonly SampleDay[];
  readonly dayAhead: CalendarSeries;
  readonly imbalance: CalendarSeries;
  readonly basis: CalendarSeries;
  readonly response: Readonly<Record<string, CalendarSeries>>;
  readonly reserve: Readonly<Record<string, CalendarSeries>>;
  /** Mean day-ahead price of each EFA block. */
  readonly blockDayAhead: CalendarSeries;
}

export function readSampleHistory(files: Readonly<Record<SampleFileName, string>>): SampleHistory {
  const days = sampleDays();
  const halfHours = {
    dayIndex: Int32Array.from(days.flatMap((day, index) => Array.from(day.localMinutes, () => index))),
    slot: Int32Array.from(days.flatMap((day) => Array.from(day.localMinutes, (minutes) => minutes / 30))),
  };
  const blocks = {
    dayIndex: Int32Array.from({ length: days.length * 6 }, (_, index) => Math.floor(index / 6)),
    slot: Int32Array.from({ length: days.length * 6 }, (_, index) => index % 6),
  };
  const hourly = column(files['day-ahead.csv'], 1);
  const dayAhead = { ...halfHours, values: Float64Array.from(halfHours.slot, (_, period) => hourly[period >> 1]) };
  const imbalance = { ...halfHours, values: column(files['imbalance.csv'], 1) };
  const basis = { ...halfHours, values: imbalance.values.map((price, period) => price - dayAhead.values[period]) };
  const named = (names: readonly string[], file: SampleFileName, grid: Omit<CalendarSeries, 'values'>) =>
    Object.fromEntries(names.map((name, index) => [name, { ...grid, values: column(files[file], index + 1) }]));
  return {
    days,
    dayAhead,
    imbalance,
    basis,
    response: named(responseNames, 'response.csv', blocks),
    reserve: named(reserveNames, 'quick-reserve.csv', halfHours),
    blockDayAhead: { ...blocks, values: blockMeans(days, dayAhead.values) },
  };
}

/** The part of a series whose delivery days lie from `first` to `last`, both included; the rest becomes NaN. */
export function between(sample: SampleHistory, series: CalendarSeries, first: string, last: string): CalendarSeries {
  const isInside = (position: number): boolean => {
    const { date } = sample.days[series.dayIndex[position]];
    return date >= first && date <= last;
  };
  return { ...series, values: series.values.map((value, position) => (isInside(position) ? value : Number.NaN)) };
}

/** Values that are present and, where given, in a slot that `isWanted` accepts. */
export function present(series: CalendarSeries, isWanted?: (position: number) => boolean): number[] {
  return Array.from(series.values).filter(
    (value, position) => !Number.isNaN(value) && (isWanted === undefined || isWanted(position)),
  );
}

/** Share in % of the values that satisfy `isCounted`. */
export function percentage(values: readonly number[], isCounted: (value: number) => boolean): number {
  return (100 * values.filter(isCounted).length) / values.length;
}

export function quantileOf(series: CalendarSeries, probability: number): number {
  return quantile(present(series), probability);
}

/** Correlation over the positions at which both are present. */
export function correlation(left: Float64Array, right: Float64Array): number {
  const both = Array.from(left.keys()).filter((index) => !Number.isNaN(left[index]) && !Number.isNaN(right[index]));
  return sampleCorrelation(
    both.map((index) => left[index]),
    both.map((index) => right[index]),
  );
}

export function autocorrelation(series: Float64Array, lag: number): number {
  return correlation(series.subarray(lag), series.subarray(0, -lag));
}

/** The half-hours of each day, days with a missing value left out. */
export function wholeDays(series: CalendarSeries): number[][] {
  const byDay = new Map<number, number[]>();
  series.values.forEach((value, position) => {
    const day = series.dayIndex[position];
    byDay.set(day, [...(byDay.get(day) ?? []), value]);
  });
  return [...byDay.values()].filter((values) => !values.some(Number.isNaN));
}

/** Mean of the 4 dearest half-hours less mean of the 4 cheapest, by day. */
export function dailySpreads(series: CalendarSeries): number[] {
  return wholeDays(series).map((values) => {
    const sorted = values.toSorted((left, right) => left - right);
    return mean(sorted.slice(-4)) - mean(sorted.slice(0, 4));
  });
}

/** Values less the mean of their (year, month, weekend, hour), as docs/sample-history.md has it. */
export function calendarResiduals(sample: SampleHistory, series: CalendarSeries): Float64Array {
  const keys = Array.from(series.values, (_, position) => {
    const { date } = sample.days[series.dayIndex[position]];
    const isWeekend = [0, 6].includes(new Date(date).getUTCDay());
    return `${date.slice(0, 7)} ${isWeekend} ${series.slot[position] >> 1}`;
  });
  const groups = new Map<string, number[]>();
  series.values.forEach((value, position) => {
    if (Number.isNaN(value)) return;
    const group = groups.get(keys[position]);
    if (group === undefined) groups.set(keys[position], [value]);
    else group.push(value);
  });
  const means = new Map([...groups].map(([key, values]) => [key, mean(values)]));
  return series.values.map((value, position) => value - (means.get(keys[position]) ?? Number.NaN));
}

/** Mean of each day's present values; NaN where a day has none. */
export function dailyMeans(values: Float64Array, dayIndex: Int32Array, dayCount: number): Float64Array {
  const sums = new Float64Array(dayCount);
  const counts = new Float64Array(dayCount);
  values.forEach((value, position) => {
    if (Number.isNaN(value)) return;
    sums[dayIndex[position]] += value;
    counts[dayIndex[position]] += 1;
  });
  return sums.map((sum, day) => sum / counts[day]);
}

/** Lengths of the runs of consecutive positions at which `isIn` holds. */
export function runLengths(values: Float64Array, isIn: (value: number) => boolean): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const value of values) {
    if (isIn(value)) length++;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  if (length > 0) lengths.push(length);
  return lengths;
}

function column(csv: string, index: number): Float64Array {
  const cells = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[index]);
  return Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell)));
}

function blockMeans(days: readonly SampleDay[], halfHourly: Float64Array): Float64Array {
  let offset = 0;
  const means = days.flatMap((day) => {
    const dayMeans = Array.from({ length: 6 }, (_, block) =>
      mean([...halfHourly.subarray(offset + day.blockBoundaries[block], offset + day.blockBoundaries[block + 1])]),
    );
    offset += day.periodCount;
    return dayMeans;
  });
  return Float64Array.from(means);
}
