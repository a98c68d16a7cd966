import { formatCount, formatMoney } from '../format.ts';
import type { ReportBelief } from '../model/report-belief.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { frame, narrowWidth } from './frame.ts';
import { label } from './label.ts';
import { niceDomain, niceTicks } from './linear-scale.ts';
import { band, line } from './marks.ts';
import { moneyTicks } from './money-axis.ts';

export interface SampleSizeData {
  readonly symbol: string;
  readonly sampleSize: ReportBelief['sampleSize'];
  readonly limit: number | null;
  readonly riskText: string;
}

/** CVaR of the first n scenarios with its 95 % interval, against the limit. */
export const sampleSizeChart: Chart<SampleSizeData> = {
  name: 'sample-size',

  describe: ({ sampleSize, symbol, riskText }) => {
    const last = sampleSize[sampleSize.length - 1];
    return `${riskText} of the first n scenarios with its 95 % interval, from ${formatCount(sampleSize[0].scenarios)} to ${formatCount(last.scenarios)}; at the end ${formatMoney(last.conditionalValueAtRisk, symbol)}`;
  },

  spec: ({ symbol, sampleSize, limit, riskText }) => {
    const rows = sampleSize.map(({ scenarios, conditionalValueAtRisk, standardError }) => ({
      scenarios,
      value: conditionalValueAtRisk,
      low: conditionalValueAtRisk - 1.96 * standardError,
      high: conditionalValueAtRisk + 1.96 * standardError,
    }));
    const [low, high] = [Math.min(...rows.map((row) => row.low)), Math.max(...rows.map((row) => row.high))];
    const near = limit !== null && limit > low - (high - low) && limit < high + (high - low);
    const y = niceDomain(near ? Math.min(low, limit) : low, near ? Math.max(high, limit) : high, 4);
    const most = rows[rows.length - 1].scenarios;
    const plot = frame(
      { width: narrowWidth, height: 214, left: 62, right: 18, top: 26, bottom: 42 },
      {
        domain: [0, most],
        ticks: niceTicks(0, most, 4).values.map((value) => ({ value, label: formatCount(value) })),
        title: 'scenarios used',
      },
      { domain: y.domain, ticks: moneyTicks(y.values, symbol), grid: true },
    );
    const roomRight = rows[0].scenarios > 0.16 * most;
    return plot.toSpec(
      [
        band(plot, rows, {
          x: 'scenarios',
          low: 'low',
          high: 'high',
          colour: colour('tail'),
          opacity: 0.18,
          stepped: false,
        }),
        line(plot, rows, { x: 'scenarios', y: 'value', colour: colour('tail'), width: 2, stepped: false }),
        ...(near
          ? [
              levelLine(plot, limit, colour('ink'), [4, 3]),
              label(plot, {
                x: roomRight ? 0 : most,
                y: limit,
                text: 'limit',
                dx: roomRight ? 4 : -2,
                dy: -8,
                align: roomRight ? 'left' : 'right',
                colour: colour('ink'),
              }),
            ]
          : []),
      ],
      `${riskText}, ${symbol.trim()}, with its 95 % interval`,
    );
  },
};
