import type { PipelineConfig } from '../config.ts';
import { addDays, deliveryDay, planTime } from '../domain/market-calendar.ts';
import { seriesWithRole, type PriceHistory, type PriceSeries } from '../domain/price-history.ts';
import { DataError } from '../errors.ts';
import { knownPeriods, resultsKnownAt } from './known-history.ts';
import { missingPeriods } from './valid-days.ts';

/** A plan needs this many valid days of history at least; the model may need more. */
const fewestValidDays = 90;

/**
 * The delivery day that a run plans unless told otherwise: the day after the last one with complete
 * day-ahead prices. Throws a DataError where no day is complete.
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
  return addDays(last, 1);
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
    if (last !== undefined && last >= needed) continue;
    throw new DataError(`the data of '${series.name}' end before the plan for ${date} may be made`, {
      file: series.source,
      field: '--date',
      rule: `prices to the end of delivery day ${needed} are needed`,
      value: last === undefined ? 'no usable day' : `last usable day ${last}`,
      remedy: range,
    });
  }
}

/** The last delivery day before `date` whose prices are all known when `date` is planned. */
function lastDayKnown(history: PriceHistory, config: PipelineConfig, series: PriceSeries, date: string): string {
  const time = planTime(history.calendar, date);
  const knownAt = resultsKnownAt(config, series);
  for (let before = addDays(date, -1); ; before = addDays(before, -1)) {
    const day = deliveryDay(history.calendar, before);
    if (knownPeriods(history.calendar, day, knownAt, time) === day.periodCount) return before;
  }
}

/** The last delivery day on which the series misses no more periods than the rule allows. */
function lastUsableDay(history: PriceHistory, series: PriceSeries, config: PipelineConfig): string | undefined {
  const { dayOffsets, days } = history;
  const index = days.findLastIndex(
    (_, d) => missingPeriods(series.flags, dayOffsets[d], dayOffsets[d + 1]) <= config.data.maxMissingPeriodsPerDay,
  );
  return days[index]?.date;
}

function latestPlanDate(
  history: PriceHistory,
  config: PipelineConfig,
  required: readonly PriceSeries[],
): string | undefined {
  const dates = required.map((series) => {
    const last = lastUsableDay(history, series, config);
    if (last === undefined) return undefined;
    let date = addDays(last, 1);
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
