import {
  blockBoundaries,
  isoTime,
  localClock,
  localTimeWithOffset,
  type MarketCalendar,
} from '../../domain/market-calendar.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportModel } from '../../report/report-model.ts';

/** The first delivery day's time grid. */
export function reportDay(result: PipelineResult, calendar: MarketCalendar): ReportModel['day'] {
  const [firstDay] = result.sets.evaluate.days;
  const { periodHours, periodCount } = result.problem;
  const starts = Array.from({ length: result.measured.hourCount }, (_, hour) => firstDay.startTime + hour * 3_600_000);
  const boundaries = Array.from(blockBoundaries(calendar, firstDay));
  return {
    periodHours,
    periodCount,
    hourLabels: starts.map((time) => localClock(calendar, time)),
    hourStarts: starts.map(isoTime),
    hoursWithOffset: starts.map((time) => localTimeWithOffset(calendar, time)),
    blockBoundaries: boundaries,
    blockLabels: boundaries.slice(1).map((_, index) => String(index + 1)),
    blockName: calendar.name === 'gb' ? 'EFA block' : 'block',
  };
}
