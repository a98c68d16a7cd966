import { formatMoney } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { daysBetween } from './date-axis.ts';
import { levelLine } from './day-grid.ts';
import { frame, wideWidth } from './frame.ts';
import { endLabels } from './label.ts';
import { niceDomain } from './linear-scale.ts';
import { line, points, rules } from './marks.ts';
import { moneyTicks } from './money-axis.ts';

export interface RunTrendData {
  readonly symbol: string;
  /** Ascending by date, `2026-10-15`; money gain-positive except `limit`, which is a loss. */
  readonly runs: readonly {
    readonly date: string;
    readonly mean: number;
    readonly conditionalValueAtRisk: number;
    readonly limit: number | null;
  }[];
}

/** Expected profit and the average of the worst days, run by run, with the limit in force. */
export const runTrendChart: Chart<RunTrendData> = {
  name: 'run-trend',

  describe: ({ runs, symbol }) =>
    `Expected profit and average of the worst days of ${runs.length} runs from ${runs[0].date} to ${runs[runs.length - 1].date}; last ${formatMoney(runs[runs.length - 1].mean, symbol)} and ${formatMoney(-runs[runs.length - 1].conditionalValueAtRisk, symbol)}`,

  spec: ({ runs, symbol }) => {
    const rows = runs.map((run) => ({
      x: daysBetween(runs[0].date, run.date),
      mean: run.mean,
      worst: -run.conditionalValueAtRisk,
      limit: run.limit === null ? null : -run.limit,
      date: run.date,
    }));
    const last = rows[rows.length - 1];
    const money = rows.flatMap(({ mean, worst, limit }) => [mean, worst, ...(limit === null ? [] : [limit])]);
    const y = niceDomain(Math.min(0, ...money), Math.max(0, ...money), 5);
    const span = Math.max(1, last.x);
    // at most eight dates, first and last included, none closer than an eighth of the span to the last
    const ticks = rows.filter(
      ({ x }, i) => i === 0 || i === rows.length - 1 || (isTick(rows, i, span) && last.x - x > span / 9),
    );
    const [left, right] = [-0.02 * span, 1.02 * span];
    const plot = frame(
      { width: wideWidth, height: 230, left: 76, right: 92, top: 28, bottom: 26 },
      { domain: [left, right], ticks: ticks.map(({ x, date }) => ({ value: x, label: date.slice(5) })) },
      { domain: y.domain, ticks: moneyTicks(y.values, symbol), grid: true },
    );
    const limits = rows.flatMap(({ x, limit }) =>
      limit === null ? [] : [{ x0: Math.max(left, x - 0.5), x1: Math.min(right, x + 0.5), y0: limit, y1: limit }],
    );
    return plot.toSpec(
      [
        levelLine(plot, 0),
        ...(limits.length === 0 ? [] : [rules(plot, limits, colour('ink'), 1.5, [4, 3])]),
        line(plot, rows, { x: 'x', y: 'mean', colour: colour('ink2'), width: 1.25, stepped: false }),
        line(plot, rows, { x: 'x', y: 'worst', colour: colour('tail'), width: 1.25, stepped: false }),
        points(
          plot,
          rows.map(({ x, mean }) => ({ x, y: mean })),
          { colour: colour('ink'), size: 44 },
        ),
        points(
          plot,
          rows.map(({ x, worst }) => ({ x, y: worst })),
          { colour: colour('tail'), shape: 'diamond', size: 60 },
        ),
        ...endLabels(plot, [
          { text: 'expected', y: last.mean, colour: colour('ink') },
          { text: 'worst days', y: last.worst, colour: colour('tailText') },
          ...(last.limit === null ? [] : [{ text: 'limit', y: last.limit }]),
        ]),
      ],
      `Expected profit and average of the worst days, ${symbol.trim()} a day, by delivery day (month-day)`,
    );
  },
};

/** Whether run `i` is the first one at or after a multiple of an eighth of the span. */
function isTick(rows: readonly { readonly x: number }[], i: number, span: number): boolean {
  const part = (x: number): number => Math.floor((8 * x) / span + 1e-9);
  return part(rows[i].x) > part(rows[i - 1].x);
}
