import type { PipelineConfig } from '../config.ts';
import { addDays, deliveryDay } from '../domain/market-calendar.ts';
import { seriesWithRole, type PriceHistory, type PriceSeries } from '../domain/price-history.ts';
import { DataError } from '../errors.ts';
import { knownPeriods } from './known-history.ts';
import { planInstant, plansAfterAuction } from './plan-time.ts';
import { resultsKnownAt } from './results-known-at.ts';
import { missingPeriods } from './valid-days.ts';

/** A plan needs this many valid days of history at least; the model may need more. */
const fewestValidDays = 90;

/**
 * The delivery day that a run plans unless told otherwise: the day after the last one with complete day-ahead prices,
 * or that one itself where the plan is made after the auction. Throws a DataError where no day is complete.
 */
export function defaultPlanDate(history: PriceHistory, config: PipelineConfig): string {
  const dayAhead = seriesWithRole(history, 'dayAhead')[0];
  const last = lastUsableDay(history, dayAhead, config);
  if (last === undefined) {
    throw new DataError('no delivery day has complete day-ahead prices', {
      field: `markets.${dayAhead.name}.sources`,
      rule: `at most ${config.data.maxMissingPeriodsPerDay} periods may be missing`,
      remedy: 'add a source with whole days',
    });
  }
  return plansAfterAuction(config) ? last : addDays(last, 1);
}

/**
 * Checks that delivery day `date` can be planned: every required series reaches the last day that is wholly
 * known at its plan time, and 90 valid days lie before it. `history` is the whole one, not cut to `date`.
 * Throws a DataError that names the dates that can be planned.
 */
export function checkPlanDate(history: PriceHistory, config: PipelineConfig, date: string): void {
  const required = history.series.filter((series) => series.required);
  const latest = latestPlanDate(history, config, required);
  const earliest = earliestPlanDate(history);
  const range =
    earliest === undefined || latest === undefined || earliest > latest
      ? 'no date can be planned with this data; add history'
      : `plan a date from ${earliest} to ${latest}`;
  if (earliest === undefined || date < earliest) {
    const before = history.days.filter((day, d) => day.date < date && history.validDays[d] === 1).length;
    throw new DataError(`too little history before ${date}`, {
      field: '--date',
      rule: `at least ${fewestValidDays} valid delivery days before the day planned`,
      value: `${before} valid days`,
      remedy: range,
    });
  }
  for (const series of required) {
    const needed = lastDayKnown(history, config, series, date);
    const last = lastUsableDay(history, series, config);
    if (last !== undefined && last >= needed) {
      if (needed < date || isUsable(history, series, config, date)) continue;
      throw new DataError(`the prices of '${series.name}' on ${date} are not complete`, {
        file: series.source,
        field: 'planTime',
        rule: `a plan made after the auction needs them: at most ${config.data.maxMissingPeriodsPerDay} periods may be missing`,
        value: date,
        remedy: 'give the published prices, or plan before the auction',
      });
    }
    throw new DataError(`the data of '${series.name}' end before the plan for ${date} may be made`, {
      file: series.source,
      field: '--date',
      rule: `prices to the end of delivery day ${needed} are needed`,
      value: last === undefined ? 'no usable day' : `last usable day ${last}`,
      remedy: range,
    });
  }
}

/** The last delivery day whose prices are all known when `date` is planned: before it, or itself after the auction. */
function lastDayKnown(history: PriceHistory, config: PipelineConfig, series: PriceSeries, date: string): string {
  if (series.role === 'dayAhead' && plansAfterAuction(config)) return date;
  const time = planInstant(config, date);
  const knownAt = resultsKnownAt(config, series);
  for (let before = addDays(date, -1); ; before = addDays(before, -1)) {
    const day = deliveryDay(history.calendar, before);
    if (knownPeriods(history.calendar, day, knownAt, time) === day.periodCount) return before;
  }
}

/** The last delivery day on which the series misses no more periods than the rule allows. */
function lastUsableDay(history: PriceHistory, series: PriceSeries, config: PipelineConfig): string | undefined {
  return history.days.findLast(({ date }) => isUsable(history, series, config, date))?.date;
}

function isUsable(
  { days, dayOffsets }: PriceHistory,
  { flags }: PriceSeries,
  { data }: PipelineConfig,
  date: string,
): boolean {
  const d = days.findIndex((day) => day.date === date);
  return d >= 0 && missingPeriods(flags, dayOffsets[d], dayOffsets[d + 1]) <= data.maxMissingPeriodsPerDay;
}

function latestPlanDate(
  history: PriceHistory,
  config: PipelineConfig,
  required: readonly PriceSeries[],
): string | undefined {
  const dates = required.map((series) => {
    const last = lastUsableDay(history, series, config);
    if (last === undefined) return undefined;
    let date = last;
    while (lastDayKnown(history, config, series, addDays(date, 1)) <= last) date = addDays(date, 1);
    return date;
  });
  return dates.includes(undefined) ? undefined : dates.toSorted()[0];
}

function earliestPlanDate(history: PriceHistory): string | undefined {
  let valid = 0;
  for (let d = 0; d < history.days.length; d++) {
    valid += history.validDays[d];
    if (valid === fewestValidDays) return addDays(history.days[d].date, 1);
  }
  return undefined;
}
