import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { FitError } from '../../errors.ts';

export interface PastDays {
  /** Day indices in date order. */
  readonly days: readonly number[];
  readonly notes: readonly string[];
}

export interface PastDayRule {
  /** Calendar days before the target. */
  readonly windowDays: number;
  /** True: only days of the target's class (weekday, Saturday, Sunday or holiday). */
  readonly sameClass: boolean;
  /** Days of history that a day must have before it. */
  readonly daysBefore: number;
}

const minimumDays = 10;
const fewDays = 20;
const widestWindowDays = 365;
/** Imbalance prices are known to the day before the eve. */
const lastKnownLag = 2;

/**
 * Valid days of the window before `target`, both prices known at its gate. Fewer than 10 of the class: days of all
 * classes; fewer than 10 in the window: the last year; and each is noted.
 *
 * @throws FitError with fewer than 10 valid days in a year
 */
export function pastDays(table: DeliveryDayTable, target: number, rule: PastDayRule): PastDays {
  const within = (windowDays: number, sameClass: boolean): number[] => {
    const days: number[] = [];
    for (let day = Math.max(rule.daysBefore, target - windowDays); day <= target - lastKnownLag; day++) {
      if (table.valid[day] === 1 && (!sameClass || table.classes[day] === table.classes[target])) days.push(day);
    }
    return days;
  };
  const asked = within(rule.windowDays, rule.sameClass);
  if (asked.length >= minimumDays) return { days: asked, notes: fewDaysNote(asked.length) };
  const anyClass = within(rule.windowDays, false);
  if (anyClass.length >= minimumDays) {
    return {
      days: anyClass,
      notes: [
        ...fewDaysNote(anyClass.length),
        `${asked.length} days like ${table.dates[target]} in ${rule.windowDays} days: days of all classes are drawn.`,
      ],
    };
  }
  const year = within(Math.max(widestWindowDays, rule.windowDays), false);
  if (year.length >= minimumDays) {
    return {
      days: year,
      notes: [
        `${anyClass.length} days with all prices in ${rule.windowDays} days: days of the last ${widestWindowDays} are drawn.`,
      ],
    };
  }
  throw new FitError('too few past days to draw from', {
    rule: `at least ${minimumDays} days with all prices in the ${widestWindowDays} days before, each after ${rule.daysBefore} days of history`,
    value: `${year.length} before ${table.dates[target]}`,
    remedy: 'give a longer history, without long gaps',
  });
}

/** A sentence where a distribution would rest on a handful of days. */
export function fewDaysNote(count: number): string[] {
  return count >= fewDays ? [] : [`Only ${count} past days to draw from: tails are those of these days.`];
}
