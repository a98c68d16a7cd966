import { dayAheadBySlot, imbalanceBySlot } from '../../fit/day-prices.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { localScale } from '../../fit/location-profile.ts';
import { drawnDays, paintDrawnDays, type BankRow, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { pastDays } from './past-days.ts';

/**
 * How a drawn day is brought to today: `raw` not at all; `level` moved by the eve's mean less the mean of the day
 * before the drawn one; `scale` re-centred and re-scaled, c_d + (x_b − c_b)·s_d/s_b.
 */
export type Recentring = 'raw' | 'level' | 'scale';

export interface BootstrapOptions {
  readonly windowDays: number;
  readonly recentring: Recentring;
  /** True: only days of the target's class (weekday, Saturday, Sunday or holiday). */
  readonly sameClass: boolean;
}

/** Whole past days, both markets together, equally likely. */
export function bootstrap(name: string, options: BootstrapOptions): Generator<DrawnDays> {
  const { windowDays, recentring, sameClass } = options;
  return {
    name,
    description: `whole past days of ${windowDays}${sameClass ? ' of the same class' : ''}, ${recentringText[recentring]}`,
    open:
      ({ table }) =>
      (target) => {
        const { days, notes } = pastDays(table, target, {
          windowDays,
          sameClass,
          daysBefore: recentring === 'raw' ? 0 : 28,
        });
        return drawnDays(name, movedDays(table, target, days, recentring), notes);
      },
    painter: paintDrawnDays,
  };
}

const recentringText: Readonly<Record<Recentring, string>> = {
  raw: 'as they were',
  level: 'moved to the level of the eve',
  scale: 're-centred and re-scaled to the last weeks',
};

/** Past days brought to the target's level and scale. */
export function movedDays(
  table: DeliveryDayTable,
  target: number,
  days: readonly number[],
  recentring: Recentring,
): BankRow[] {
  const moveOf = mover(table, target, recentring);
  return days.map((day) => {
    const move = moveOf(day);
    return {
      date: table.dates[day],
      dayAhead: dayAheadBySlot(table, day).map(move),
      imbalance: imbalanceBySlot(table, day).map(move),
    };
  });
}

function mover(
  table: DeliveryDayTable,
  target: number,
  recentring: Recentring,
): (day: number) => (price: number) => number {
  if (recentring === 'raw') return () => (price) => price;
  if (recentring === 'level') {
    const eve = eveMean(table, target);
    return (day) => {
      const move = eve - eveMean(table, day);
      return (price) => price + move;
    };
  }
  const today = localScale(table, target);
  return (day) => {
    const then = localScale(table, day);
    return (price) => today.centre + ((price - then.centre) * today.scale) / then.scale;
  };
}

/** Mean day-ahead price of the last day before `day` that has one. */
function eveMean({ dayAhead, intervals, lastDayAhead }: DeliveryDayTable, day: number): number {
  const eve = lastDayAhead[day - 1];
  return dayAhead.subarray(eve * intervals, (eve + 1) * intervals).reduce((sum, price) => sum + price, 0) / intervals;
}
