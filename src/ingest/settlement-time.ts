import { addDays, localTimeOn, type MarketCalendar } from '../domain/market-calendar.ts';

/** Settlement days run from local midnight to local midnight; their periods are counted from 1. */
export interface SettlementClock {
  /** 46, 48 or 50 half-hours in GB. */
  periodsInDay(date: string): number;
  /** Epoch ms at which settlement period `period` (from 1) of the local `date` starts. */
  startOf(date: string, period: number): number;
}

/** Counts periods from local midnight, so that clock changes need no rule of their own. */
export function settlementClock(calendar: MarketCalendar): SettlementClock {
  const periodMs = calendar.periodMinutes * 60_000;
  const midnights = new Map<string, number>();
  const midnight = (date: string): number => {
    const known = midnights.get(date);
    if (known !== undefined) return known;
    const time = localTimeOn(calendar, date, '00:00');
    midnights.set(date, time);
    return time;
  };
  return {
    periodsInDay: (date) => (midnight(addDays(date, 1)) - midnight(date)) / periodMs,
    startOf: (date, period) => midnight(date) + (period - 1) * periodMs,
  };
}
