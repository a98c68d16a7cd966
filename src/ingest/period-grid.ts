import {
  blockBoundaries,
  dayOffsetsOf,
  deliveryDayOf,
  deliveryDays,
  type DeliveryDay,
  type MarketCalendar,
} from '../domain/market-calendar.ts';
import type { DeliveryInterval } from '../domain/price-history.ts';

/** Whole delivery days and the periods in them: period p starts at `startTime + p · periodMs`. */
export interface PeriodGrid {
  readonly calendar: MarketCalendar;
  readonly days: readonly DeliveryDay[];
  /** First period of each day, and one past the last: length days + 1. */
  readonly dayOffsets: Int32Array;
  readonly startTime: number;
  readonly periodMs: number;
}

/** The grid from the delivery day of `firstTime` to that of `lastTime` (epoch ms), both included. */
export function periodGrid(calendar: MarketCalendar, firstTime: number, lastTime: number): PeriodGrid {
  const first = deliveryDayOf(calendar, firstTime);
  const days = deliveryDays(calendar, first.date, deliveryDayOf(calendar, lastTime).date);
  return {
    calendar,
    days,
    dayOffsets: dayOffsetsOf(days),
    startTime: first.startTime,
    periodMs: calendar.periodMinutes * 60_000,
  };
}

/**
 * Periods at which the delivery intervals of a day start, and one past the last, counted from the day's
 * first period.
 */
export function intervalBoundaries(calendar: MarketCalendar, day: DeliveryDay, interval: DeliveryInterval): Int32Array {
  if (interval === 'block') return blockBoundaries(calendar, day);
  const step = interval === 'hour' ? 60 / calendar.periodMinutes : 1;
  return Int32Array.from({ length: day.periodCount / step + 1 }, (_, i) => i * step);
}

/** First period of the interval that each period of the grid belongs to, and one past its last. */
export function intervalsOf(grid: PeriodGrid, interval: DeliveryInterval): { first: Int32Array; end: Int32Array } {
  const count = grid.dayOffsets[grid.days.length];
  const [first, end] = [new Int32Array(count), new Int32Array(count)];
  grid.days.forEach((day, d) => {
    const boundaries = intervalBoundaries(grid.calendar, day, interval);
    for (let i = 0; i + 1 < boundaries.length; i++) {
      const from = grid.dayOffsets[d] + boundaries[i];
      const to = grid.dayOffsets[d] + boundaries[i + 1];
      first.fill(from, from, to);
      end.fill(to, from, to);
    }
  });
  return { first, end };
}
