import { dayAheadBySlot, imbalanceBySlot } from '../../fit/day-prices.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { drawnDays, paintDrawnDays, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { pastDays } from './past-days.ts';

const seasonDays = 30;
const wholeHistoryDays = 3650;

/** Historical replay: the days of all past years within 30 days of the season, as they were. */
export const historical: Generator<DrawnDays> = {
  name: 'historical',
  description: `days of past years within ${seasonDays} days of the season, as they were`,
  open:
    ({ table }) =>
    (target) => {
      const { days, notes } = pastDays(table, target, {
        windowDays: wholeHistoryDays,
        sameClass: false,
        daysBefore: 0,
      });
      const season = days.filter((day) => seasonDistance(table, day, target) <= seasonDays);
      const used = season.length > 0 ? season : days;
      const rows = used.map((day) => ({
        date: table.dates[day],
        dayAhead: dayAheadBySlot(table, day),
        imbalance: imbalanceBySlot(table, day),
      }));
      const noSeason =
        season.length > 0 ? [] : [`No past day within ${seasonDays} days of the season: all days are drawn.`];
      return drawnDays('historical', rows, [...notes, ...noSeason]);
    },
  painter: paintDrawnDays,
};

/** Days between two dates on the circle of the year. */
export function seasonDistance({ dates }: DeliveryDayTable, a: number, b: number): number {
  const days = Math.abs(Date.parse(`${dates[a]}T00:00Z`) - Date.parse(`${dates[b]}T00:00Z`)) / 86_400_000;
  const within = days % 365.25;
  return Math.min(within, 365.25 - within);
}
