import { marketColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount, formatAtPlace } from '../format.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailHour, dispatchSize } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { decimalPlace, niceDomain } from './linear-scale.ts';
import { rectangles } from './marks.ts';

/** Sales (up) and purchases (down) of the shown engine, stacked by market. */
export const dispatchPowerChart = {
  name: 'dispatch-power',

  describe: (model) =>
    `Power of ${model.shownEngine} in MW at the grid by market: sales up to ${formatAmount(highest(model, 'soldMW'))}, purchases up to ${formatAmount(highest(model, 'boughtMW'))}`,

  spec: (model) => {
    const { domain, values, step } = niceDomain(-highest(model, 'boughtMW'), highest(model, 'soldMW'), 4);
    const plot = frame(dispatchSize(150, false), detailAxis(model, false), {
      domain,
      ticks: values.map((value) => ({ value, label: formatAtPlace(value, decimalPlace(step)) })),
      grid: true,
    });
    const layers = model.power.flatMap((_, m) => {
      const cells = bars(model, m);
      return cells.length === 0 ? [] : [rectangles(plot, cells, marketColour(m), 1, 0)];
    });
    return plot.toSpec([...layers, levelLine(plot, 0)], `Power of ${model.shownEngine}, MW: sales up, purchases down`);
  },
} satisfies Chart<DispatchComparisonModel>;

/** Bars of one market above and below those of the markets before it; equal neighbours make one bar. */
function bars(model: DispatchComparisonModel, m: number): { x0: number; x1: number; y0: number; y1: number }[] {
  const cells: { x0: number; x1: number; y0: number; y1: number }[] = [];
  for (const [kind, sign] of [
    ['soldMW', 1],
    ['boughtMW', -1],
  ] as const) {
    let open: { x0: number; x1: number; y0: number; y1: number } | null = null;
    model.power[m][kind].forEach((power, i) => {
      const below = model.power.slice(0, m).reduce((sum, market) => sum + market[kind][i], 0);
      const y0 = sign * below;
      const y1 = sign * (below + power);
      if (open !== null && power > 0 && open.y0 === y0 && open.y1 === y1) open.x1 = detailHour(model, i + 1);
      else if (power > 0) {
        open = { x0: detailHour(model, i), x1: detailHour(model, i + 1), y0, y1 };
        cells.push(open);
      } else open = null;
    });
  }
  return cells;
}

/** The largest sum over the markets. */
function highest({ power, detail }: DispatchComparisonModel, kind: 'boughtMW' | 'soldMW'): number {
  let most = 0;
  for (let i = 0; i < detail.to - detail.from; i++)
    most = Math.max(
      most,
      power.reduce((sum, market) => sum + market[kind][i], 0),
    );
  return most;
}
