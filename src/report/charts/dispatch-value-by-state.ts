import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailSteps, dispatchSize, perEnergy } from './dispatch-axis.ts';
import { symbolOf } from './dispatch-prices.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

const shades = [colour('dayAhead'), colour('ink2'), colour('imbalance')];

/** The price above which the battery would sell, at three states of charge. */
export const dispatchValueByStateChart = {
  name: 'dispatch-value-by-state',

  describe: (model) =>
    `Prices in ${perEnergy(symbolOf(model))} above which the battery sells, by state of charge: ${(
      model.sellAbove ?? []
    )
      .map(({ label, prices }) => `${label} ${range(prices)}`)
      .join(', ')}`,

  spec: (model) => {
    const lines = model.sellAbove ?? [];
    const all = lines.flatMap(({ prices }) => prices.filter((price) => price !== null));
    const y = niceAxis(Math.min(0, ...all), Math.max(0, ...all), 4);
    const plot = frame(dispatchSize(150, true), detailAxis(model, true), y);
    return plot.toSpec(
      [
        ...(y.domain[0] < 0 ? [levelLine(plot, 0)] : []),
        // A line for every unbroken stretch: where a state has no value there is a gap.
        ...lines.flatMap(({ prices }, i) =>
          stretches(prices).map(({ from, to }) =>
            line(
              plot,
              detailSteps(model, prices as readonly number[])
                .slice(from, to + 1)
                .map((row, k, all) => ({
                  ...row,
                  value: k === all.length - 1 ? all[Math.max(0, k - 1)].value : row.value,
                })),
              { x: 'hour', y: 'value', colour: shades[i % shades.length], width: 1.3 },
            ),
          ),
        ),
        ...endLabels(
          plot,
          lines.flatMap(({ label, prices }, i) => {
            const last = prices.findLast((price) => price !== null);
            return last === undefined || last === null
              ? []
              : [{ text: label, y: last, colour: shades[i % shades.length] }];
          }),
        ),
      ],
      `Price above which the battery sells, ${perEnergy(symbolOf(model))}, by state of charge`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;

/** Stretches of periods that have a price; `to` is one past the last. */
function stretches(prices: readonly (number | null)[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let i = 0; i < prices.length; i++) {
    if (prices[i] === null) continue;
    const open = found.at(-1);
    if (open !== undefined && open.to === i) open.to = i + 1;
    else found.push({ from: i, to: i + 1 });
  }
  return found;
}

function range(prices: readonly (number | null)[]): string {
  const known = prices.filter((price) => price !== null);
  return known.length === 0 ? 'none' : `${formatAmount(Math.min(...known))} to ${formatAmount(Math.max(...known))}`;
}
