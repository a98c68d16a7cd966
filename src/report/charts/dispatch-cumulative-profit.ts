import { engineColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatMoney } from '../format.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { dispatchSize, elapsedAxis } from './dispatch-axis.ts';
import { symbolOf } from './dispatch-prices.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { niceDomain } from './linear-scale.ts';
import { line } from './marks.ts';
import { moneyTicks } from './money-axis.ts';

/** Profit from the start, engine by engine, over the whole horizon. */
export const dispatchCumulativeProfitChart = {
  name: 'dispatch-cumulative-profit',

  describe: (model) =>
    `Cumulative profit by engine at the end: ${solvedOf(model)
      .map(({ name, profit }) => `${name} ${formatMoney(profit, symbolOf(model))}`)
      .join(', ')}`,

  spec: (model) => {
    const engines = solvedOf(model);
    const symbol = symbolOf(model);
    const all = engines.flatMap(({ cumulativeProfit }) => [...cumulativeProfit]);
    const y = niceDomain(Math.min(0, ...all), Math.max(0, ...all), 5);
    const hours = model.periodHours * model.periodCount;
    const plot = frame(dispatchSize(250, true), elapsedAxis(0, hours, true), {
      domain: y.domain,
      ticks: moneyTicks(y.values, symbol),
      grid: true,
    });
    return plot.toSpec(
      [
        levelLine(plot, 0),
        ...engines.toReversed().map(({ name, cumulativeHours, cumulativeProfit }) =>
          line(
            plot,
            cumulativeProfit.map((profit, i) => ({ hour: cumulativeHours[i], profit })),
            {
              x: 'hour',
              y: 'profit',
              colour: engineColour(name),
              width: name === model.shownEngine ? 2 : 1.4,
              stepped: false,
            },
          ),
        ),
        ...endLabels(
          plot,
          engines.map(({ name, cumulativeProfit }) => ({
            text: name,
            y: cumulativeProfit[cumulativeProfit.length - 1],
          })),
        ),
      ],
      `Profit since the start${symbol === '' ? '' : `, ${symbol.trim()}`}`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;

function solvedOf({ engines }: DispatchComparisonModel) {
  return engines.flatMap(({ name, solved }) => (solved === null ? [] : [{ name, ...solved }]));
}
