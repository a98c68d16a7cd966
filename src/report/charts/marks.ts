import type { Frame, Layer } from './frame.ts';

type Row = Readonly<Record<string, number | string | null>>;

/** A filled band between two fields, stepped or straight. */
export function band(
  frame: Frame,
  rows: readonly Row[],
  options: { x: string; low: string; high: string; colour: string; opacity: number; stepped?: boolean },
): Layer {
  return {
    data: { values: [...rows] },
    mark: {
      type: 'area',
      color: options.colour,
      opacity: options.opacity,
      interpolate: options.stepped === false ? 'linear' : 'step-after',
    },
    encoding: { x: frame.x(options.x), y: frame.y(options.low), y2: { field: options.high } },
  };
}

/** One line, stepped unless said otherwise. */
export function line(
  frame: Frame,
  rows: readonly Row[],
  options: {
    x: string;
    y: string;
    colour: string;
    width?: number;
    stepped?: boolean;
    dash?: number[];
    opacity?: number;
  },
): Layer {
  return {
    data: { values: [...rows] },
    mark: {
      type: 'line',
      color: options.colour,
      strokeWidth: options.width ?? 1.75,
      interpolate: options.stepped === false ? 'linear' : 'step-after',
      strokeJoin: options.stepped === false ? 'round' : 'miter',
      opacity: options.opacity ?? 1,
      ...(options.dash === undefined ? {} : { strokeDash: options.dash }),
    },
    encoding: { x: frame.x(options.x), y: frame.y(options.y) },
  };
}

/** Rectangles from (x0, y0) to (x1, y1), with `gap` px of the page between those that touch. */
export function rectangles(frame: Frame, rows: readonly Row[], fill: string, opacity = 1, gap = 1): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: 'rect', color: fill, opacity, ...(gap === 0 ? {} : { stroke: 'var(--page)', strokeWidth: gap }) },
    encoding: { x: frame.x('x0'), x2: { field: 'x1' }, y: frame.y('y0'), y2: { field: 'y1' } },
  };
}

/** Rules from (x0, y0) to (x1, y1). */
export function rules(frame: Frame, rows: readonly Row[], stroke: string, width = 1, dash?: number[]): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: 'rule', color: stroke, strokeWidth: width, ...(dash === undefined ? {} : { strokeDash: dash }) },
    encoding: { x: frame.x('x0'), x2: { field: 'x1' }, y: frame.y('y0'), y2: { field: 'y1' } },
  };
}

/** Points of one shape: circle = a mean, square = VaR, diamond = the worst days. */
export function points(
  frame: Frame,
  rows: readonly Row[],
  options: {
    colour: string;
    shape?: 'circle' | 'square' | 'diamond' | 'triangle-up' | 'triangle-down';
    size?: number;
    outline?: boolean;
  },
): Layer {
  return {
    data: { values: [...rows] },
    mark: {
      type: 'point',
      shape: options.shape ?? 'circle',
      size: options.size ?? 36,
      filled: true,
      fill: options.colour,
      stroke: 'var(--page)',
      strokeWidth: options.outline === false ? 0 : 1,
      opacity: 1,
    },
    encoding: { x: frame.x('x'), y: frame.y('y') },
  };
}
