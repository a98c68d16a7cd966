import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { memo } from '../../math/memo.ts';

/**
 * A fit that is made once a calendar month, at the gate of its first delivery day (or of the first day of the table),
 * and remembered: what is made depends on the month only, never on the order in which days are asked for.
 */
export function monthly<T>(table: DeliveryDayTable, fit: (firstDay: number) => T): (target: number) => T {
  const fitted = memo(fit);
  return (target) => {
    let first = target;
    while (first > 0 && !table.dates[first].endsWith('-01')) first--;
    return fitted(first);
  };
}
