import type { GeneratorConfig } from '../config.ts';
import { addDays, deliveryDay, wallClockSlots } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import { FitError } from '../errors.ts';
import { choleskyFactor } from '../math/cholesky.ts';
import { shrinkToIdentity, weightedMoments } from '../math/weighted-moments.ts';
import { dayStates } from './day-state.ts';
import { deliveryDayTable } from './delivery-day-table.ts';
import { forwardPass } from './forward-pass.ts';
import { fitServices, serviceBankWeights } from './service-model.ts';
import { bankWeights, weekBank, type WeekErrors } from './week-bank.ts';
import { cosineCoefficients, smoothedQuantities, type SmoothingModel, type WholeDayModel } from './whole-day-model.ts';

/** What the fit needs beside the history. */
export interface WholeDayRequest {
  /** Delivery day to plan. */
  readonly date: string;
  readonly generator: GeneratorConfig;
  readonly maxMissingPeriodsPerDay: number;
  readonly priceLimits: WholeDayModel['priceLimits'];
}

const leads = 7;
const minimumBankDays = 90;
const correlationShrinkage = 0.1;

/**
 * Fits the whole-day generator for one delivery day on the history known when it is planned.
 * Method: SCENARIOS sections 4, 8, 9 and 10; `docs/method/scenarios.md`.
 *
 * @throws FitError with fewer than 90 past weeks in the bank
 */
export function fitWholeDay(history: PriceHistory, request: WholeDayRequest): WholeDayModel {
  const { date, generator } = request;
  const { calendar } = history;
  const table = deliveryDayTable(history, date, leads, request.maxMissingPeriodsPerDay);
  const states = dayStates(table);
  const forecasts = forwardPass(table, states, leads);
  const forecast = forecasts[table.historyDays];
  const bank = weekBank(table, states, forecasts, leads, generator.windowDays);
  if (forecast === null || bank.days.length < minimumBankDays) {
    throw new FitError('too little history to fit the price scenarios', {
      rule: `at least ${minimumBankDays} past weeks with prices in every required series, after 60 valid days`,
      value: `${bank.days.length} weeks before ${date}`,
      remedy: 'give a longer history (160 valid days or more) or plan a later day',
    });
  }
  const weights = bankWeights(table, bank, forecast.shape, generator.halfLifeDays);
  const services = fitServices(history, bank, leads);
  const days = Array.from({ length: leads }, (_, lead) => deliveryDay(calendar, addDays(date, lead)));
  return {
    generator: 'whole-day',
    date,
    days,
    wallClockSlots: days.map((day) => wallClockSlots(calendar, day)),
    currency: history.currency,
    periodHours: calendar.periodMinutes / 60,
    leads,
    slots: table.slots,
    intervals: table.intervals,
    priceLimits: request.priceLimits,
    ...forecast,
    bank,
    weights,
    effectiveBankSize: 1 / weights.reduce((sum, weight) => sum + weight * weight, 0),
    smoothing: fitSmoothing(bank, weights, table.intervals, table.slots, generator),
    services,
    serviceWeights: serviceBankWeights(services, bank, weights, table.historyDays),
  };
}

function fitSmoothing(bank: WeekErrors, weights: Float64Array, intervals: number, slots: number, generator: GeneratorConfig): SmoothingModel {
  const n = weights.length;
  const rows = new Float64Array(n * smoothedQuantities);
  for (let b = 0; b < n; b++) rows.set(standardisedQuantities(bank, b * leads, intervals, slots), b * smoothedQuantities);
  const { mean, standardDeviation, correlation } = weightedMoments(rows, weights, smoothedQuantities);
  const shrunk = shrinkToIdentity(correlation, smoothedQuantities, correlationShrinkage);
  const { factor, jitter } = choleskyFactor(shrunk, smoothedQuantities);
  return { mean, standardDeviation, cholesky: factor, jitter, size: generator.smoothing, basisSize: generator.basisSmoothing };
}

/** e, a, ζ, 8 cosine coefficients of u − φ (k = 1…8), 8 of asinh(2·B/G) (k = 0…7) of bank row `at` = origin·leads + lead. */
export function standardisedQuantities(bank: WeekErrors, at: number, intervals: number, slots: number): Float64Array {
  const quantities = new Float64Array(smoothedQuantities);
  quantities[0] = bank.levelError[at];
  quantities[1] = bank.amplitudeError[at];
  quantities[2] = bank.basisSizeError[at];
  const forecast = bank.forecastShape.subarray(at * intervals, (at + 1) * intervals);
  const difference = bank.shape.slice(at * intervals, (at + 1) * intervals).map((value, i) => value - forecast[i]);
  quantities.set(cosineCoefficients(difference, 1), 3);
  const pattern = bank.basisPattern.slice(at * slots, (at + 1) * slots).map((value) => Math.asinh(value / 0.5));
  quantities.set(cosineCoefficients(pattern, 0), 11);
  return quantities;
}
