import type { ReportDay } from '../model/report-day.ts';
import { colour } from '../theme.ts';
import type { Frame, FrameAxis, FrameSize, Layer } from './frame.ts';

/** The hour ruler of a delivery day: x is hours since its start, labels are local clock times. */
export interface DayGrid {
  /** 23, 24 or 25. */
  readonly hours: number;
  readonly periodHours: number;
  /** Local clock at each whole hour, one past the last included: hours + 1. */
  readonly clock: readonly string[];
  /** Start of each block in hours since the start of the day, and the end of the day. */
  readonly blockStarts: readonly number[];
}

export function dayGrid(day: ReportDay): DayGrid {
  return {
    hours: day.hourLabels.length,
    periodHours: day.periodHours,
    // a delivery day ends at the clock time at which it starts
    clock: [...day.hourLabels, day.hourLabels[0]],
    blockStarts: day.blockBoundaries.map((period) => wholeHours(period * day.periodHours)),
  };
}

/** Margins that line full-day charts up with the plan table: 100 + 624 + 56 = 780 px. */
export function daySize(height: number, labels: boolean): FrameSize {
  return { width: 780, height, left: 100, right: 56, top: 26, bottom: labels ? 24 : 8 };
}

/** Ticks at every block, and half-way through each where `sparse` is not set and there is room. */
export function hourAxis(grid: DayGrid, labels: boolean, sparse = false): FrameAxis {
  const hours: number[] = [];
  grid.blockStarts.forEach((start, block) => {
    hours.push(start);
    const next = grid.blockStarts[block + 1];
    if (!sparse && next !== undefined && next - start >= 4) hours.push(start + 2);
  });
  const ticks = hours.map((hour) => ({ value: hour, label: grid.clock[hour] ?? '' }));
  return { domain: [0, grid.hours], ticks, labels, line: labels };
}

/** Hairlines at the blocks' boundaries, behind everything. */
export function blockLines(frame: Frame, grid: DayGrid): Layer {
  const [low, high] = frame.yScale.domain;
  return {
    data: { values: grid.blockStarts.map((hour) => ({ hour, low, high })) },
    mark: { type: 'rule', color: colour('grid'), strokeWidth: 1 },
    encoding: { x: frame.x('hour'), y: frame.y('low'), y2: { field: 'high' } },
  };
}

/** A horizontal line across the plot at `value`. */
export function levelLine(frame: Frame, value: number, stroke = colour('ink3'), dash?: number[]): Layer {
  const [start, end] = frame.xScale.domain;
  return {
    data: { values: [{ start, end, value }] },
    mark: { type: 'rule', color: stroke, strokeWidth: 1, ...(dash === undefined ? {} : { strokeDash: dash }) },
    encoding: { x: frame.x('start'), x2: { field: 'end' }, y: frame.y('value') },
  };
}

/** Rows of a step series: one an interval at its start hour, the last repeated at the end of the day. */
export function stepRows<Row extends object>(
  startHours: readonly number[],
  rowAt: (interval: number) => Row,
): (Row & { hour: number })[] {
  return startHours.map((hour, index) => ({ hour, ...rowAt(Math.min(index, startHours.length - 2)) }));
}

/** Interval starts in periods → hours since the start of the day. */
export function startHours(intervalStarts: readonly number[], grid: DayGrid): number[] {
  return intervalStarts.map((period) => wholeHours(period * grid.periodHours));
}

/** Starts of the periods of the day in hours, and its end: for series by period. */
export function periodStarts(grid: DayGrid): number[] {
  return Array.from(
    { length: Math.round(grid.hours / grid.periodHours) + 1 },
    (_, period) => period * grid.periodHours,
  );
}

/** 84 twelfths of an hour are 7 h, not 6.999…: block starts index the hours. */
function wholeHours(hours: number): number {
  const nearest = Math.round(hours);
  return Math.abs(hours - nearest) < 1e-9 ? nearest : hours;
}
