import { seriesInterval, type PipelineConfig } from '../config.ts';
import type { DeliveryInterval, QualityRow } from '../domain/price-history.ts';
import { sourceName } from './sources/source-formats.ts';

/** The quality rows of one series, added up. */
export interface SeriesQuality extends Omit<QualityRow, 'date'> {
  /** Sources in the order in which they count. */
  readonly sources: readonly string[];
  readonly interval: DeliveryInterval;
  /** First and last delivery day with a price; null where there is none. */
  readonly from: string | null;
  readonly until: string | null;
}

/** Adds the quality rows up by series, one entry a configured market, in the order of the configuration. */
export function summariseQuality(config: PipelineConfig, rows: readonly QualityRow[]): SeriesQuality[] {
  return config.markets.map((market) => {
    const own = rows.filter((row) => row.series === market.name);
    const sum = (count: (row: QualityRow) => number): number => own.reduce((total, row) => total + count(row), 0);
    return {
      series: market.name,
      sources: market.sources.map(sourceName),
      interval: seriesInterval(market),
      from: own[0]?.date ?? null,
      until: own.at(-1)?.date ?? null,
      expected: sum((row) => row.expected),
      present: sum((row) => row.present),
      missing: sum((row) => row.missing),
      duplicate: sum((row) => row.duplicate),
      repaired: sum((row) => row.repaired),
      suspicious: sum((row) => row.suspicious),
    };
  });
}
