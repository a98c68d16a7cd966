import type { BacktestDayModel } from '../backtest-model.ts';
import { formatMoney } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { dateAxis, daysBetween } from './date-axis.ts';
import { levelLine } from './day-grid.ts';
import { frame, wideWidth } from './frame.ts';
import { endLabels } from './label.ts';
import { niceDomain } from './linear-scale.ts';
import { band, line } from './marks.ts';
import { moneyTicks } from './money-axis.ts';

export interface BacktestSumData {
  readonly symbol: string;
  readonly days: readonly BacktestDayModel[];
}

const [left, right] = [86, 120];
/** Central 90 % of a sum of many days. */
const ninety = 1.645;

/** The judged days added up: expected, realised, and what could have been earned. */
export const backtestSumChart: Chart<BacktestSumData> = {
  name: 'backtest-sum',

  describe: ({ days, symbol }) => {
    const sum = (value: (day: BacktestDayModel) => number): string =>
      formatMoney(
        days.reduce((total, day) => total + value(day), 0),
        symbol,
      );
    return `Sum of ${days.length} days: expected ${sum(({ expected }) => expected)}, realised ${sum(({ realised }) => realised)}, possible with all prices known ${sum(({ foresight }) => foresight)}`;
  },

  spec: ({ days, symbol }) => {
    const [{ date: first }] = days;
    let [expected, realised, foresight, variance] = [0, 0, 0, 0];
    const rows = [
      { x: -0.5, expected, realised, foresight, low: 0, high: 0 },
      ...days.map((day) => {
        expected += day.expected;
        realised += day.realised;
        foresight += day.foresight;
        variance += day.standardDeviation ** 2;
        const half = ninety * Math.sqrt(variance);
        const x = daysBetween(first, day.date);
        return { x, expected, realised, foresight, low: expected - half, high: expected + half };
      }),
    ];
    const last = rows[rows.length - 1];
    const money = rows.flatMap((row) => [row.low, row.high, row.realised, row.foresight]);
    const y = niceDomain(Math.min(0, ...money), Math.max(0, ...money), 5);
    const plot = frame(
      { width: wideWidth, height: 250, left, right, top: 28, bottom: 26 },
      dateAxis(first, days[days.length - 1].date, wideWidth - left - right),
      { domain: y.domain, ticks: moneyTicks(y.values, symbol), grid: true },
    );
    const drawn = (field: 'expected' | 'realised' | 'foresight', stroke: string, dash?: number[]) =>
      line(plot, rows, { x: 'x', y: field, colour: stroke, stepped: false, ...(dash === undefined ? {} : { dash }) });
    return plot.toSpec(
      [
        levelLine(plot, 0),
        band(plot, rows, { x: 'x', low: 'low', high: 'high', colour: colour('fill'), opacity: 0.6, stepped: false }),
        drawn('foresight', colour('ink3'), [2, 3]),
        drawn('expected', colour('ink2'), [5, 3]),
        drawn('realised', colour('ink')),
        ...endLabels(plot, [
          { text: 'all prices known', y: last.foresight, colour: colour('ink2') },
          { text: 'expected', y: last.expected, colour: colour('ink2') },
          { text: 'realised', y: last.realised, colour: colour('ink') },
        ]),
      ],
      `Profit of the judged days added up, ${symbol.trim()}; grey: 90 % of the forecasts, days taken as independent`,
    );
  },
};
