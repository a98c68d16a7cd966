import type { TopLevelSpec } from 'vega-lite';
import { marketColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailHour, dispatchSize } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { rectangles } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

/** MW of one market by period of the detail, both ≥ 0: drawn upwards and downwards. */
export interface PowerSeries {
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** The series on one another, in the colours of the markets from `firstMarket` on. */
export function stackedPower(
  model: DispatchComparisonModel,
  series: readonly PowerSeries[],
  firstMarket: number,
  title: string,
): TopLevelSpec {
  const y = niceAxis(-highestStack(series, 'down'), highestStack(series, 'up'), 4);
  const plot = frame(dispatchSize(150, false), detailAxis(model, false), y);
  const layers = series.flatMap((_, m) => {
    const bars = stackedBars(model, series, m);
    return bars.length === 0 ? [] : [rectangles(plot, bars, marketColour(firstMarket + m), 1, 0)];
  });
  return plot.toSpec([...layers, levelLine(plot, 0)], title);
}

/** A bar in hours and MW, for `rectangles`. */
type PowerBar = { x0: number; x1: number; y0: number; y1: number };

/** Bars of series `index` on those of the series before it; equal neighbours make one bar. */
function stackedBars(model: DispatchComparisonModel, series: readonly PowerSeries[], index: number): PowerBar[] {
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
