import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { detailHour } from './dispatch-axis.ts';

/** MW of one market by period of the detail, both ≥ 0: drawn upwards and downwards. */
export interface PowerSeries {
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** A bar in hours and MW, for `rectangles`. */
export type PowerBar = { x0: number; x1: number; y0: number; y1: number };

/** Bars of series `index` on those of the series before it; equal neighbours make one bar. */
export function stackedBars(model: DispatchComparisonModel, series: readonly PowerSeries[], index: number): PowerBar[] {
  const bars: PowerBar[] = [];
  for (const [side, sign] of [
    ['up', 1],
    ['down', -1],
  ] as const) {
    let open: PowerBar | null = null;
    series[index][side].forEach((power, i) => {
      const below = series.slice(0, index).reduce((sum, one) => sum + one[side][i], 0);
      const y0 = sign * below;
      const y1 = sign * (below + power);
      if (open !== null && power > 0 && open.y0 === y0 && open.y1 === y1) open.x1 = detailHour(model, i + 1);
      else if (power > 0) {
        open = { x0: detailHour(model, i), x1: detailHour(model, i + 1), y0, y1 };
        bars.push(open);
      } else open = null;
    });
  }
  return bars;
}

/** The largest sum of the series on one side. */
export function highestStack(series: readonly PowerSeries[], side: 'up' | 'down'): number {
  let most = 0;
  for (let i = 0; i < (series[0]?.up.length ?? 0); i++)
    most = Math.max(
      most,
      series.reduce((sum, one) => sum + one[side][i], 0),
    );
  return most;
}
