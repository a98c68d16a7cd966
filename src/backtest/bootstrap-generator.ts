import { localScale } from '../fit/location-profile.ts';
import { originDrawer } from '../simulate/bank-draw.ts';
import { dayAheadBySlot, imbalanceBySlot } from './day-prices.ts';
import type { DayGenerator } from './day-generator.ts';

const windowDays = 365;

/**
 * The strongest simple rival (`W365 cs c3` in docs/method/scenarios.md): a whole past day of the last 365 and of the same
 * class (weekday, Saturday, Sunday or holiday), re-centred and re-scaled to today: c_d + (x_b − c_b)·s_d/s_b. Days are
 * taken evenly, as the whole-day generator takes its own.
 */
export const bootstrapGenerator: DayGenerator = (pass, target, scenarioCount, seed) => {
  const { table } = pass;
  const days: number[] = [];
  for (let day = Math.max(0, target - windowDays); day <= target - 2; day++) {
    const hasPast = day >= 28;
    if (hasPast && table.valid[day] === 1 && table.classes[day] === table.classes[target]) days.push(day);
  }
  if (days.length === 0)
    throw new RangeError(`bootstrapGenerator: no day like ${table.dates[target]} in ${windowDays} days`);
  const today = localScale(table, target);
  const { slots } = table;
  const dayAhead = new Float64Array(scenarioCount * slots);
  const imbalance = new Float64Array(scenarioCount * slots);
  const rows = days.map((day) => {
    const then = localScale(table, day);
    const move = (price: number): number => today.centre + ((price - then.centre) * today.scale) / then.scale;
    return { dayAhead: dayAheadBySlot(table, day).map(move), imbalance: imbalanceBySlot(table, day).map(move) };
  });
  const draw = originDrawer(new Float64Array(days.length).fill(1 / days.length), seed);
  for (let scenario = 0; scenario < scenarioCount; scenario++) {
    const row = rows[draw(scenario)];
    dayAhead.set(row.dayAhead, scenario * slots);
    imbalance.set(row.imbalance, scenario * slots);
  }
  return { scenarioCount, slots, dayAhead, imbalance };
};
