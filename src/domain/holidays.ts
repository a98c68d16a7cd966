import { Temporal } from 'temporal-polyfill';
import { dayOfWeek } from './market-calendar.ts';

/** One-off holidays of England and Wales since 2011, and the ordinary ones they moved. Source: gov.uk bank holidays. */
const extraHolidays = new Set([
  '2011-04-29',
  '2012-06-04',
  '2012-06-05',
  '2020-05-08',
  '2022-06-02',
  '2022-06-03',
  '2022-09-19',
  '2023-05-08',
]);
const movedHolidays = new Set(['2012-05-28', '2020-05-04', '2022-05-30']);

/** Kind of day that demand follows: 0 Monday to Friday; 1 Saturday; 2 Sunday, bank holiday, 27 to 31 December. */
export type DayClass = 0 | 1 | 2;

/** The class of a local date; `calendarName` decides which holidays count (only GB's are known). */
export function dayClass(calendarName: string, date: string): DayClass {
  const weekday = dayOfWeek(date);
  if (weekday === 7 || isHoliday(calendarName, date)) return 2;
  if (calendarName === 'gb' && date.slice(5) >= '12-27' && date.slice(5) <= '12-31') return 2;
  return weekday === 6 ? 1 : 0;
}

/** True on a public holiday of the market's country. */
export function isHoliday(calendarName: string, date: string): boolean {
  return calendarName === 'gb' && englishHolidays(Number(date.slice(0, 4))).has(date);
}

const cache = new Map<number, Set<string>>();

function englishHolidays(year: number): Set<string> {
  const known = cache.get(year);
  if (known !== undefined) return known;
  const easter = easterSunday(year);
  const holidays = new Set<string>([
    easter.subtract({ days: 2 }).toString(),
    easter.add({ days: 1 }).toString(),
    firstMonday(year, 5),
    lastMonday(year, 5),
    lastMonday(year, 8),
  ]);
  for (const moved of movedHolidays) holidays.delete(moved);
  // A fixed holiday at a weekend moves to the next weekday that is free.
  for (const fixed of [`${year}-01-01`, `${year}-12-25`, `${year}-12-26`]) {
    let date = Temporal.PlainDate.from(fixed);
    while (date.dayOfWeek > 5 || holidays.has(date.toString())) date = date.add({ days: 1 });
    holidays.add(date.toString());
    holidays.add(fixed);
  }
  for (const extra of extraHolidays) if (extra.startsWith(`${year}-`)) holidays.add(extra);
  cache.set(year, holidays);
  return holidays;
}

/** Gregorian Easter by the anonymous (Meeus/Jones/Butcher) algorithm. */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(f / 31), day: (f % 31) + 1 });
}

function firstMonday(year: number, month: number): string {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: (8 - first.dayOfWeek) % 7 }).toString();
}

function lastMonday(year: number, month: number): string {
  const last = Temporal.PlainDate.from({ year, month, day: 31 }, { overflow: 'constrain' });
  return last.subtract({ days: last.dayOfWeek - 1 }).toString();
}
