import { seriesInterval, type MarketConfig, type PipelineConfig } from '../config.ts';
import { marketCalendars, type MarketCalendar } from '../domain/market-calendar.ts';
import {
  quality,
  type DeliveryInterval,
  type PriceHistory,
  type PriceSeries,
  type QualityRow,
} from '../domain/price-history.ts';
import { DataError } from '../errors.ts';
import { alignRecords, type AlignedSource } from './align-records.ts';
import { combineSources, type SourceOverlap } from './combine-sources.ts';
import { flagSuspicious } from './flag-suspicious.ts';
import { seriesWithTooFewDays, type LeftOutSeries } from './left-out-series.ts';
import { intervalBoundaries, intervalsOf, periodGrid, type PeriodGrid } from './period-grid.ts';
import { qualityRows } from './quality-rows.ts';
import { repairGaps } from './repair-gaps.ts';
import { readMarkets, type ReadMarket } from './read-markets.ts';
import { sourceName } from './sources/source-formats.ts';
import { isRequired, missingPeriods, validDays } from './valid-days.ts';

/** What ingest found: the history for the model, and what a reader must know about it. */
export interface IngestResult {
  readonly history: PriceHistory;
  /** A series on a delivery day, from the series' first day with a price to its last. */
  readonly qualityRows: readonly QualityRow[];
  readonly overlaps: readonly SourceOverlap[];
  readonly leftOut: readonly LeftOutSeries[];
}

/**
 * Builds the price history from the configured sources. `readSource` returns the unpacked bytes of a file.
 * The grid is whole delivery days from the first to the last with any price; the first listed source counts
 * where two overlap; gaps of energy prices in valid days are repaired and flagged. Throws a DataError for
 * input that breaks a rule, another currency than the reporting currency, and a required series without data.
 */
export function assembleHistory(config: PipelineConfig, readSource: (file: string) => Uint8Array): IngestResult {
  const calendar = marketCalendars[config.calendar];
  const read = readMarkets(config, calendar, readSource);
  const grid = gridOf(calendar, read);
  const overlaps: SourceOverlap[] = [];
  const intervalsFor = intervalsByKind(grid);
  const raw = read.map(({ market, sources }) => {
    const intervals = intervalsFor(seriesInterval(market));
    const aligned = sources.map(({ source, records }) => ({
      name: sourceName(source),
      aligned: alignRecords(records, grid, intervals, market, source.file),
    }));
    const { combined, overlaps: found } = combineSources(market.name, aligned, grid);
    overlaps.push(...found);
    return { combined, series: priceSeries(market, combined, config, calendar) };
  });

  const series = raw.map((entry) => entry.series);
  const valid = validDays(series, grid.dayOffsets, config.data.maxMissingPeriodsPerDay);
  for (const one of series)
    if (one.role !== 'service') repairSeries(one, grid, valid, config.data.maxMissingPeriodsPerDay);
  const leftOut = seriesWithTooFewDays(series, grid.dayOffsets, config.data.minimumHistoryDays);
  const kept = series.filter((one) => !leftOut.some((left) => left.series === one.name));
  return {
    history: {
      calendar,
      currency: config.reportingCurrency,
      days: grid.days,
      dayOffsets: grid.dayOffsets,
      series: kept,
      validDays: valid,
    },
    qualityRows: raw.flatMap(({ combined, series: one }) => qualityRows(one, combined.duplicates, grid)),
    overlaps,
    leftOut,
  };
}

/** The intervals of the grid, made once for each kind. */
function intervalsByKind(grid: PeriodGrid): (interval: DeliveryInterval) => ReturnType<typeof intervalsOf> {
  const made = new Map<DeliveryInterval, ReturnType<typeof intervalsOf>>();
  return (interval) => {
    const intervals = made.get(interval) ?? intervalsOf(grid, interval);
    made.set(interval, intervals);
    return intervals;
  };
}

function gridOf(calendar: MarketCalendar, read: readonly ReadMarket[]): PeriodGrid {
  let [first, last] = [Infinity, -Infinity];
  for (const { sources } of read) {
    for (const { records } of sources) {
      for (let i = 0; i < records.times.length; i++) {
        if (Number.isNaN(records.values[i])) continue;
        first = Math.min(first, records.times[i]);
        last = Math.max(last, records.times[i]);
      }
    }
  }
  if (first === Infinity) {
    throw new DataError('the sources have no price', {
      rule: 'at least one price is needed',
      remedy: "check 'from' and 'to'",
    });
  }
  return periodGrid(calendar, first, last);
}

function priceSeries(
  market: MarketConfig,
  combined: AlignedSource,
  config: PipelineConfig,
  calendar: MarketCalendar,
): PriceSeries {
  const flags = combined.known.map((known) => (known === 1 ? quality.present : quality.missing));
  flagSuspicious(
    combined.values,
    flags,
    market.priceLimits,
    market.role === 'service' ? undefined : 60 / calendar.periodMinutes,
  );
  return {
    name: market.name,
    role: market.role,
    interval: seriesInterval(market),
    unit: `${config.reportingCurrency}/${market.role === 'service' ? 'MW/h' : 'MWh'}`,
    required: isRequired(market),
    labels: [
      ...(config.data.synthetic ? ['synthetic'] : []),
      ...(market.proxy === undefined ? [] : [`proxy: ${market.proxy}`]),
    ],
    source: market.sources.map(sourceName).join(' + '),
    values: combined.values,
    flags,
  };
}

function repairSeries(series: PriceSeries, grid: PeriodGrid, valid: Uint8Array, maxMissing: number): void {
  grid.days.forEach((day, d) => {
    const [from, to] = [grid.dayOffsets[d], grid.dayOffsets[d + 1]];
    const missing = missingPeriods(series.flags, from, to);
    if (valid[d] === 0 || missing === 0 || missing > maxMissing) return;
    const boundaries = intervalBoundaries(grid.calendar, day, series.interval);
    repairGaps(series.values.subarray(from, to), series.flags.subarray(from, to), boundaries);
  });
}
