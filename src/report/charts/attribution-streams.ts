import { formatMoney } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame } from './frame.ts';
import { points, rectangles, rules } from './marks.ts';
import { fittingMoneyTicks } from './money-axis.ts';

export interface AttributionStreamsData {
  readonly symbol: string;
  /** Gain-positive averages, rows top to bottom; the last is the total. */
  readonly rows: readonly {
    readonly displayName: string;
    readonly fill: string;
    readonly average: number;
    readonly worst: number;
  }[];
  readonly worstText: string;
}

/** Height of a row in the chart and in the table that it stands in. */
const streamRowHeight = 26;
const streamHeaderHeight = 40;
export const streamChartWidth = 372;
/** Half of the widest label, which may stand at the end of the scale. */
const sideRoom = 28;

/** Each stream on the average day (bar) and on the worst days (diamond), on one gain-positive scale. */
export const attributionStreamsChart: Chart<AttributionStreamsData> = {
  name: 'attribution-streams',

  describe: ({ rows, symbol, worstText }) =>
    `Profit by stream, average day against the average of the worst ${worstText}: ${rows.map((row) => `${row.displayName} ${formatMoney(row.average, symbol)} against ${formatMoney(row.worst, symbol)}`).join('; ')}`,

  spec: ({ rows, symbol }) => {
    const values = rows.flatMap(({ average, worst }) => [average, worst]);
    const low = Math.min(0, ...values);
    const high = Math.max(0, ...values);
    const room = 0.05 * (high - low) || 1;
    const domain: [number, number] = [low - room, high + room];
    const plot = frame(
      {
        width: streamChartWidth,
        height: streamHeaderHeight + rows.length * streamRowHeight,
        left: sideRoom,
        right: sideRoom,
        top: streamHeaderHeight,
        bottom: 0,
      },
      { domain, ticks: [], labels: false, line: false },
      { domain: [rows.length, 0], ticks: [], labels: false, line: false },
    );
    const ticks = fittingMoneyTicks(domain[0], domain[1], streamChartWidth - 2 * sideRoom, symbol, 6);
    const middle = (row: number): number => row + 0.5;
    return plot.toSpec([
      rules(
        plot,
        ticks.map(({ value }) => ({ x0: value, x1: value, y0: 0, y1: rows.length })),
        colour('grid'),
      ),
      ...ticks.map(({ value, label: text }) => ({
        data: { values: [{ value, text }] },
        mark: { type: 'text' as const, fontSize: 11, color: colour('ink2'), baseline: 'alphabetic' as const, limit: 0 },
        encoding: { x: plot.x('value'), y: { value: -8 }, text: { field: 'text', type: 'nominal' as const } },
      })),
      rules(plot, [{ x0: 0, x1: 0, y0: 0, y1: rows.length }], colour('ink3')),
      ...rows.map((row, index) =>
        rectangles(plot, [{ x0: 0, x1: row.average, y0: middle(index) - 0.22, y1: middle(index) + 0.22 }], row.fill),
      ),
      rules(
        plot,
        rows.map((row, index) => ({ x0: row.average, x1: row.worst, y0: middle(index), y1: middle(index) })),
        colour('tail'),
        1.5,
      ),
      points(
        plot,
        rows.map((row, index) => ({ x: row.worst, y: middle(index) })),
        { colour: colour('tail'), shape: 'diamond', size: 72 },
      ),
    ]);
  },
};
