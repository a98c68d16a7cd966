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

/** MW that the shown engine reserves, stacked by capacity market: up services up, down services down. */
export const dispatchReserveChart = {
  name: 'dispatch-reserve',

  describe: (model) =>
    `Reserved MW of ${model.shownEngine} by market: up to ${formatAmount(highestStack(seriesOf(model), 'up'))} upwards, ${formatAmount(highestStack(seriesOf(model), 'down'))} downwards`,

  spec: (model) => {
    const series = seriesOf(model);
    const { domain, values, step } = niceDomain(-highestStack(series, 'down'), highestStack(series, 'up'), 4);
    const plot = frame(dispatchSize(150, false), detailAxis(model, false), {
      domain,
      ticks: values.map((value) => ({ value, label: formatAtPlace(value, decimalPlace(step)) })),
      grid: true,
    });
    const layers = series.flatMap((_, k) => {
      const cells = stackedBars(model, series, k);
      return cells.length === 0 ? [] : [rectangles(plot, cells, marketColour(model.markets.length + k), 1, 0)];
    });
    return plot.toSpec(
      [...layers, levelLine(plot, 0)],
      `Reserved by ${model.shownEngine}, MW: up services up, down services down`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;

function seriesOf({ reserved }: DispatchComparisonModel): PowerSeries[] {
  return reserved.map(({ direction, reservedMW }) => {
    const none = reservedMW.map(() => 0);
    return direction === 'up' ? { up: reservedMW, down: none } : { up: none, down: reservedMW };
  });
}
