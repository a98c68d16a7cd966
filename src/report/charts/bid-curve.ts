import { formatAmount, formatEnergyPrice } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { frame, wideWidth } from './frame.ts';
import { endLabels } from './label.ts';
import { niceDomain, niceTicks } from './linear-scale.ts';
import { line } from './marks.ts';

export interface BidCurveData {
  readonly symbol: string;
  /** `£/MWh`. */
  readonly unit: string;
  /** Two or three hours. */
  readonly curves: readonly BidCurveLine[];
}

export interface BidCurveLine {
  /** `17:00`. */
  readonly clock: string;
  /** Position below the first price, MW: sold +, bought −. */
  readonly baseMW: number;
  /** By rising price: the position from that price on. */
  readonly steps: readonly { readonly price: number; readonly totalMW: number }[];
}

const looks = [
  { stroke: colour('dayAhead'), text: colour('dayAheadText'), dash: undefined },
  { stroke: colour('ink'), text: colour('ink'), dash: [6, 3] },
  { stroke: colour('ink2'), text: colour('ink2'), dash: [2, 3] },
] as const;

/** What is sold (up) or bought (down) at each day-ahead price, in a few hours. */
export const bidCurveChart: Chart<BidCurveData> = {
  name: 'bid-curve',

  describe: ({ curves, symbol }) =>
    `Position in MW by day-ahead price: ${curves
      .map(
        ({ clock, baseMW, steps }) =>
          `from ${clock} ${formatAmount(baseMW)}${steps.map(({ price, totalMW }) => `, ${formatAmount(totalMW)} from ${formatEnergyPrice(price, symbol)}`).join('')}`,
      )
      .join('; ')}`,

  spec: ({ curves, unit }) => {
    const prices = curves.flatMap(({ steps }) => steps.map(({ price }) => price));
    const volumes = curves.flatMap(({ baseMW, steps }) => [baseMW, ...steps.map(({ totalMW }) => totalMW)]);
    const [low, high] = [Math.min(...prices), Math.max(...prices)];
    const margin = 0.12 * (high - low) || 10;
    const x = [low - margin, high + margin] as const;
    const y = niceDomain(Math.min(0, ...volumes), Math.max(0, ...volumes), 4);
    const plot = frame(
      { width: wideWidth, height: 190, left: 100, right: 56, top: 26, bottom: 42 },
      {
        domain: [x[0], x[1]],
        ticks: niceTicks(x[0], x[1], 8)
          .values.filter((value) => value >= x[0] && value <= x[1])
          .map((value) => ({ value, label: formatAmount(value) })),
        title: `day-ahead price, ${unit}`,
      },
      { domain: y.domain, ticks: y.values.map((value) => ({ value, label: formatAmount(value) })), grid: true },
    );
    return plot.toSpec(
      [
        levelLine(plot, 0),
        ...curves.map(({ baseMW, steps }, i) => {
          const last = steps[steps.length - 1]?.totalMW ?? baseMW;
          return line(
            plot,
            [
              { price: x[0], volume: baseMW },
              ...steps.map(({ price, totalMW }) => ({ price, volume: totalMW })),
              { price: x[1], volume: last },
            ],
            {
              x: 'price',
              y: 'volume',
              colour: looks[i].stroke,
              ...(looks[i].dash === undefined ? {} : { dash: [...looks[i].dash] }),
            },
          );
        }),
        ...endLabels(
          plot,
          curves.map(({ clock, baseMW, steps }, i) => ({
            text: clock,
            y: steps[steps.length - 1]?.totalMW ?? baseMW,
            colour: looks[i].text,
          })),
        ),
      ],
      'Position by day-ahead price, MW: sold above zero, bought below',
    );
  },
};
