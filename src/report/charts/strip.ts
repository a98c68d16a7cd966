import { formatMoney } from '../format.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame } from './frame.ts';
import { label } from './label.ts';
import { points, rules } from './marks.ts';
import { fittingMoneyTicks } from './money-axis.ts';

export interface StripData {
  readonly symbol: string;
  /** Profit quantiles, gain-positive. */
  readonly p05: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  readonly mean: number;
  /** Mean of the worst days, gain-positive (−CVaR), with its standard error. */
  readonly tailMean: number;
  readonly tailStandardError: number | null;
  /** Where the limit lies on the profit axis (−limit); null = none. */
  readonly limit: number | null;
  readonly breached: boolean;
  readonly tailText: string;
}

const plotWidth = 310;

/** Profit at a glance: 5–95 % and 25–75 % of days, mean, the worst days' mean against the limit, on one axis. */
export const stripChart: Chart<StripData> = {
  name: 'strip',

  describe: (data) =>
    `Profit on the day: 5 to 95 % from ${formatMoney(data.p05, data.symbol)} to ${formatMoney(data.p95, data.symbol)}, mean ${formatMoney(data.mean, data.symbol)}; average of the worst ${data.tailText} ${formatMoney(data.tailMean, data.symbol)}${data.limit === null ? '' : `, limit ${formatMoney(data.limit, data.symbol)}`}`,

  spec: (data) => {
    const spread = 1.96 * (data.tailStandardError ?? 0);
    const near = [0, data.p05, data.p95, data.tailMean - spread, data.tailMean + spread];
    const span = Math.max(...near) - Math.min(...near) || 1;
    // a limit further away than the figures are wide is left to the words beside them
    const limit =
      data.limit !== null && data.limit > Math.min(...near) - span && data.limit < Math.max(...near) + span
        ? data.limit
        : null;
    const low = Math.min(...near, limit ?? 0);
    const high = Math.max(...near, limit ?? 0);
    const margin = 0.04 * (high - low || 1);
    const domain: [number, number] = [low - margin, high + margin];
    const plot = frame(
      { width: 348, height: 102, left: 16, right: 22, top: 8, bottom: 22 },
      { domain, ticks: fittingMoneyTicks(domain[0], domain[1], plotWidth, data.symbol, 6), grid: true, line: false },
      { domain: [0, 2], ticks: [], labels: false, line: false },
    );
    const [range, tail] = [1.55, 0.55];
    const crowded = plot.xScale.toPixel(data.p95) - plot.xScale.toPixel(data.p05) < 60;
    const text = `average of the worst ${data.tailText}${limit === null ? '' : ', against the limit'}`;
    const width = textWidth(text, 11) + 8;
    const rightEnd = Math.max(data.tailMean + spread, limit ?? -Infinity);
    const leftEnd = Math.min(data.tailMean - spread, limit ?? Infinity);
    const fitsRight = plot.xScale.toPixel(rightEnd) + width < plotWidth + 22;
    const fitsLeft = plot.xScale.toPixel(leftEnd) - width > -16;
    const words = fitsRight
      ? { x: rightEnd, dx: 8, align: 'left' as const, y: tail }
      : fitsLeft
        ? { x: leftEnd, dx: -8, align: 'right' as const, y: tail }
        : { x: (low + high) / 2, align: 'center' as const, y: 1.05 };
    const crowdedLeft = plot.xScale.toPixel(data.p95) + 60 > plotWidth + 22;
    return plot.toSpec([
      rules(plot, [{ x0: 0, x1: 0, y0: 0, y1: 2 }], colour('ink3')),
      rules(plot, [{ x0: data.p05, x1: data.p95, y0: range, y1: range }], colour('fillDark'), 3),
      rules(plot, [{ x0: data.p25, x1: data.p75, y0: range, y1: range }], colour('throughput'), 9),
      points(plot, [{ x: data.mean, y: range }], { colour: colour('ink'), size: 80 }),
      ...(crowded
        ? [
            label(plot, {
              x: crowdedLeft ? data.p05 : data.p95,
              y: range,
              text: '5 to 95 %',
              dx: crowdedLeft ? -8 : 8,
              align: crowdedLeft ? 'right' : 'left',
            }),
          ]
        : [
            label(plot, { x: data.p05, y: range, text: '5 %', align: 'center', dy: -13 }),
            label(plot, { x: data.p95, y: range, text: '95 %', align: 'center', dy: -13 }),
          ]),
      ...(limit === null
        ? []
        : [
            rules(
              plot,
              [{ x0: limit, x1: limit, y0: tail - 0.38, y1: tail + 0.38 }],
              colour(data.breached ? 'breach' : 'ink'),
              2,
            ),
          ]),
      rules(
        plot,
        [{ x0: data.tailMean - spread, x1: data.tailMean + spread, y0: tail, y1: tail }],
        colour('tail'),
        1.5,
      ),
      points(plot, [{ x: data.tailMean, y: tail }], { colour: colour('tail'), shape: 'diamond', size: 90 }),
      label(plot, { ...words, text, colour: colour('tailText') }),
    ]);
  },
};
