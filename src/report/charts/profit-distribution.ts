import { formatCount, formatMoney } from '../format.ts';
import type { ProfitBins } from '../profit-bins.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame } from './frame.ts';
import type { Frame, Layer } from './frame.ts';
import { label } from './label.ts';
import { niceDomain } from './linear-scale.ts';
import { rectangles, rules } from './marks.ts';
import { fittingMoneyTicks } from './money-axis.ts';

/** A figure marked above the bars: where it lies on the profit axis, its 95 % half-width, its words. */
export interface DistributionMark {
  readonly kind: 'limit' | 'conditionalValueAtRisk' | 'valueAtRisk' | 'mean';
  readonly value: number;
  readonly halfWidth: number;
  readonly text: string;
}

export interface ProfitDistributionData {
  readonly symbol: string;
  readonly bins: ProfitBins;
  readonly marks: readonly DistributionMark[];
  readonly breached: boolean;
  /** `worst 5 %: 100 scenarios`. */
  readonly worstText: string;
}

const laneHeight = 20;
const lanesTop = 84;
const size = { width: 780, height: 306, left: 60, right: 24, top: lanesTop + 10, bottom: 42 };
const plotWidth = size.width - size.left - size.right;

/** How often each profit occurs, the worst days coloured, with mean, VaR, CVaR and limit in lanes above. */
export const profitDistributionChart: Chart<ProfitDistributionData> = {
  name: 'profit-distribution',

  describe: ({ bins, marks, symbol }) => {
    const first = bins.bins[0];
    const last = bins.bins[bins.bins.length - 1];
    return `Number of scenarios per ${formatMoney(bins.width, symbol)} of profit on the day, from ${formatMoney(first.low, symbol)} to ${formatMoney(last.high, symbol)}; marked: ${marks.map(({ text }) => text).join('; ')}`;
  },

  spec: (data) => {
    const { symbol, bins, breached, worstText } = data;
    const heights = bins.bins.map(({ worst, rest }) => worst + rest);
    const count = niceDomain(0, Math.max(...heights, 1), 4);
    const { domain, marks, toTheRight } = arrange(bins, data.marks);
    const plot = frame(
      size,
      {
        domain,
        ticks: fittingMoneyTicks(domain[0], domain[1], plotWidth, symbol),
        title: `profit on the day, ${symbol.trim()}`,
      },
      { domain: count.domain, ticks: count.values.map((value) => ({ value, label: formatCount(value) })), grid: true },
    );
    const worstRows = bins.bins
      .filter(({ worst }) => worst > 0)
      .map((bin) => ({ x0: bin.low, x1: bin.high, y0: 0, y1: bin.worst }));
    const restRows = bins.bins
      .filter(({ rest }) => rest > 0)
      .map((bin) => ({ x0: bin.low, x1: bin.high, y0: bin.worst, y1: bin.worst + bin.rest }));
    return plot.toSpec([
      ...(domain[0] < 0 && domain[1] > 0
        ? [rules(plot, [{ x0: 0, x1: 0, y0: 0, y1: count.domain[1] }], colour('ink3'))]
        : []),
      ...(restRows.length === 0 ? [] : [rectangles(plot, restRows, colour('fill'))]),
      ...(worstRows.length === 0 ? [] : [rectangles(plot, worstRows, colour('tail'))]),
      label(plot, { x: domain[0], y: count.domain[1], text: 'scenarios', align: 'right', dx: -6, dy: -16 }),
      ...worstLabel(
        plot,
        bins,
        worstText,
        marks.filter(({ beyond }) => !beyond),
      ),
      ...marks.flatMap((mark, lane) => laneLayers(plot, mark, 8 - lanesTop + lane * laneHeight, toTheRight, breached)),
    ]);
  },
};

/** Words over the coloured bars, where they have room left of all leaders (the subtitle says the same). */
function worstLabel(plot: Frame, { bins }: ProfitBins, text: string, marks: readonly DistributionMark[]): Layer[] {
  const coloured = bins.filter(({ worst }) => worst > 0);
  if (coloured.length === 0) return [];
  const width = textWidth(text, 11);
  const right = Math.min(...marks.map(({ value }) => plot.xScale.toPixel(value) - 8), plot.xScale.toPixel(0) - 8);
  if (right < width + 2) return [];
  const below = bins
    .filter((bin) => plot.xScale.toPixel(bin.high) > right - width - 6 && plot.xScale.toPixel(bin.low) < right + 6)
    .map(({ worst, rest }) => plot.yScale.toPixel(worst + rest));
  const pixel = Math.min(plot.yScale.toPixel(0) - 24, ...below.map((top) => top - 12));
  return [
    label(plot, {
      x: plot.xScale.toValue(right),
      y: plot.yScale.toValue(pixel),
      text,
      align: 'right',
      colour: colour('tailText'),
    }),
  ];
}

type PlacedMark = DistributionMark & { readonly beyond: boolean };

/**
 * One lane a mark. Sorted left to right from the top with words at the right (or mirrored), no leader
 * crosses a label; the side is the one for which the axis has to grow least. A limit more than a third of
 * the axis away stands at its edge.
 */
function arrange(
  bins: ProfitBins,
  marks: readonly DistributionMark[],
): { domain: [number, number]; marks: PlacedMark[]; toTheRight: boolean } {
  const ends = (chosen: readonly DistributionMark[]): [number, number] => [
    Math.min(bins.bins[0].low, ...chosen.map(({ value, halfWidth }) => value - halfWidth)) - bins.width,
    Math.max(bins.bins[bins.bins.length - 1].high, ...chosen.map(({ value, halfWidth }) => value + halfWidth)) +
      bins.width,
  ];
  const [nearLow, nearHigh] = ends(marks.filter(({ kind }) => kind !== 'limit'));
  const reach = (nearHigh - nearLow) / 3;
  const [low, high] = ends(marks.filter(({ value }) => value > nearLow - reach && value < nearHigh + reach));
  const placed = marks.map((mark) => ({
    ...mark,
    value: Math.max(low, Math.min(high, mark.value)),
    beyond: mark.value < low || mark.value > high,
  }));
  // how far the axis has to reach for all words to stand right of their marks, or left of them
  const words = (mark: DistributionMark): number =>
    (textWidth(mark.text, 12) + (mark.kind === 'limit' ? 104 : 16)) / plotWidth;
  const neededHigh = Math.max(
    high,
    ...placed.map(
      (mark) => low + (mark.value + mark.halfWidth - low) / Math.max(0.2, 1 + size.right / plotWidth - words(mark)),
    ),
  );
  const neededLow = Math.min(
    low,
    ...placed.map((mark) => high - (high - mark.value + mark.halfWidth) / Math.max(0.2, 1 - words(mark))),
  );
  const toTheRight = neededHigh - high <= low - neededLow;
  const rising = [...placed].sort((a, b) => a.value - b.value);
  return toTheRight
    ? { domain: [low, neededHigh], marks: rising, toTheRight }
    : { domain: [neededLow, high], marks: rising.toReversed(), toTheRight };
}

const shapes = { limit: null, conditionalValueAtRisk: 'diamond', valueAtRisk: 'square', mean: 'circle' } as const;

function laneLayers(plot: Frame, mark: PlacedMark, pixel: number, toTheRight: boolean, breached: boolean): Layer[] {
  const ink =
    mark.kind === 'mean' ? colour('ink') : mark.kind === 'limit' ? colour(breached ? 'breach' : 'ink') : colour('tail');
  const data = {
    values: [
      {
        x: mark.value,
        low: mark.value - mark.halfWidth,
        high: mark.value + mark.halfWidth,
        text: mark.beyond ? `${mark.text}, beyond the axis` : mark.text,
      },
    ],
  };
  const shape = shapes[mark.kind];
  const bottom = plot.size.height - plot.size.top - plot.size.bottom;
  return [
    ...(mark.beyond
      ? []
      : [
          {
            data,
            mark: { type: 'rule' as const, color: colour('ink3'), strokeDash: [1.5, 2.5] },
            encoding: { x: plot.x('x'), y: { value: pixel + 6 }, y2: { value: bottom } },
          },
        ]),
    ...(shape === null
      ? [
          {
            data,
            mark: { type: 'rule' as const, color: ink, strokeWidth: 2 },
            encoding: { x: plot.x('x'), y: { value: pixel - 7 }, y2: { value: pixel + 7 } },
          },
        ]
      : [
          {
            data,
            mark: { type: 'rule' as const, color: ink, strokeWidth: 1.5 },
            encoding: { x: plot.x('low'), x2: { field: 'high' }, y: { value: pixel } },
          },
          {
            data,
            mark: {
              type: 'point' as const,
              shape,
              size: shape === 'circle' ? 70 : 58,
              filled: true,
              color: ink,
              opacity: 1,
            },
            encoding: { x: plot.x('x'), y: { value: pixel } },
          },
        ]),
    {
      data,
      mark: {
        type: 'text',
        align: toTheRight ? 'left' : 'right',
        baseline: 'middle',
        dx: toTheRight ? 10 : -10,
        fontSize: 12,
        color: colour('ink'),
        limit: 0,
      },
      encoding: {
        x: plot.x(toTheRight ? 'high' : 'low'),
        y: { value: pixel },
        text: { field: 'text', type: 'nominal' },
      },
    },
  ];
}
