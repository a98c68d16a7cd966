import type { GeneratorConfig } from '../../config.ts';
import type { PriceLimits } from '../../fit/whole-day-model.ts';
import type { WholeDayPass } from '../../fit/whole-day-pass.ts';

/**
 * A way to simulate prices: fitted on what is known at the gate of a delivery day, then drawn scenario by scenario.
 * One file each in this folder, listed in `registry.ts`. docs/how-to/add-a-generator.md.
 */
export interface Generator<Model extends DayModel = DayModel> {
  readonly name: string;
  /** One line: what is drawn, and from what. */
  readonly description: string;
  /** True where tomorrow's day-ahead price is taken as known and only the imbalance price is drawn. */
  readonly knowsDayAhead?: boolean;
  /**
   * Prepares the days of a pass; the function that it returns fits one of them, and the day after the history, by its
   * index in the table. Day-ahead prices of days before the target may be read, imbalance prices of days before
   * its eve. What is dear is fitted for the first day of the calendar month and kept (`monthly`), so that a day's
   * model does not depend on which days were fitted before it.
   *
   * @throws FitError where the history does not suffice
   */
  open(pass: WholeDayPass, settings: GeneratorSettings): (target: number) => Model;
  /** The function that writes the scenarios of a fitted model. Scenario i depends on (model, seed, i) only. */
  painter(model: Model, seed: number): DayPainter;
}

export interface GeneratorSettings {
  readonly generator: GeneratorConfig;
  readonly priceLimits: PriceLimits;
}

/** A fitted generator: plain data, which is stored and handed to workers. */
export interface DayModel {
  readonly generator: string;
  /** Days that are drawn together, the target first. */
  readonly leads: number;
  /** Prices of a market in a day, on the wall clock. */
  readonly slots: number;
  /** What had to be done without or otherwise than asked, in sentences for the reader. */
  readonly notes: readonly string[];
  /** Past days (or first days of past weeks) that scenarios are made from; empty where they are not made from days. */
  readonly bankDates: readonly string[];
}

/**
 * Writes the first `days` days of a scenario, days × slots prices of each market on the wall clock, hourly day-ahead
 * prices repeated; not clipped to the markets' limits. Returns the index in `bankDates` of the past day that the
 * scenario comes from, −1 where there is none.
 */
export type DayPainter = (scenario: number, days: number, dayAhead: Float64Array, imbalance: Float64Array) => number;
