import { formatMoney, formatShareExact } from '../format.ts';
import type { StorageDistribution } from '../scorecard-model.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame, narrowWidth } from './frame.ts';
import { endLabels } from './label.ts';
import { niceDomain } from './linear-scale.ts';
import { line, points } from './marks.ts';
import { fittingMoneyTicks, moneyTicks } from './money-axis.ts';

export interface StorageDistributionData {
  readonly symbol: string;
  readonly markets: readonly StorageDistribution[];
}

/** Quantiles of simulated against real storage values of a day: on the diagonal where they are distributed alike. */
export const storageDistributionChart: Chart<StorageDistributionData> = {
  name: 'storage-distribution',

  describe: ({ symbol, markets }) =>
    `Storage value of a day, simulated against real quantiles: ${markets
      .map(({ displayName, points: quantiles }) => {
        const { probability, realised, simulated } = quantiles[Math.floor(quantiles.length / 2)];
        return `${displayName} at ${formatShareExact(probability)} ${formatMoney(simulated, symbol)} against ${formatMoney(realised, symbol)}`;
      })
      .join('; ')}`,

  spec: ({ symbol, markets }) => {
    const values = markets.flatMap(({ points: quantiles }) => quantiles.flatMap((q) => [q.realised, q.simulated]));
    const { domain, values: ticks } = niceDomain(Math.min(0, ...values), Math.max(0, ...values), 4);
    const size = { width: narrowWidth, height: 214, left: 62, right: 84, top: 26, bottom: 42 };
    const plot = frame(
      size,
      {
        domain,
        ticks: fittingMoneyTicks(domain[0], domain[1], size.width - size.left - size.right, symbol),
        title: 'real, 5 to 95 % of days',
      },
      { domain, ticks: moneyTicks(ticks, symbol), grid: true },
    );
    const diagonal = domain.map((value) => ({ x: value, y: value }));
    return plot.toSpec(
      [
        line(plot, diagonal, { x: 'x', y: 'y', colour: colour('ink3'), width: 1, stepped: false, dash: [4, 3] }),
        ...markets.map(({ role, points: quantiles }) =>
          points(
            plot,
            quantiles.map((q) => ({ x: q.realised, y: q.simulated })),
            { colour: colour(role), size: 34 },
          ),
        ),
        ...endLabels(
          plot,
          markets.map(({ role, displayName, points: quantiles }) => ({
            text: displayName,
            y: quantiles[quantiles.length - 1].simulated,
            colour: colour(role === 'dayAhead' ? 'dayAheadText' : 'imbalanceText'),
          })),
        ),
      ],
      `Storage value of a day, simulated, ${symbol.trim()}`,
    );
  },
};
