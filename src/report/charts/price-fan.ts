import { formatPrice } from '../format.ts';
import type { PriceFan } from '../model/price-fan.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, hourAxis, startHours, stepRows } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import type { FrameSize } from './frame.ts';
import { endLabels } from './label.ts';
import { band, line, points, rules } from './marks.ts';
import { niceAxis } from './nice-axis.ts';
import { isPublished } from '../is-published.ts';

export interface PriceFanData {
  readonly grid: DayGrid;
  readonly fan: PriceFan;
  readonly title: string;
  /** Unit as shown, `£/MWh`. */
  readonly unit: string;
  readonly symbol: string;
  readonly fill: string;
  readonly lineColour: string;
  readonly labelColour: string;
  readonly size: FrameSize;
  readonly showHours: boolean;
  readonly sparseHours: boolean;
}

/** Median, 25–75 % and 5–95 % of one market's simulated price, over what the days before have been. */
export const priceFanChart: Chart<PriceFanData> = {
  name: 'price-fan',

  describe: ({ fan, unit, symbol, grid }) => {
    const peak = fan.quantiles.p50.indexOf(Math.max(...fan.quantiles.p50));
    const trough = fan.quantiles.p50.indexOf(Math.min(...fan.quantiles.p50));
    const at = (index: number): string =>
      `${formatPrice(fan.quantiles.p50[index], fan.unit, symbol)} at ${grid.clock[Math.floor(fan.intervalStarts[index] * grid.periodHours)]}`;
    const day = `${fan.displayName} price in ${unit} over the delivery day`;
    return isPublished(fan)
      ? `${day}: published, from ${at(trough)} to ${at(peak)}`
      : `${day}: median from ${at(trough)} to ${at(peak)}, with 25 to 75 % and 5 to 95 % bands`;
  },

  spec: ({ grid, fan, title, fill, lineColour, labelColour, size, showHours, sparseHours }) => {
    const { quantiles, recent } = fan;
    const fanLow = Math.min(0, ...quantiles.p05);
    const fanHigh = Math.max(...quantiles.p95, 0);
    const room = 0.35 * (fanHigh - fanLow || 1);
    const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
    const low = Math.max(fanLow - room, Math.min(fanLow, ...known(recent?.minimum ?? [])));
    const high = Math.min(fanHigh + room, Math.max(fanHigh, ...known(recent?.maximum ?? [])));
    const y = niceAxis(low, high, (size.height - size.top - size.bottom) / 34);
    const plot = frame(size, hourAxis(grid, showHours, sparseHours), y);

    const starts = startHours(fan.intervalStarts, grid);
    const rows = stepRows(starts, (i) => ({
      p05: quantiles.p05[i],
      p25: quantiles.p25[i],
      p50: quantiles.p50[i],
      p75: quantiles.p75[i],
      p95: quantiles.p95[i],
    }));
    const last = rows[rows.length - 1];
    return plot.toSpec(
      [
        blockLines(plot, grid),
        band(plot, rows, { x: 'hour', low: 'p05', high: 'p95', colour: fill, opacity: 0.16 }),
        band(plot, rows, { x: 'hour', low: 'p25', high: 'p75', colour: fill, opacity: 0.3 }),
        ...recentLayers(fan, starts, plot),
        line(plot, rows, { x: 'hour', y: 'p50', colour: lineColour, width: 2 }),
        ...endLabels(
          plot,
          isPublished(fan)
            ? [{ text: 'published', y: last.p50, colour: labelColour }]
            : [
                { text: '95 %', y: last.p95 },
                { text: 'median', y: last.p50, colour: labelColour },
                { text: '5 %', y: last.p05 },
              ],
        ),
      ],
      title,
    );
  },
};

/** The recent days: a hairline from minimum to maximum, a dot at the median; cut at the axis' ends with a small triangle. */
function recentLayers({ recent }: PriceFan, starts: readonly number[], plot: ReturnType<typeof frame>) {
  if (recent === null) return [];
  const [bottom, top] = plot.yScale.domain;
  const spans: { x0: number; x1: number; y0: number; y1: number }[] = [];
  const medians: { x: number; y: number }[] = [];
  const above: { x: number; y: number }[] = [];
  const below: { x: number; y: number }[] = [];
  for (let i = 0; i < starts.length - 1; i++) {
    const [minimum, median, maximum] = [recent.minimum[i], recent.median[i], recent.maximum[i]];
    if (minimum === null || median === null || maximum === null) continue;
    const x = (starts[i] + starts[i + 1]) / 2;
    const inside = (value: number): number => Math.max(bottom, Math.min(top, value));
    spans.push({ x0: x, x1: x, y0: inside(minimum), y1: inside(maximum) });
    if (median >= bottom && median <= top) medians.push({ x, y: median });
    if (maximum > top) above.push({ x, y: top });
    if (minimum < bottom) below.push({ x, y: bottom });
  }
  return [
    rules(plot, spans, colour('ink3')),
    points(plot, medians, { colour: colour('ink2'), size: starts.length > 60 ? 8 : 15, outline: false }),
    ...(above.length === 0 ? [] : [points(plot, above, { colour: colour('ink3'), shape: 'triangle-up', size: 28 })]),
    ...(below.length === 0 ? [] : [points(plot, below, { colour: colour('ink3'), shape: 'triangle-down', size: 28 })]),
  ];
}
