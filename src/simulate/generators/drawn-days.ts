import { originDrawer } from '../bank-draw.ts';
import type { DayModel, DayPainter } from './generator.ts';

/** A generator that draws finished days: each scenario is one row of a bank, both markets together. n days. */
export interface DrawnDays extends DayModel {
  /** Probability of each day, sum 1, in date order. */
  readonly weights: Float64Array;
  /** n × slots, currency per MWh. */
  readonly dayAhead: Float64Array;
  readonly imbalance: Float64Array;
}

/** The prices of past days as they stand in a bank: rows of both markets, slots each. */
export interface BankRow {
  readonly date: string;
  readonly dayAhead: Float64Array;
  readonly imbalance: Float64Array;
}

/** The days of a bank, each as likely as the others. */
export function drawnDays(generator: string, rows: readonly BankRow[], notes: readonly string[]): DrawnDays {
  const slots = rows[0].dayAhead.length;
  const dayAhead = new Float64Array(rows.length * slots);
  const imbalance = new Float64Array(rows.length * slots);
  rows.forEach((row, index) => {
    dayAhead.set(row.dayAhead, index * slots);
    imbalance.set(row.imbalance, index * slots);
  });
  return {
    generator,
    leads: 1,
    slots,
    notes,
    bankDates: rows.map(({ date }) => date),
    weights: new Float64Array(rows.length).fill(1 / rows.length),
    dayAhead,
    imbalance,
  };
}

/** Rows are taken evenly by the golden ratio, as the whole-day generator takes its own. */
export function paintDrawnDays(model: DrawnDays, seed: number): DayPainter {
  const { slots } = model;
  const draw = originDrawer(model.weights, seed);
  return (scenario, _days, dayAhead, imbalance) => {
    const row = draw(scenario);
    dayAhead.set(model.dayAhead.subarray(row * slots, (row + 1) * slots));
    imbalance.set(model.imbalance.subarray(row * slots, (row + 1) * slots));
    return row;
  };
}
