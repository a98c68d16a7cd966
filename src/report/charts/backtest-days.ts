import type { BacktestDayModel } from '../backtest-model.ts';
import { formatCount, formatMoney } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { dateAxis, daysBetween } from './date-axis.ts';
import { levelLine } from './day-grid.ts';
import { frame, wideWidth } from './frame.ts';
import { niceDomain } from './linear-scale.ts';
import { points, rules } from './marks.ts';
import { moneyTicks } from './money-axis.ts';

export interface BacktestDaysData {
  readonly symbol: string;
  readonly days: readonly BacktestDayModel[];
}

const [left, right] = [76, 20];

/** What came on each day, against what its own run would have forecast. */
export const backtestDaysChart: Chart<BacktestDaysData> = {
  name: 'backtest-days',

  describe: ({ days, symbol }) => {
    const below = days.filter(({ realised, p05 }) => realised < p05).length;
    const worst = days.reduce((least, day) => (day.realised < least.realised ? day : least));
    return `Profit of ${formatCount(days.length)} days from ${days[0].date} to ${days[days.length - 1].date} against the forecast's 5 to 95 %; ${formatCount(below)} below it, the worst ${formatMoney(worst.realised, symbol)} on ${worst.date}`;
  },

  spec: ({ days, symbol }) => {
    const [{ date: first }] = days;
    const rows = days.map((day) => ({ ...day, x: daysBetween(first, day.date) }));
    const money = rows.flatMap(({ p05, p95, realised }) => [p05, p95, realised]);
    const y = niceDomain(Math.min(0, ...money), Math.max(0, ...money), 6);
    const plot = frame(
      { width: wideWidth, height: 300, left, right, top: 28, bottom: 26 },
      dateAxis(first, days[days.length - 1].date, wideWidth - left - right),
      { domain: y.domain, ticks: moneyTicks(y.values, symbol), grid: true },
    );
    const bars = (low: 'p05' | 'p25', high: 'p95' | 'p75') =>
      rows.map((row) => ({ x0: row.x, x1: row.x, y0: row[low], y1: row[high] }));
    const gaps = rows.slice(1).map(({ x }, i) => x - rows[i].x);
    const pixels = ((wideWidth - left - right) * Math.min(...gaps, 30)) / Math.max(1, rows[rows.length - 1].x);
    const width = Math.max(1, Math.min(7, 0.6 * pixels));
    const at = (chosen: typeof rows) => chosen.map(({ x, realised }) => ({ x, y: realised }));
    const size = Math.max(10, Math.min(44, 6 * width));
    return plot.toSpec(
      [
        levelLine(plot, 0),
        rules(plot, bars('p05', 'p95'), colour('fill'), width),
        rules(plot, bars('p25', 'p75'), colour('fillDark'), width),
        points(plot, at(rows.filter(({ realised, p05 }) => realised >= p05)), { colour: colour('ink'), size }),
        points(plot, at(rows.filter(({ realised, p05 }) => realised < p05)), {
          colour: colour('tail'),
          shape: 'diamond',
          size: 1.8 * size,
        }),
      ],
      `Profit by delivery day, ${symbol.trim()}: points what came (diamonds below the forecast's 5 %), bars the forecast's 5–95 and 25–75 %`,
    );
  },
};
