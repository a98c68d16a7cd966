import type { PipelineConfig } from '../config.ts';
import { addDays, localTimeOn, type DeliveryDay, type MarketCalendar } from '../domain/market-calendar.ts';
import { quality, type PriceHistory, type PriceSeries } from '../domain/price-history.ts';
import { seriesWithTooFewDays } from './left-out-series.ts';
import { intervalBoundaries } from './period-grid.ts';
import { planInstant, plansAfterAuction } from './plan-time.ts';
import { repairGaps } from './repair-gaps.ts';
import { resultsKnownAt, type ResultsKnownAt } from './results-known-at.ts';
import { missingPeriods } from './valid-days.ts';

/**
 * The information set of the plan for delivery day `date`: the days before it, and where it is made after the day-ahead
 * auction (`plansAfterAuction`) the day itself; of those only the values
 * known at plan time (each market's `resultsKnownAt`); the others are NaN and flagged missing. A day that is
 * known in part is judged (`validDays`) and repaired on its known part alone, each series for itself, so that
 * no later price shows through a repair: the eve of `date` can be valid while its imbalance prices are mostly
 * NaN, and its day-ahead prices are usable though its imbalance prices are not. Optional series with too few days known by then are left out. docs/method/ingest.md.
 */
export function knownHistory(history: PriceHistory, config: PipelineConfig, date: string): PriceHistory {
  const { calendar } = history;
  const time = planInstant(config, date);
  const closed = plansAfterAuction(config);
  const dayCount = history.days.filter((day) => day.date < date || (closed && day.date === date)).length;
  const days = history.days.slice(0, dayCount);
  const dayOffsets = history.dayOffsets.slice(0, dayCount + 1);
  const validDays = history.validDays.slice(0, dayCount);
  const { maxMissingPeriodsPerDay: maxMissing, minimumHistoryDays } = config.data;

  const series = history.series.map((one) => ({
    ...one,
    values: one.values.slice(0, dayOffsets[dayCount]),
    flags: one.flags.slice(0, dayOffsets[dayCount]),
  }));
  // Later days are known later, so the days that are known in part are the last ones.
  for (let d = dayCount - 1; d >= 0; d--) {
    const boundaries = series.map((one) => intervalBoundaries(calendar, days[d], one.interval));
    const counts = series.map((one, s) => {
      const count = knownPeriods(calendar, days[d], resultsKnownAt(config, one), time);
      return boundaries[s].findLast((boundary) => boundary <= count) as number;
    });
    if (counts.every((count) => count === days[d].periodCount)) break;
    const parts = series.map((one, s) => knownPart(one, dayOffsets[d], dayOffsets[d + 1], counts[s]));
    const valid = parts.every((part, s) => !series[s].required || part.missing <= maxMissing);
    validDays[d] = valid ? 1 : 0;
    parts.forEach((part, s) => {
      if (series[s].role === 'service' || part.missing === 0 || part.missing > maxMissing) return;
      const known = boundaries[s].filter((boundary) => boundary <= counts[s]);
      repairGaps(part.values, part.flags, known);
    });
  }
  const tooShort = seriesWithTooFewDays(series, dayOffsets, minimumHistoryDays).map((left) => left.series);
  return { ...history, days, dayOffsets, validDays, series: series.filter((one) => !tooShort.includes(one.name)) };
}

/** How many of a day's periods, from its first, have a known price at `time` (epoch ms). */
export function knownPeriods(
  calendar: MarketCalendar,
  day: DeliveryDay,
  knownAt: ResultsKnownAt,
  time: number,
): number {
  if ('eveAt' in knownAt)
    return localTimeOn(calendar, addDays(day.date, -1), knownAt.eveAt) <= time ? day.periodCount : 0;
  const minute = 60_000;
  const ended = Math.floor(
    (time - knownAt.minutesAfterPeriod * minute - day.startTime) / (calendar.periodMinutes * minute),
  );
  return Math.min(Math.max(ended, 0), day.periodCount);
}

/** Takes back repairs and hides what is not known yet on one day of a series, in place. */
function knownPart(
  series: PriceSeries,
  from: number,
  to: number,
  known: number,
): { values: Float64Array; flags: Uint8Array; missing: number } {
  const values = series.values.subarray(from, to);
  const flags = series.flags.subarray(from, to);
  for (let period = 0; period < values.length; period++) {
    if (period < known && flags[period] !== quality.repaired) continue;
    values[period] = NaN;
    flags[period] = quality.missing;
  }
  return { values, flags, missing: missingPeriods(flags, 0, known) };
}
