import type { DeliveryDay } from '../../src/domain/market-calendar.ts';
import {
  blockBoundaries,
  dayOfWeek,
  deliveryDays,
  gbCalendar,
  wallClockMinutes,
} from '../../src/domain/market-calendar.ts';

const firstDeliveryDay = '2022-11-01';
const lastDeliveryDay = '2026-01-14';

/** One delivery day of the sample with what the price models ask about it. */
export interface SampleDay extends DeliveryDay {
  /** 1…12, of the local date. */
  readonly month: number;
  /** Year with the share of it that has passed, 2024.5 = 1 July 2024. */
  readonly yearFraction: number;
  /** 1 in mid-January, −1 in mid-July. */
  readonly winterness: number;
  /** Saturday, Sunday, Christmas Day, Boxing Day, New Year's Day. */
  readonly isRestDay: boolean;
  /** Local wall-clock minutes of each half-hour, 0…1439. */
  readonly localMinutes: Int32Array;
  /** Index of the first half-hour of each EFA block, and one past the last. */
  readonly blockBoundaries: Int32Array;
}

export function sampleDays(): SampleDay[] {
  return deliveryDays(gbCalendar, firstDeliveryDay, lastDeliveryDay).map(describeDay);
}

/** Local hour 0…23 of half-hour `period` of the day. */
export function localHour(day: SampleDay, period: number): number {
  return Math.floor(day.localMinutes[period] / 60);
}

function describeDay(day: DeliveryDay): SampleDay {
  const [year, month, dayOfMonth] = day.date.split('-').map(Number);
  const passed = (month - 1 + (dayOfMonth - 0.5) / 31) / 12;
  return {
    ...day,
    month,
    yearFraction: year + passed,
    winterness: Math.cos(2 * Math.PI * (passed - 0.5 / 12)),
    isRestDay: dayOfWeek(day.date) >= 6 || ['12-25', '12-26', '01-01'].includes(day.date.slice(5)),
    localMinutes: wallClockMinutes(gbCalendar, day),
    blockBoundaries: blockBoundaries(gbCalendar, day),
  };
}
