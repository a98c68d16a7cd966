import { wallClockSlots } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { DataError } from '../errors.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../fit/day-prices.ts';
import { deliveryDayTable } from '../fit/delivery-day-table.ts';

/** A day with more missing periods of a price is not replayed. */
export const mostMissingPeriods = 4;

/**
 * One scenario: the energy prices of the past day `date` and of the days after it as they were, on the wall clock of
 * the set's days; services at the mean of the set.
 *
 * @throws DataError where a day of them has no prices
 */
export function replayedDays(set: ScenarioSet, history: PriceHistory, date: string): ScenarioSet {
  const table = deliveryDayTable(history, 0, mostMissingPeriods);
  const first = table.dates.indexOf(date);
  const T = set.dayOffsets[set.days.length];
  const dayAhead = new Float64Array(T);
  const imbalance = new Float64Array(T);
  set.days.forEach((day, lead) => {
    const past = first + lead;
    if (first < 0 || past >= table.historyDays || table.valid[past] === 0) {
      throw new DataError('a day to be replayed has no prices', {
        field: 'replay',
        rule: `${set.days.length} days from ${date} on, at most ${mostMissingPeriods} periods of each missing`,
        value: table.dates[past] ?? date,
        remedy: 'replay another day',
      });
    }
    const [x1, x2] = [dayAheadBySlot(table, past), imbalanceBySlot(table, past)];
    wallClockSlots(history.calendar, day).forEach((slot, period) => {
      dayAhead[set.dayOffsets[lead] + period] = x1[slot];
      imbalance[set.dayOffsets[lead] + period] = x2[slot];
    });
  });
  return {
    ...set,
    firstScenario: 0,
    scenarioCount: 1,
    weights: Float64Array.of(1),
    dayAhead,
    imbalance,
    services: set.services.map((service) => ({ ...service, availability: meanRow(service.availability, set.weights) })),
    bankDay: Int32Array.of(0),
    bankDates: [date],
  };
}

function meanRow(rows: Float64Array, weights: Float64Array): Float64Array {
  const width = rows.length / weights.length;
  const mean = new Float64Array(width);
  for (let s = 0; s < weights.length; s++) for (let i = 0; i < width; i++) mean[i] += weights[s] * rows[s * width + i];
  return mean;
}
