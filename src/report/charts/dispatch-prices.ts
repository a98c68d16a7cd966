import { currencySymbol } from '../currency-symbol.ts';
import { marketColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailSteps, dispatchSize, perEnergy } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

/** Prices by market, with the prices between which the shown engine would wait. */
export const dispatchPricesChart = {
  name: 'dispatch-prices',

  describe: (model) =>
    `Prices in ${perEnergy(symbolOf(model))}: ${model.markets.map(({ name, prices }) => `${name} ${formatAmount(Math.min(...prices))} to ${formatAmount(Math.max(...prices))}`).join(', ')}${model.reservation === null ? '' : `; dashed, the prices below which ${model.shownEngine} buys and above which it sells`}`,

  spec: (model) => {
    const { markets, reservation } = model;
    const all = markets.flatMap(({ prices }) => [...prices]);
    const [low, high] = [Math.min(0, ...all), Math.max(...all)];
    const y = niceAxis(low, high, 4);
    const plot = frame(dispatchSize(190, false), detailAxis(model, false), y);
    const last = (prices: readonly number[]): number => prices[prices.length - 1];
    // Reservation prices may lie far outside of the prices: they end at the frame.
    const inside = (value: number): number => Math.min(Math.max(value, y.domain[0]), y.domain[1]);
    const waits = reservation === null ? [] : [reservation.buyBelow, reservation.sellAbove];
    return plot.toSpec(
      [
        ...(y.domain[0] < 0 ? [levelLine(plot, 0)] : []),
        ...waits.map((limits) =>
          line(plot, detailSteps(model, limits.map(inside)), {
            x: 'hour',
            y: 'value',
            colour: colour('ink2'),
            width: 1,
            dash: [3, 2],
          }),
        ),
        ...markets.map(({ prices }, m) =>
          line(plot, detailSteps(model, prices), { x: 'hour', y: 'value', colour: marketColour(m), width: 1.5 }),
        ),
        ...endLabels(plot, [
          ...markets.map(({ name, prices }) => ({ text: shortened(name), y: last(prices) })),
          ...(reservation === null
            ? []
            : [
                { text: 'sells above', y: inside(last(reservation.sellAbove)), colour: colour('ink2') },
                { text: 'buys below', y: inside(last(reservation.buyBelow)), colour: colour('ink2') },
              ]),
        ]),
      ],
      `Price, ${perEnergy(symbolOf(model))}${reservation === null ? '' : `; dashed: reservation prices of ${model.shownEngine}`}`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;

export function symbolOf({ currency }: DispatchComparisonModel): string {
  return currency === '' ? '' : currencySymbol(currency);
}

/** A name that fits beside a plot. */
function shortened(name: string): string {
  return name.length > 15 ? `${name.slice(0, 14)}…` : name;
}
