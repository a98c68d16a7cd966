import { localClock, localTimeWithOffset, type MarketCalendar } from '../../domain/market-calendar.ts';

/** `23:00 Wed 14 Jan`, local. */
export function clockAndDate(calendar: MarketCalendar, time: number): string {
  return `${localClock(calendar, time)} ${shortDate(localTimeWithOffset(calendar, time).slice(0, 10))}`;
}

/** `Wed 14 Jan`. */
export function shortDate(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][
    new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay()
  ];
  const monthName = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1];
  return `${weekday} ${dayOfMonth} ${monthName}`;
}
