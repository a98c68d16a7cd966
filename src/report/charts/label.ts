import { colour } from '../theme.ts';
import type { Frame, Layer } from './frame.ts';

export interface LabelOptions {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom' | 'alphabetic';
  readonly bold?: boolean;
  /** Pixels right and down of (x, y). */
  readonly dx?: number;
  readonly dy?: number;
}

/** One line of text at a point in data units: a direct label. */
export function label(frame: Frame, options: LabelOptions): Layer {
  return {
    data: { values: [{ x: options.x, y: options.y, text: options.text }] },
    mark: {
      type: 'text',
      align: options.align ?? 'left',
      baseline: options.baseline ?? 'middle',
      fontSize: 11,
      fontWeight: options.bold === true ? 600 : 400,
      color: options.colour ?? colour('ink2'),
      dx: options.dx ?? 0,
      dy: options.dy ?? 0,
      limit: 0,
    },
    encoding: { x: frame.x('x'), y: frame.y('y'), text: { field: 'text', type: 'nominal' } },
  };
}

export interface EndLabel {
  readonly text: string;
  /** Data value that the label belongs to. */
  readonly y: number;
  readonly colour?: string;
}

/** Labels at the right edge of a plot, moved apart by at least one line (13 px) in order of height. */
export function endLabels(frame: Frame, labels: readonly EndLabel[]): Layer[] {
  const pixels = dodge(
    labels.map(({ y }) => frame.yScale.toPixel(y)),
    13,
    [4, frame.size.height - frame.size.top - frame.size.bottom - 4],
  );
  return labels.map(({ text, colour }, index) =>
    label(frame, { x: frame.xScale.domain[1], y: frame.yScale.toValue(pixels[index]), text, colour, dx: 6 }),
  );
}

/** Positions at least `gap` apart and within `bounds` where they fit, in the order given by their size, each as near its own as possible. */
export function dodge(positions: readonly number[], gap: number, bounds: readonly [number, number]): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => positions[a] - positions[b] || a - b);
  // groups of touching labels, each centred on the mean of its members' wishes
  const groups: { start: number; wishes: number[] }[] = [];
  const place = (wishes: readonly number[]): number => {
    const centre = wishes.reduce((sum, wish, k) => sum + wish - k * gap, 0) / wishes.length;
    return Math.max(bounds[0], Math.min(centre, bounds[1] - (wishes.length - 1) * gap));
  };
  for (const index of order) {
    let group = { start: place([positions[index]]), wishes: [positions[index]] };
    for (
      let last = groups.at(-1);
      last !== undefined && last.start + last.wishes.length * gap > group.start;
      last = groups.at(-1)
    ) {
      groups.pop();
      const wishes = [...last.wishes, ...group.wishes];
      group = { start: place(wishes), wishes };
    }
    groups.push(group);
  }
  const placed = groups.flatMap((group) => group.wishes.map((_, k) => group.start + k * gap));
  const result = Array.from<number>({ length: positions.length });
  order.forEach((index, rank) => (result[index] = placed[rank]));
  return result;
}
