import { formatAtPlace, formatMoney } from '../format.ts';
import type { ReportHorizon } from '../model/report-horizon.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { frame, narrowWidth } from './frame.ts';
import { endLabels, label } from './label.ts';
import { decimalPlace, niceDomain, niceTicks } from './linear-scale.ts';
import { band, line } from './marks.ts';

export interface DrawdownHorizonData {
  readonly horizon: ReportHorizon;
  readonly symbol: string;
}

/** Cumulative profit over the horizon: its fan, and the paths with the deepest falls. */
export const drawdownHorizonChart: Chart<DrawdownHorizonData> = {
  name: 'drawdown-horizon',

  describe: ({ horizon, symbol }) => {
    const end = horizon.hours.length - 1;
    const deepest = horizon.worstPaths[0];
    return `Cumulative profit over ${horizon.days} days, ${horizon.label}: median ${formatMoney(horizon.quantiles.p50[end], symbol)} at the end, 5 to 95 % ${formatMoney(horizon.quantiles.p05[end], symbol)} to ${formatMoney(horizon.quantiles.p95[end], symbol)}${deepest === undefined ? '' : `; deepest fall ${formatMoney(deepest.maximumDrawdown, symbol)}`}`;
  },

  spec: ({ horizon, symbol }) => {
    const { quantiles, worstPaths, hours } = horizon;
    const all = [0, ...quantiles.p05, ...quantiles.p95, ...worstPaths.flatMap(({ cumulative }) => cumulative)];
    const { domain, values, step } = niceDomain(Math.min(...all) - roomForLabel(all), Math.max(...all), 6);
    const largest = Math.max(...values.map(Math.abs));
    const [unit, unitName] =
      largest >= 1e7
        ? [1e6, `million ${symbol.trim()}`]
        : largest >= 1e4
          ? [1e3, `thousand ${symbol.trim()}`]
          : [1, symbol.trim()];
    const days = hours.map((hour) => hour / 24);
    const dayTicks = niceTicks(0, horizon.days, Math.min(7, horizon.days)).values.filter(Number.isInteger);
    const plot = frame(
      { width: narrowWidth, height: 294, left: 48, right: 50, top: 26, bottom: 42 },
      {
        domain: [0, days[days.length - 1]],
        ticks: dayTicks.map((value) => ({ value, label: String(value) })),
        title: 'days ahead',
      },
      {
        domain,
        ticks: values.map((value) => ({ value, label: formatAtPlace(value / unit, decimalPlace(step / unit)) })),
        grid: true,
      },
    );
    const rows = days.map((day, i) => ({
      day,
      p05: quantiles.p05[i],
      p25: quantiles.p25[i],
      p50: quantiles.p50[i],
      p75: quantiles.p75[i],
      p95: quantiles.p95[i],
    }));
    const last = rows[rows.length - 1];
    return plot.toSpec(
      [
        band(plot, rows, { x: 'day', low: 'p05', high: 'p95', colour: colour('fill'), opacity: 0.45, stepped: false }),
        band(plot, rows, { x: 'day', low: 'p25', high: 'p75', colour: colour('fill'), opacity: 0.6, stepped: false }),
        levelLine(plot, 0),
        ...worstPaths.map(({ cumulative }) =>
          line(
            plot,
            days.map((day, i) => ({ day, profit: cumulative[i] })),
            { x: 'day', y: 'profit', colour: colour('tail'), width: 0.9, stepped: false, opacity: 0.85 },
          ),
        ),
        line(plot, rows, { x: 'day', y: 'p50', colour: colour('ink'), width: 2, stepped: false }),
        ...endLabels(plot, [
          { text: '95 %', y: last.p95 },
          { text: 'median', y: last.p50, colour: colour('ink') },
          { text: '5 %', y: last.p05 },
        ]),
        ...deepestLabel(plot, horizon, days),
      ],
      `Cumulative profit, ${unitName}, ${horizon.label}`,
    );
  },
};

/** Names the thin lines under their lowest point, or above the plot's floor where that is the edge. */
function deepestLabel(plot: ReturnType<typeof frame>, { worstPaths }: ReportHorizon, days: readonly number[]) {
  if (worstPaths.length === 0) return [];
  const text = worstPaths.length === 1 ? 'the deepest fall' : `the ${countWord(worstPaths.length)} deepest falls`;
  const width = textWidth(text, 11);
  const plotWidth = plot.size.width - plot.size.left - plot.size.right;
  let lowest = { day: 0, profit: Infinity };
  for (const { cumulative } of worstPaths) {
    cumulative.forEach((profit, i) => {
      if (profit < lowest.profit) lowest = { day: days[i], profit };
    });
  }
  const centre = Math.max(width / 2 + 2, Math.min(plot.xScale.toPixel(lowest.day), plotWidth - width / 2 - 2));
  const floor = plot.yScale.toPixel(plot.yScale.domain[0]);
  const pixel = Math.min(plot.yScale.toPixel(lowest.profit) + 12, floor - 8);
  return [
    label(plot, {
      x: plot.xScale.toValue(centre),
      y: plot.yScale.toValue(pixel),
      text,
      align: 'center',
      colour: colour('tailText'),
    }),
  ];
}

/** About 18 px of the plot's 226, for the words under the deepest path. */
function roomForLabel(values: readonly number[]): number {
  return 0.08 * (Math.max(...values) - Math.min(...values));
}

function countWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five'][count] ?? String(count);
}
