import type { GeneratorConfig } from '../config.ts';
import { addDays, deliveryDay, wallClockSlots } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import { FitError } from '../errors.ts';
import type { DayForecast } from './day-forecast.ts';
import { knownDayPass } from './known-day-pass.ts';
import { knownFirstDay } from './known-first-day.ts';
import { levelPathSpread, spreadLevelPaths } from './level-path-spread.ts';
import { serviceBank, type ServiceBank } from './service-model.ts';
import { fitSmoothing } from './smoothing-model.ts';
import { bankWeights, knownLikeness, weekBank } from './week-bank.ts';
import type { PriceLimits, WholeDayModel } from './whole-day-model.ts';
import { wholeDayPass, type WholeDayPass } from './whole-day-pass.ts';

/** What the fit needs beside the history. */
export interface WholeDayRequest {
  /** Delivery day to plan. */
  readonly date: string;
  readonly generator: GeneratorConfig;
  readonly maxMissingPeriodsPerDay: number;
  readonly priceLimits: PriceLimits;
}

const minimumBankDays = 90;

/**
 * Fits the whole-day generator for one delivery day on the history known when it is planned, which ends on the eve; or
 * on the day itself, of which then the day-ahead prices are known and taken as they are. Method:
 * `docs/method/scenarios.md`, `docs/method/generators.md`.
 *
 * @throws FitError with fewer than 90 past weeks in the bank, or a history that ends on another day
 */
export function fitWholeDay(history: PriceHistory, request: WholeDayRequest): WholeDayModel {
  const { date } = request;
  const lastDay = history.days.at(-1)?.date;
  if (lastDay !== date && lastDay !== addDays(date, -1)) {
    throw new FitError('the history must end on the eve of the day planned', {
      rule: `eve of ${date}`,
      value: lastDay ?? 'no days',
      remedy: 'plan a day right after the last one with data',
    });
  }
  const pass = wholeDayPass(history, request.maxMissingPeriodsPerDay);
  return wholeDayModel(lastDay === date ? knownDayPass(pass) : pass, request);
}

/** The model of one day of a pass, the day after its history included; the same to the bit as from the days before it. */
export function wholeDayModel(
  pass: WholeDayPass,
  { date, generator, priceLimits }: Omit<WholeDayRequest, 'maxMissingPeriodsPerDay'>,
): WholeDayModel {
  const { leads, history, table, forward, services: serviceHistories, knownBasisMean } = pass;
  const { calendar } = history;
  const target = table.dates.indexOf(date);
  const forecast = forward.forecasts[target] ?? null;
  const stored = weekBank(table, forward, target, leads, generator.windowDays);
  if (forecast === null || stored.days.length < minimumBankDays) {
    throw new FitError('too little history to fit the price scenarios', {
      rule: `at least ${minimumBankDays} past weeks with prices in every required series, after 60 days with prices`,
      value: forecast === null ? `no forecast of ${date}` : `${stored.days.length} weeks before ${date}`,
      remedy: 'give a longer history (160 valid days or more, without long gaps) or plan a later day',
    });
  }
  const weights = bankWeights(
    table,
    stored,
    target,
    forecast.shape,
    generator.halfLifeDays,
    knownBasisMean === undefined ? undefined : knownLikeness,
  );
  // The smoothing draws past values to their mean by what its noise adds; the noise of seven days averages out.
  const smoothed = Math.sqrt(1 + generator.smoothing ** 2);
  const pathSpread = smoothed * levelPathSpread(pass, target, generator);
  const bank = spreadLevelPaths(stored, weights, leads, pathSpread);
  const services = serviceBank(serviceHistories, bank, weights, target, leads);
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
    priceLimits,
    level: forecast.level,
    logAmplitude: forecast.logAmplitude,
    logBasisSize: forecast.logBasisSize,
    shape: forecast.shape,
    levelErrorScale: forecast.levelErrorScale,
    levelPathSpread: pathSpread,
    notes: fitNotes(forecast, services),
    bank,
    weights,
    effectiveBankSize: 1 / weights.reduce((sum, weight) => sum + weight * weight, 0),
    // What is known of the first day has no errors to take moments of: those of the second stand in.
    smoothing: fitSmoothing(
      bank,
      weights,
      generator.smoothing,
      generator.basisSmoothing,
      knownBasisMean !== undefined && leads > 1 ? 1 : 0,
    ),
    services: services.services,
    leftOutServices: services.leftOut,
    serviceWeights: services.weights,
    ...(knownBasisMean === undefined
      ? {}
      : { known: knownFirstDay({ table }, knownBasisMean, target, bank.days, forecast.logBasisSize[0]) }),
  };
}

/** What the fit had to do without, in sentences. */
function fitNotes({ regressed }: DayForecast, { services, leftOut }: ServiceBank): string[] {
  const notes: string[] = [];
  if (!regressed.location) {
    notes.push(
      'Day-ahead forecast: the mean profile moved by 0.7 of yesterday; a regression needs 365 days of prices.',
    );
  }
  const averaged = [
    ...(regressed.logAmplitude ? [] : ['size of the daily swing']),
    ...(regressed.logBasisSize ? [] : ['size of the imbalance basis']),
    ...(regressed.levelError ? [] : ['size of the forecast error']),
  ];
  if (averaged.length > 0) {
    notes.push(`Forecast as a mean of the past, for want of 120 days to regress on: ${averaged.join(', ')}.`);
  }
  for (const name of leftOut)
    notes.push(`${name}: left out of the scenarios, its prices are known in fewer than 30 past weeks.`);
  for (const { name, neverCleared } of services) {
    const count = neverCleared.reduce((sum, flag) => sum + flag, 0);
    if (count > 0)
      notes.push(
        `${name}: ${count} of ${neverCleared.length} delivery intervals never cleared; they are simulated at 0.`,
      );
  }
  return notes;
}
