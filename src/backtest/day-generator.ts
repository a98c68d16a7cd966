import type { WholeDayPass } from '../fit/whole-day-pass.ts';

/** Simulated prices of one ordinary day: M scenarios on the wall clock. */
export interface DayScenarios {
  readonly scenarioCount: number;
  readonly slots: number;
  /** M × slots, row-major, currency per MWh. */
  readonly dayAhead: Float64Array;
  readonly imbalance: Float64Array;
}

/**
 * A generator under test: scenarios of the day with index `target` of the pass's table, from what was known at its
 * gate (day-ahead to the eve, imbalance to the day before it).
 */
export type DayGenerator = (pass: WholeDayPass, target: number, scenarioCount: number, seed: number) => DayScenarios;
