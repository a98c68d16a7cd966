import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import type { Chart } from './chart.ts';
import { highestStack, stackedPower } from './stacked-power.ts';
import type { PowerSeries } from './stacked-power.ts';

/** Sales (up) and purchases (down) of the shown engine, stacked by market. */
export const dispatchPowerChart = {
  name: 'dispatch-power',

  describe: (model) =>
    `Power of ${model.shownEngine} in MW at the grid by market: sales up to ${formatAmount(highestStack(seriesOf(model), 'up'))}, purchases up to ${formatAmount(highestStack(seriesOf(model), 'down'))}`,

  spec: (model) =>
    stackedPower(model, seriesOf(model), 0, `Power of ${model.shownEngine}, MW: sales up, purchases down`),
} satisfies Chart<DispatchComparisonModel>;

function seriesOf({ power }: DispatchComparisonModel): PowerSeries[] {
  return power.map(({ soldMW, boughtMW }) => ({ up: soldMW, down: boughtMW }));
}
