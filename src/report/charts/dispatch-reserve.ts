import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import type { Chart } from './chart.ts';
import { highestStack, stackedPower } from './stacked-power.ts';
import type { PowerSeries } from './stacked-power.ts';

/** MW that the shown engine reserves, stacked by capacity market: up services up, down services down. */
export const dispatchReserveChart = {
  name: 'dispatch-reserve',

  describe: (model) =>
    `Reserved MW of ${model.shownEngine} by market: up to ${formatAmount(highestStack(seriesOf(model), 'up'))} upwards, ${formatAmount(highestStack(seriesOf(model), 'down'))} downwards`,

  spec: (model) =>
    stackedPower(
      model,
      seriesOf(model),
      model.markets.length,
      `Reserved by ${model.shownEngine}, MW: up services up, down services down`,
    ),
} satisfies Chart<DispatchComparisonModel>;

function seriesOf({ reserved }: DispatchComparisonModel): PowerSeries[] {
  return reserved.map(({ direction, reservedMW }) => {
    const none = reservedMW.map(() => 0);
    return direction === 'up' ? { up: reservedMW, down: none } : { up: none, down: reservedMW };
  });
}
