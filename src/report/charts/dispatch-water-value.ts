import { engineColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailSteps, dispatchSize, perEnergy } from './dispatch-axis.ts';
import { symbolOf } from './dispatch-prices.ts';
import { frame } from './frame.ts';
import { line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

/** What one more MWh in store is worth, by the engines that know it. */
export const dispatchWaterValueChart = {
  name: 'dispatch-water-value',

  describe: (model) =>
    `Water value in ${perEnergy(symbolOf(model))} in store: ${withValue(model)
      .map(
        ({ name, waterValue }) =>
          `${name} ${formatAmount(Math.min(...waterValue))} to ${formatAmount(Math.max(...waterValue))}`,
      )
      .join(', ')}`,

  spec: (model) => {
    const engines = withValue(model);
    const all = engines.flatMap(({ waterValue }) => waterValue);
    const y = niceAxis(Math.min(0, ...all), Math.max(0, ...all), 4);
    const plot = frame(dispatchSize(150, true), detailAxis(model, true), y);
    return plot.toSpec(
      [
        ...(y.domain[0] < 0 ? [levelLine(plot, 0)] : []),
        // The shown engine last, so that it lies on top.
        ...engines
          .toSorted((a, b) => Number(a.name === model.shownEngine) - Number(b.name === model.shownEngine))
          .map(({ name, waterValue }) =>
            line(plot, detailSteps(model, waterValue), {
              x: 'hour',
              y: 'value',
              colour: engineColour(name),
              width: name === model.shownEngine ? 1.75 : 1.1,
            }),
          ),
      ],
      `Water value, ${perEnergy(symbolOf(model))} in store`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;

/** The engines that have a water value. */
export function withValue({ engines }: DispatchComparisonModel): { name: string; waterValue: readonly number[] }[] {
  return engines.flatMap(({ name, solved }) =>
    solved === null || solved.waterValue === null ? [] : [{ name, waterValue: solved.waterValue }],
  );
}
