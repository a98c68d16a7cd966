import type { PriceHistory } from '../domain/price-history.ts';
import { deliveryDayTable, type DeliveryDayTable } from './delivery-day-table.ts';
import { forwardPass, type ForwardPass } from './forward-pass.ts';
import { serviceHistories, type ServiceHistory } from './service-history.ts';

/** Days that are forecast and drawn together, unless asked otherwise. */
const weekLeads = 7;

/** Everything that the models of all days of a history share. */
export interface WholeDayPass {
  /** Days that are forecast and drawn together. */
  readonly leads: number;
  readonly history: PriceHistory;
  readonly table: DeliveryDayTable;
  readonly forward: ForwardPass;
  readonly services: readonly ServiceHistory[];
  /** m̂, days × slots, where each day is forecast with its own day-ahead prices known (`knownDayPass`). */
  readonly knownBasisMean?: Float64Array;
}

/**
 * One pass over a history, from which `wholeDayModel` makes the model of any of its days, or of the day after it,
 * with the knowledge of that day's gate: what lies later in the history changes nothing.
 */
export function wholeDayPass(history: PriceHistory, maxMissingPeriodsPerDay: number, leads = weekLeads): WholeDayPass {
  const table = deliveryDayTable(history, leads, maxMissingPeriodsPerDay);
  return { leads, history, table, forward: forwardPass(table, leads), services: serviceHistories(history) };
}
