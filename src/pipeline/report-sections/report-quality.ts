import type { MarketConfig, PipelineConfig } from '../../config.ts';
import type { IngestResult } from '../../ingest/assemble-history.ts';
import type { DataAssessment } from '../../ingest/assess-data.ts';
import { summariseQuality } from '../../ingest/quality-summary.ts';
import type { ReportQuality } from '../../report/model/report-quality.ts';
import { displayName } from './display-name.ts';

/** What was read, repaired and left out. */
export function reportQuality(ingested: IngestResult, config: PipelineConfig, data: DataAssessment): ReportQuality {
  const stepName = { period: 'half-hourly', hour: 'hourly', block: 'by block' } as const;
  const market = (name: string): MarketConfig =>
    config.markets.find((candidate) => candidate.name === name) as MarketConfig;
  return {
    series: summariseQuality(config, ingested.qualityRows).map((row) => ({
      displayName: displayName(market(row.series)),
      source: row.sources.join(', '),
      from: row.from ?? '–',
      until: row.until ?? '–',
      step: stepName[row.interval],
      required: ingested.history.series.find((series) => series.name === row.series)?.required ?? false,
      expected: row.expected,
      present: row.present,
      missing: row.missing,
      duplicate: row.duplicate,
      repaired: row.repaired,
      suspicious: row.suspicious,
      labels: ingested.history.series.find((series) => series.name === row.series)?.labels ?? [],
    })),
    invalidDays: { count: data.invalidDays, considered: data.days },
    overlaps: ingested.overlaps.map((overlap) => ({
      displayName: displayName(market(overlap.series)),
      counted: overlap.countedSource,
      other: overlap.otherSource,
      periods: overlap.periods,
      meanDifference: overlap.meanDifference,
      meanAbsoluteDifference: overlap.meanAbsoluteDifference,
      shareDiffering: overlap.periods === 0 ? 0 : overlap.differing / overlap.periods,
      unit: ingested.history.series.find((series) => series.name === overlap.series)?.unit ?? '',
    })),
    leftOut: ingested.leftOut.map((series) => ({
      series: series.series,
      reason: `${series.days} days of history; ${series.rule}`,
    })),
  };
}
