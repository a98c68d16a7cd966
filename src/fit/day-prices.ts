import type { DeliveryDayTable } from './delivery-day-table.ts';

/** Day-ahead prices of one day by wall-clock slot; hourly ones repeated. */
export function dayAheadBySlot({ dayAhead, intervals, slots }: DeliveryDayTable, day: number): Float64Array {
  const repeat = slots / intervals;
  return Float64Array.from({ length: slots }, (_, slot) => dayAhead[day * intervals + Math.floor(slot / repeat)]);
}

/** Imbalance prices of one day by wall-clock slot. */
export function imbalanceBySlot({ imbalance, slots }: DeliveryDayTable, day: number): Float64Array {
  return imbalance.slice(day * slots, (day + 1) * slots);
}
