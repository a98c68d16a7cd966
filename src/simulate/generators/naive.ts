import { FitError } from '../../errors.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../../fit/day-prices.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { localScale } from '../../fit/location-profile.ts';
import { drawnDays, paintDrawnDays, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { pastDays } from './past-days.ts';

const errorDays = 365;

/** The same weekday a week ago, with the errors that this forecast made in the last year, scaled to today. */
export const naive: Generator<DrawnDays> = {
  name: 'naive',
  description: 'last week’s prices, with the errors that this made in the last year',
  open:
    ({ table }) =>
    (target) => {
      const forecast = weekBefore(table, target);
      if (forecast === undefined) {
        throw new FitError('no day of the weekday to forecast from', {
          rule: 'a valid day 7, 14, 21 or 28 days before',
          value: table.dates[target],
          remedy: 'give a history without a month of gaps',
        });
      }
      const { days, notes } = pastDays(table, target, { windowDays: errorDays, sameClass: false, daysBefore: 28 });
      const today = localScale(table, target).scale;
      const rows = days.flatMap((day) => {
        const then = weekBefore(table, day);
        if (then === undefined) return [];
        const factor = today / localScale(table, day).scale;
        const moved = (of: typeof dayAheadBySlot): Float64Array => {
          const [was, expected] = [of(table, day), of(table, then)];
          return of(table, forecast).map((price, slot) => price + factor * (was[slot] - expected[slot]));
        };
        return [{ date: table.dates[day], dayAhead: moved(dayAheadBySlot), imbalance: moved(imbalanceBySlot) }];
      });
      if (rows.length === 0) {
        throw new FitError('no past error of the naive forecast', {
          rule: 'pairs of valid days a week apart',
          value: `none before ${table.dates[target]}`,
          remedy: 'give a history without long gaps',
        });
      }
      return drawnDays('naive', rows, notes);
    },
  painter: paintDrawnDays,
};

/** The last valid day of the weekday, at most four weeks back. */
function weekBefore({ valid }: DeliveryDayTable, day: number): number | undefined {
  for (let lag = 7; lag <= 28 && lag <= day; lag += 7) if (valid[day - lag] === 1) return day - lag;
  return undefined;
}
