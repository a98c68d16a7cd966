import { formatPrice } from '../format.ts';
import type { TailPriceBand } from '../model/report-tail.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, hourAxis, startHours, stepRows } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import type { Frame, FrameSize, Layer } from './frame.ts';
import { label } from './label.ts';
import { band, line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

export interface TailPricesData {
  readonly grid: DayGrid;
  readonly prices: TailPriceBand;
  readonly title: string;
  readonly symbol: string;
  readonly fill: string;
  readonly labelColour: string;
  /** `worst 5 % of days`. */
  readonly tailText: string;
  readonly size: FrameSize;
  readonly showHours: boolean;
}

/** Medians and 25–75 % bands of a price on the worst days and on all others. */
export const tailPricesChart: Chart<TailPricesData> = {
  name: 'tail-prices',

  describe: ({ prices, grid, symbol, tailText }) => {
    const widest = widestInterval(prices);
    const clock = grid.clock[Math.floor(prices.intervalStarts[widest] * grid.periodHours)];
    return `${prices.displayName} price, median and 25 to 75 %, ${tailText} against all other days; furthest apart at ${clock}: ${formatPrice(prices.tail.p50[widest], prices.unit, symbol)} against ${formatPrice(prices.rest.p50[widest], prices.unit, symbol)}`;
  },

  spec: ({ grid, prices, title, fill, labelColour, tailText, size, showHours }) => {
    const { tail, rest } = prices;
    const height = size.height - size.top - size.bottom;
    const all = [...tail.p25, ...tail.p75, ...rest.p25, ...rest.p75];
    const [least, greatest] = [Math.min(0, ...all), Math.max(...all)];
    const room = ((greatest - least || 1) * 16) / height;
    const y = niceAxis(Math.min(...all) < room ? least - room * 0.4 : least, greatest + room, height / 36);
    const plot = frame(size, hourAxis(grid, showHours), y);
    const rows = stepRows(startHours(prices.intervalStarts, grid), (i) => ({
      tailLow: tail.p25[i],
      tailMedian: tail.p50[i],
      tailHigh: tail.p75[i],
      restLow: rest.p25[i],
      restMedian: rest.p50[i],
      restHigh: rest.p75[i],
    }));
    return plot.toSpec(
      [
        blockLines(plot, grid),
        band(plot, rows, { x: 'hour', low: 'restLow', high: 'restHigh', colour: fill, opacity: 0.28 }),
        band(plot, rows, { x: 'hour', low: 'tailLow', high: 'tailHigh', colour: colour('tail'), opacity: 0.22 }),
        line(plot, rows, { x: 'hour', y: 'restMedian', colour: fill, width: 2 }),
        line(plot, rows, { x: 'hour', y: 'tailMedian', colour: colour('tail'), width: 2 }),
        ...curveLabels(plot, grid, prices, tailText, labelColour),
      ],
      title,
    );
  },
};

function widestInterval({ tail, rest }: TailPriceBand): number {
  const gaps = tail.p50.map((price, i) => Math.abs(price - rest.p50[i]));
  return gaps.indexOf(Math.max(...gaps));
}

/** One label above and one below both bands, where the curves are furthest apart and clear of them within the labels' width. */
function curveLabels(
  plot: Frame,
  grid: DayGrid,
  prices: TailPriceBand,
  tailText: string,
  labelColour: string,
): Layer[] {
  const { tail, rest } = prices;
  const starts = startHours(prices.intervalStarts, grid);
  const widest = widestInterval(prices);
  const width = Math.max(textWidth(tailText, 11, true), textWidth('all other days', 11, true));
  const plotWidth = plot.size.width - plot.size.left - plot.size.right;
  const centre = Math.max(
    width / 2 + 4,
    Math.min(plot.xScale.toPixel((starts[widest] + starts[widest + 1]) / 2), plotWidth - width / 2 - 4),
  );
  const under = tail.p50.flatMap((_, i) =>
    plot.xScale.toPixel(starts[i + 1]) >= centre - width / 2 - 3 &&
    plot.xScale.toPixel(starts[i]) <= centre + width / 2 + 3
      ? [i]
      : [],
  );
  const top = plot.yScale.toPixel(Math.max(...under.map((i) => Math.max(tail.p75[i], rest.p75[i])))) - 9;
  const bottom = plot.yScale.toPixel(Math.min(...under.map((i) => Math.min(tail.p25[i], rest.p25[i])))) + 9;
  const floor = plot.yScale.toPixel(plot.yScale.domain[0]) - 7;
  const tailLabel = { text: tailText, colour: colour('tailText') };
  const restLabel = { text: 'all other days', colour: labelColour };
  const [upper, lower] = tail.p50[widest] >= rest.p50[widest] ? [tailLabel, restLabel] : [restLabel, tailLabel];
  const x = plot.xScale.toValue(centre);
  const at = (pixel: number, words: typeof tailLabel): Layer =>
    label(plot, { x, y: plot.yScale.toValue(pixel), ...words, bold: true, align: 'center' });
  if (bottom <= floor) return [at(top, upper), at(bottom, lower)];
  return [at(top - 13, upper), at(top, lower)];
}
