import { formatMoney } from '../format.ts';
import { colour, heatColours } from '../theme.ts';
import type { Chart } from './chart.ts';
import { hourAxis } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import type { Frame, Layer } from './frame.ts';
import { label } from './label.ts';

export interface AttributionHeatMapData {
  readonly grid: DayGrid;
  readonly title: string;
  readonly symbol: string;
  /** Streams from the top; `hours` gain-positive money, `total` as printed in the table. */
  readonly rows: readonly {
    readonly displayName: string;
    readonly fill: string;
    readonly hours: readonly number[];
    readonly total: string;
  }[];
  /** Four ascending thresholds; with their negatives they cut nine classes. */
  readonly thresholds: readonly number[];
  readonly showHours: boolean;
}

const rowHeight = 19;

/** Money by stream and hour in nine classes, loss brown and gain teal, with row totals. */
export const attributionHeatMapChart: Chart<AttributionHeatMapData> = {
  name: 'attribution-heat-map',

  describe: ({ rows, title, symbol, grid }) => {
    const cells = rows.flatMap(({ displayName, hours }) => hours.map((value, hour) => ({ displayName, value, hour })));
    const least = cells.reduce((best, cell) => (cell.value < best.value ? cell : best));
    const most = cells.reduce((best, cell) => (cell.value > best.value ? cell : best));
    const name = (cell: typeof least): string =>
      `${cell.displayName} at ${grid.clock[cell.hour]}, ${formatMoney(cell.value, symbol)}`;
    return `${title}, by stream and hour: lowest ${name(least)}; highest ${name(most)}`;
  },

  spec: ({ grid, title, rows, thresholds, showHours }) => {
    const bottom = showHours ? 24 : 6;
    const plot = frame(
      { width: 780, height: 26 + rows.length * rowHeight + bottom, left: 100, right: 56, top: 26, bottom },
      { ...hourAxis(grid, showHours), line: showHours },
      { domain: [rows.length, 0], ticks: [], labels: false, line: false },
    );
    return plot.toSpec(
      [
        ...classLayers(plot, rows, thresholds),
        ...rows.map(({ fill }, row) => swatch(plot, fill, row)),
        ...rows.map(({ displayName }, row) =>
          label(plot, { x: 0, y: row + 0.5, text: displayName, dx: -86, colour: colour('ink') }),
        ),
        ...rows.map(({ total }, row) =>
          label(plot, { x: grid.hours, y: row + 0.5, text: total, align: 'right', dx: 56, colour: colour('ink') }),
        ),
      ],
      title,
    );
  },
};

/** One layer a class: a threshold scale would do the same, but layers keep the SVG free of scales on CSS variables. */
function classLayers(plot: Frame, rows: AttributionHeatMapData['rows'], thresholds: readonly number[]): Layer[] {
  const cells = rows.flatMap(({ hours }, row) =>
    hours.map((value, hour) => ({ x0: hour, x1: hour + 1, y0: row, y1: row + 1, value })),
  );
  return heatColours.flatMap((fill, heat) => {
    const inClass = cells.filter(({ value }) => heatClass(value, thresholds) === heat);
    if (inClass.length === 0) return [];
    return [
      {
        data: { values: inClass },
        mark: { type: 'rect' as const, color: fill, stroke: colour('page'), strokeWidth: 1 },
        encoding: { x: plot.x('x0'), x2: { field: 'x1' }, y: plot.y('y0'), y2: { field: 'y1' } },
      },
    ];
  });
}

/** 0 (largest loss) … 4 (near zero) … 8 (largest gain); a value at a threshold belongs to the stronger class. */
export function heatClass(value: number, thresholds: readonly number[]): number {
  const strength = thresholds.filter((threshold) => Math.abs(value) >= threshold).length;
  return value < 0 ? 4 - strength : 4 + strength;
}

function swatch(plot: Frame, fill: string, row: number): Layer {
  return {
    data: { values: [{ y: row + 0.5 }] },
    mark: { type: 'point', shape: 'square', size: 72, filled: true, color: fill, opacity: 1 },
    encoding: { x: { value: -95 }, y: plot.y('y') },
  };
}
