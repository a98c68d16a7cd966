import { marketColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount, formatAtPlace } from '../format.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, dispatchSize } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { decimalPlace, niceDomain } from './linear-scale.ts';
import { rectangles } from './marks.ts';
import { highestStack, stackedBars } from './stacked-power.ts';
import type { PowerSeries } from './stacked-power.ts';

/** Sales (up) and purchases (down) of the shown engine, stacked by market. */
export const dispatchPowerChart = {
  name: 'dispatch-power',

  describe: (model) =>
    `Power of ${model.shownEngine} in MW at the grid by market: sales up to ${formatAmount(highestStack(seriesOf(model), 'up'))}, purchases up to ${formatAmount(highestStack(seriesOf(model), 'down'))}`,

  spec: (model) => {
    const series = seriesOf(model);
    const { domain, values, step } = niceDomain(-highestStack(series, 'down'), highestStack(series, 'up'), 4);
    const plot = frame(dispatchSize(150, false), detailAxis(model, false), {
      domain,
      ticks: values.map((value) => ({ value, label: formatAtPlace(value, decimalPlace(step)) })),
      grid: true,
    });
    const layers = series.flatMap((_, m) => {
      const cells = stackedBars(model, series, m);
      return cells.length === 0 ? [] : [rectangles(plot, cells, marketColour(m), 1, 0)];
    });
    return plot.toSpec([...layers, levelLine(plot, 0)], `Power of ${model.shownEngine}, MW: sales up, purchases down`);
  },
} satisfies Chart<DispatchComparisonModel>;

function seriesOf({ power }: DispatchComparisonModel): PowerSeries[] {
  return power.map(({ soldMW, boughtMW }) => ({ up: soldMW, down: boughtMW }));
}
