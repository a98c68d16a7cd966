import { formatMoney } from '../format.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame, wideWidth, type Frame, type Layer } from './frame.ts';
import { label } from './label.ts';
import { points, rules } from './marks.ts';
import { fittingMoneyTicks } from './money-axis.ts';

/** One row: what the plan makes on average and on its worst days, gain-positive. */
export interface StressCaseRow {
  readonly label: string;
  readonly mean: number;
  /** Half of the 95 % interval; 0 = none. */
  readonly meanHalfWidth: number;
  /** `null` = one day, which has no tail. */
  readonly tailMean: number | null;
  readonly tailHalfWidth: number;
}

export interface StressCasesData {
  readonly symbol: string;
  /** The simulated scenarios first, then the cases. */
  readonly rows: readonly StressCaseRow[];
  readonly tailText: string;
  /** Where the limit lies on the profit axis (−limit); null = none. */
  readonly limit: number | null;
}

const rowHeight = 30;

/** Mean and average of the worst days of each stress case, against the simulated scenarios and the limit. */
export const stressCasesChart: Chart<StressCasesData> = {
  name: 'stress-cases',

  describe: ({ rows, symbol, tailText, limit }) =>
    `Profit of the day under stress, mean and average of the worst ${tailText}: ${rows
      .map(
        (row) =>
          `${row.label} ${formatMoney(row.mean, symbol)}${row.tailMean === null ? '' : ` and ${formatMoney(row.tailMean, symbol)}`}`,
      )
      .join('; ')}${limit === null ? '' : `; limit on that average ${formatMoney(limit, symbol)}`}`,

  spec: ({ rows, symbol, tailText, limit }) => {
    const left = Math.min(220, Math.max(...rows.map((row) => textWidth(row.label, 11))) + 12);
    const right = 22;
    const ends = rows.flatMap(({ mean, meanHalfWidth, tailMean, tailHalfWidth }) => [
      mean - meanHalfWidth,
      mean + meanHalfWidth,
      ...(tailMean === null ? [] : [tailMean - tailHalfWidth, tailMean + tailHalfWidth]),
    ]);
    const low = Math.min(0, limit ?? 0, ...ends);
    const high = Math.max(0, limit ?? 0, ...ends);
    const margin = 0.03 * (high - low || 1);
    const domain: [number, number] = [low - margin, high + margin];
    const count = rows.length;
    const title = `Profit of the day under stress: ● mean, ◆ average of the worst ${tailText}`;
    const plot = frame(
      { width: wideWidth, height: count * rowHeight + 84, left, right, top: 42, bottom: 42 },
      {
        domain,
        ticks: fittingMoneyTicks(domain[0], domain[1], wideWidth - left - right, symbol),
        title: 'profit of the day; bars: 95 % interval of the estimate',
        grid: true,
      },
      { domain: [count, 0], ticks: rows.map((row, i) => ({ value: i + 0.5, label: row.label })), line: false },
    );
    const at = (x0: number, x1: number, i: number) => ({ x0, x1, y0: i + 0.5, y1: i + 0.5 });
    const tails = rows.flatMap(({ tailMean, tailHalfWidth }, i) =>
      tailMean === null ? [] : [{ tailMean, tailHalfWidth, i }],
    );
    return plot.toSpec(
      [
        rules(plot, [{ x0: 0, x1: 0, y0: 0, y1: count }], colour('ink3')),
        rules(plot, [{ x0: domain[0], x1: domain[1], y0: 1, y1: 1 }], colour('ink3')),
        rules(plot, [{ x0: rows[0].mean, x1: rows[0].mean, y0: 0, y1: count }], colour('ink3'), 1, [2, 3]),
        ...(limit === null
          ? []
          : [
              rules(plot, [{ x0: limit, x1: limit, y0: 0, y1: count }], colour('ink'), 2),
              limitLabel(plot, limit, symbol, textWidth(title, 12) - left),
            ]),
        rules(
          plot,
          tails.map(({ tailMean, i }) => at(tailMean, rows[i].mean, i)),
          colour('fill'),
          5,
        ),
        rules(
          plot,
          rows.map(({ mean, meanHalfWidth }, i) => at(mean - meanHalfWidth, mean + meanHalfWidth, i)),
          colour('ink'),
          1.5,
        ),
        points(
          plot,
          rows.map(({ mean }, i) => ({ x: mean, y: i + 0.5 })),
          { colour: colour('ink'), size: 60 },
        ),
        rules(
          plot,
          tails.map(({ tailMean, tailHalfWidth, i }) => at(tailMean - tailHalfWidth, tailMean + tailHalfWidth, i)),
          colour('tail'),
          1.5,
        ),
        points(
          plot,
          tails.map(({ tailMean, i }) => ({ x: tailMean, y: i + 0.5 })),
          { colour: colour('tail'), shape: 'diamond', size: 72 },
        ),
      ],
      title,
    );
  },
};

/** Above its rule, on the title's line where the title ends before it, else on a line of its own. */
function limitLabel(plot: Frame, limit: number, symbol: string, titleEnd: number): Layer {
  const text = `limit on ◆ ${formatMoney(limit, symbol)}`;
  const width = textWidth(text, 11);
  const pixel = plot.xScale.toPixel(limit);
  const end = plot.size.width - plot.size.left;
  const align = pixel + width / 2 > end ? 'right' : 'center';
  const begin = align === 'right' ? pixel - width : pixel - width / 2;
  return label(plot, { x: limit, y: 0, text, align, dy: begin < titleEnd + 12 ? -32 : -9, colour: colour('ink') });
}
