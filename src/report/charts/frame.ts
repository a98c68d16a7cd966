import type { TopLevelSpec } from 'vega-lite';
import { colour } from '../theme.ts';
import { linearScale } from './linear-scale.ts';
import type { LinearScale, Tick } from './linear-scale.ts';

/** One layer of a Vega-Lite view. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

export interface FrameAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  readonly grid?: boolean;
  readonly labels?: boolean;
  /** The axis line and its small ticks. */
  readonly line?: boolean;
  readonly title?: string;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * A plot of fixed outer size with explicit margins, so that plots stacked on the page line up to the
 * pixel. Scales are known here, so that labels can be placed and dodged before drawing. Every layer
 * takes its channels from `x` and `y`: layers with differing axis definitions do not merge.
 */
export interface Frame {
  readonly size: FrameSize;
  readonly xScale: LinearScale;
  readonly yScale: LinearScale;
  /** Position channel that reads `field` in data units. */
  x(field: string): PositionChannel;
  y(field: string): PositionChannel;
  /** The whole specification. `title` stands at the top left of every plot, in the same place. */
  toSpec(layers: readonly Layer[], title?: string): TopLevelSpec;
}

interface PositionChannel {
  readonly field: string;
  readonly type: 'quantitative';
  readonly axis: ReturnType<typeof axisOf>;
  readonly scale: { readonly domain: [number, number]; readonly nice: false; readonly zero: false };
}

/** Widths of the page's two columns of charts. */
export const wideWidth = 780;
export const narrowWidth = 368;

export function frame(size: FrameSize, xAxis: FrameAxis, yAxis: FrameAxis): Frame {
  const plotWidth = size.width - size.left - size.right;
  const plotHeight = size.height - size.top - size.bottom;
  const x = axisOf(xAxis, 'x');
  const y = axisOf(yAxis, 'y');
  const channel = (field: string, axis: typeof x, domain: readonly [number, number]): PositionChannel => ({
    field,
    type: 'quantitative',
    axis,
    scale: { domain: [domain[0], domain[1]], nice: false, zero: false },
  });
  return {
    size,
    xScale: linearScale(xAxis.domain, [0, plotWidth]),
    yScale: linearScale(yAxis.domain, [plotHeight, 0]),
    x: (field) => channel(field, x, xAxis.domain),
    y: (field) => channel(field, y, yAxis.domain),
    toSpec: (layers, title) => ({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: plotWidth,
      height: plotHeight,
      padding: { left: size.left, right: size.right, top: size.top, bottom: size.bottom },
      autosize: { type: 'none' },
      background: 'transparent',
      config: { aria: false, view: { stroke: null }, axis: { labelLimit: 0, titleLimit: 0 } },
      layer: [...layers, ...(title === undefined ? [] : [titleLayer(title, size)])],
    }),
  };
}

const titleFontSize = 12;
const titleRise = 13;

function titleLayer(title: string, size: FrameSize): Layer {
  return {
    data: { values: [{ title }] },
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'alphabetic',
      fontSize: titleFontSize,
      color: colour('ink2'),
      limit: 0,
    },
    encoding: { x: { value: -size.left }, y: { value: -titleRise }, text: { field: 'title', type: 'nominal' } },
  };
}

function axisOf(axis: FrameAxis, channel: 'x' | 'y') {
  const values = axis.ticks.map((tick) => tick.value);
  const labels = Object.fromEntries(axis.ticks.map((tick) => [String(tick.value), tick.label]));
  const line = axis.line ?? channel === 'x';
  return {
    values,
    // Vega-Lite thins explicit values to its own tick count unless told theirs
    tickCount: values.length,
    labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
    labels: axis.labels ?? true,
    labelColor: colour('ink2'),
    labelFontSize: 11,
    labelFlush: false,
    labelOverlap: false as const,
    labelPadding: line ? 4 : 6,
    grid: axis.grid ?? false,
    gridColor: colour('grid'),
    gridWidth: 1,
    ticks: line,
    tickSize: 4,
    tickColor: colour('ink3'),
    domain: line,
    domainColor: colour('ink3'),
    title: axis.title ?? null,
    titleColor: colour('ink2'),
    titleFontSize: 11,
    titleFontWeight: 'normal' as const,
    titlePadding: 6,
  };
}
