import type { RandomStream } from '../../src/math/random-stream.ts';
import type { SampleDay } from './sample-grid.ts';

/** The last days of the sample stay whole, so that the default run plans on complete data. */
const untouchedDays = 30;
const singleGaps = 36;
const shortRuns = 10;
const dayAheadGaps = 4;

/** Outages of the imbalance feed that spoil whole delivery days (more than 4 periods): five days in four outages. */
const outages: readonly { readonly date: string; readonly firstPeriod: number; readonly periods: number }[] = [
  { date: '2023-02-19', firstPeriod: 18, periods: 7 },
  { date: '2023-08-05', firstPeriod: 4, periods: 12 },
  { date: '2024-05-11', firstPeriod: 30, periods: 36 },
  { date: '2025-03-22', firstPeriod: 20, periods: 10 },
];

/** Blanks single hours of the day-ahead series in place. */
export function cutDayAheadGaps(hourly: readonly Float64Array[], stream: RandomStream): void {
  for (let gap = 0; gap < dayAheadGaps; gap++) {
    const day = hourly[below(stream, hourly.length - untouchedDays)];
    day[below(stream, day.length)] = Number.NaN;
  }
}

/** Blanks single half-hours, runs of 2 or 3, and the outages of the imbalance series in place. */
export function cutImbalanceGaps(
  days: readonly SampleDay[],
  halfHourly: readonly Float64Array[],
  stream: RandomStream,
): void {
  const randomGap = (length: number): void => {
    const day = halfHourly[below(stream, halfHourly.length - untouchedDays)];
    const first = below(stream, day.length - length + 1);
    day.fill(Number.NaN, first, first + length);
  };
  for (let gap = 0; gap < singleGaps; gap++) randomGap(1);
  for (let gap = 0; gap < shortRuns; gap++) randomGap(2 + below(stream, 2));
  for (const { date, firstPeriod, periods } of outages) {
    const dayIndex = days.findIndex((day) => day.date === date);
    for (let period = firstPeriod; period < firstPeriod + periods; period++) {
      const length = halfHourly[dayIndex].length;
      if (period < length) halfHourly[dayIndex][period] = Number.NaN;
      else halfHourly[dayIndex + 1][period - length] = Number.NaN;
    }
  }
}

function below(stream: RandomStream, limit: number): number {
  return Math.floor(stream.uniform() * limit);
}
