import type { PipelineConfig } from '../../config.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportFigure } from '../../report/model/report-figure.ts';
import { roundingFigures } from '../submission-figures.ts';
import { reportRounding } from './submission-report.ts';

/** Headline figures as `summary.json` and the page have them. */
export function reportFigures(result: PipelineResult, config: PipelineConfig): ReportFigure[] {
  const { choice, measured } = result;
  const ratio = `${config.reportingCurrency}/${config.reportingCurrency}`;
  const figures: ReportFigure[] = [...measured.figures];
  if (choice.shadowPrice !== null) {
    figures.push({
      name: 'shadowPrice',
      value: choice.shadowPrice,
      standardError: null,
      bankBand: null,
      unit: ratio,
      sample: 'choose',
      method: 'policy',
    });
  }
  const rounding = reportRounding(result, config);
  return rounding === null ? figures : [...figures, ...roundingFigures(rounding, config.reportingCurrency)];
}
