import type { PipelineConfig } from '../../config.ts';
import { notCash } from '../../optimise/settle.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportModel } from '../../report/report-model.ts';
import { streamDisplayName } from './stream-display-name.ts';

/** Where mean and CVaR come from, by stream and hour. */
export function reportAttribution({ measured }: PipelineResult, config: PipelineConfig): ReportModel['attribution'] {
  const { totals, rows } = measured.attribution;
  const hourly = (stream: string, value: (row: (typeof rows)[number]) => number): number[] =>
    rows.filter((row) => row.stream === stream).map(value);
  return {
    streams: totals.map((total) => ({
      name: total.stream,
      displayName: streamDisplayName(total.stream, config),
      mean: total.mean,
      conditionalValueAtRisk: total.conditionalValueAtRisk,
    })),
    meanByHour: totals.map((total) => hourly(total.stream, (row) => row.mean)),
    conditionalValueAtRiskByHour: totals.map((total) => hourly(total.stream, (row) => row.conditionalValueAtRisk)),
    cashMean: totals.some((total) => notCash.has(total.stream) && total.mean !== 0)
      ? totals.filter((total) => !notCash.has(total.stream)).reduce((sum, total) => sum + total.mean, 0)
      : null,
  };
}
