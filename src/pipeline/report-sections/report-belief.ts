import type { PipelineResult } from '../../pipeline.ts';
import type { ReportModel } from '../../report/report-model.ts';
import { drawsPastDays } from '../../simulate/draws-past-days.ts';
import { namedFigure } from './named-figure.ts';

/** What the figures rest on. */
export function reportBelief(result: PipelineResult): ReportModel['belief'] {
  const { measured, model, recourse, sets } = result;
  const { pastDayCount, topDayShare, topDay, restsOnFewDays } = measured.concentration;
  const fromPastDays = drawsPastDays(model);
  const differing = recourse.dayProfit.filter(
    (value, s) => Math.abs(value - recourse.exactDayProfit[s]) > 1e-6 * Math.max(1, Math.abs(value)),
  ).length;
  const notes = [
    'The evaluate scenarios share the bank of past days with those that the plan was made on: out of sample excludes sampling optimism only.',
    ...(fromPastDays && restsOnFewDays
      ? ['The tail rests on few past days: read its figures with the bank band.']
      : []),
    ...model.notes,
  ];
  return {
    bank: fromPastDays
      ? {
          bankDays: model.bank.days.length,
          daysInTail: pastDayCount,
          topDayShare,
          topDay: sets.evaluate.bankDates[topDay],
        }
      : null,
    sampleSize: measured.bySampleSize.map((row) => ({ ...row })),
    physics: {
      relaxationMean: namedFigure(measured.figures, 'mean', 'recourse').value,
      exactMean: namedFigure(measured.figures, 'mean', 'recourseExact').value,
      scenariosDiffering: differing,
      scenarioCount: recourse.dayProfit.length,
      schedulesVerified: result.policy.schedulesVerified,
      schedulesChecked: result.policy.schedulesVerified,
    },
    notes,
  };
}
