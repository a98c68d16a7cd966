import type { DeliveryDayTable } from '../fit/delivery-day-table.ts';
import { dayAheadBySlot } from '../fit/day-prices.ts';

/** A plan made without any scenarios, so that the realised profit is the same for all generators: MWh sold by slot. */
export type FixedPlan = Float64Array;

const planDays = 10;
const planSlots = 4;
const energyMWh = 0.5;

/** Sells half a MWh in the 4 dearest slots of the mean day-ahead profile of the last 10 days of the class, buys it in the 4 cheapest. */
export function fixedPlan(table: DeliveryDayTable, target: number): FixedPlan {
  const profile = new Float64Array(table.slots);
  let found = 0;
  for (let day = target - 1; day >= 0 && found < planDays; day--) {
    if (table.dayAheadKnown[day] === 0 || table.classes[day] !== table.classes[target]) continue;
    dayAheadBySlot(table, day).forEach((price, slot) => (profile[slot] += price));
    found++;
  }
  const order = [...profile.keys()].sort((a, b) => profile[a] - profile[b] || a - b);
  const plan = new Float64Array(table.slots);
  for (const slot of order.slice(0, planSlots)) plan[slot] = -energyMWh;
  for (const slot of order.slice(-planSlots)) plan[slot] = energyMWh;
  return plan;
}

/** Profit of a plan sold at `sell` and, where given, bought back at `close`. */
export function planProfit(plan: FixedPlan, sell: Float64Array, close?: Float64Array): number {
  let profit = 0;
  for (let slot = 0; slot < plan.length; slot++) profit += plan[slot] * (sell[slot] - (close?.[slot] ?? 0));
  return profit;
}
