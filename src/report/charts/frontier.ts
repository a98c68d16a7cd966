import { formatMoney } from '../format.ts';
import { textWidth } from '../text-metrics.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame, narrowWidth } from './frame.ts';
import type { Frame, Layer } from './frame.ts';
import { label } from './label.ts';
import { niceTicks } from './linear-scale.ts';
import { line, points, rules } from './marks.ts';
import { fittingMoneyTicks, moneyTicks } from './money-axis.ts';

export interface FrontierData {
  readonly symbol: string;
  readonly riskText: string;
  /** Plans in the order of the search, CVaR loss-positive. */
  readonly plans: readonly { readonly conditionalValueAtRisk: number; readonly mean: number }[];
  /** The proposed plan with its errors. */
  readonly proposed: {
    readonly conditionalValueAtRisk: number;
    readonly mean: number;
    readonly riskHalfWidth: number;
    readonly meanHalfWidth: number;
  };
  readonly limit: number | null;
  readonly breached: boolean;
}

/** Expected profit against CVaR for the plans of the search, with the proposed one and the limit. */
export const frontierChart: Chart<FrontierData> = {
  name: 'frontier',

  describe: ({ plans, proposed, limit, symbol, riskText }) => {
    const risks = plans.map(({ conditionalValueAtRisk }) => conditionalValueAtRisk);
    return `Expected profit against ${riskText} of ${plans.length} plans, CVaR from ${formatMoney(Math.min(...risks), symbol)} to ${formatMoney(Math.max(...risks), symbol)}; proposed plan: CVaR ${formatMoney(proposed.conditionalValueAtRisk, symbol)}, mean ${formatMoney(proposed.mean, symbol)}${limit === null ? '' : `; limit ${formatMoney(limit, symbol)}`}`;
  },

  spec: ({ symbol, riskText, plans, proposed, limit, breached }) => {
    const risks = [
      ...plans.map((plan) => plan.conditionalValueAtRisk),
      proposed.conditionalValueAtRisk - proposed.riskHalfWidth,
      proposed.conditionalValueAtRisk + proposed.riskHalfWidth,
    ];
    const span = Math.max(...risks) - Math.min(...risks) || Math.abs(risks[0]) || 1;
    // a limit far away from every plan is named at the edge, not drawn to scale
    const limitNear =
      limit !== null && limit > Math.min(...risks) - 1.2 * span && limit < Math.max(...risks) + 1.2 * span;
    const [xLow, xHigh] = paddedDomain(limitNear ? [...risks, limit] : risks, 0.06);
    const [yLow, yHigh] = paddedDomain(
      [
        ...plans.map(({ mean }) => mean),
        proposed.mean - proposed.meanHalfWidth,
        proposed.mean + proposed.meanHalfWidth,
      ],
      0.12,
    );
    const plot = frame(
      { width: narrowWidth, height: 294, left: 62, right: 18, top: 26, bottom: 42 },
      {
        domain: [xLow, xHigh],
        ticks: fittingMoneyTicks(xLow, xHigh, 288, symbol, 6),
        title: `${riskText}, ${symbol.trim()} (negative: even the worst days earn)`,
      },
      { domain: [yLow, yHigh], ticks: moneyTicks(niceTicks(yLow, yHigh, 5).values, symbol), grid: true },
    );
    const rows = plans.map((plan, order) => ({ x: plan.conditionalValueAtRisk, y: plan.mean, order }));
    const { conditionalValueAtRisk: x, mean: y, riskHalfWidth, meanHalfWidth } = proposed;
    return plot.toSpec(
      [
        ...(limitNear
          ? limitLayers(plot, limit, breached, symbol, y)
          : farLimitLabel(plot, limit, breached, symbol, y)),
        ...(rows.length > 1 ? [searchLine(plot, rows)] : []),
        points(plot, rows, { colour: colour('ink2'), size: 22 }),
        rules(plot, [{ x0: x - riskHalfWidth, x1: x + riskHalfWidth, y0: y, y1: y }], colour('tail'), 1.5),
        rules(plot, [{ x0: x, x1: x, y0: y - meanHalfWidth, y1: y + meanHalfWidth }], colour('tail'), 1.5),
        points(plot, [{ x, y }], { colour: colour('tail'), shape: 'diamond', size: 110 }),
        todayLabel(plot, proposed, limitNear ? limit : null, rows),
      ],
      `Expected profit, ${symbol.trim()}, against ${riskText}, ${symbol.trim()} of loss`,
    );
  },
};

function searchLine(plot: Frame, rows: readonly { x: number; y: number; order: number }[]): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: 'line', color: colour('ink2'), strokeWidth: 1.25 },
    encoding: { x: plot.x('x'), y: plot.y('y'), order: { field: 'order', type: 'quantitative' } },
  };
}

function limitLayers(plot: Frame, limit: number, breached: boolean, symbol: string, proposedMean: number): Layer[] {
  const [low, high] = plot.yScale.domain;
  const ink = colour(breached ? 'breach' : 'ink');
  const text = `limit ${formatMoney(limit, symbol)}`;
  const toTheRight = plot.xScale.toPixel(limit) + textWidth(text, 11) + 8 < plot.size.width - plot.size.left - 4;
  const atBottom = proposedMean > (low + high) / 2;
  return [
    line(
      plot,
      [
        { x: limit, y: low },
        { x: limit, y: high },
      ],
      { x: 'x', y: 'y', colour: ink, width: 1.5, stepped: false, dash: [4, 3] },
    ),
    label(plot, {
      x: limit,
      y: atBottom ? low : high,
      text,
      colour: ink,
      align: toTheRight ? 'left' : 'right',
      dx: toTheRight ? 5 : -5,
      dy: atBottom ? -8 : 8,
    }),
  ];
}

/** Names a limit that lies off the chart, at the end of the axis that is nearest to it. */
function farLimitLabel(
  plot: Frame,
  limit: number | null,
  breached: boolean,
  symbol: string,
  proposedMean: number,
): Layer[] {
  if (limit === null) return [];
  const [low, high] = plot.yScale.domain;
  const atBottom = proposedMean > (low + high) / 2;
  const [left, right] = plot.xScale.domain;
  const below = limit < left;
  const words = `limit ${formatMoney(limit, symbol)}`;
  return [
    label(plot, {
      x: below ? left : right,
      y: atBottom ? low : high,
      text: below ? `← ${words}` : `${words} →`,
      colour: colour(breached ? 'breach' : 'ink'),
      align: below ? 'left' : 'right',
      dx: below ? 4 : -4,
      dy: atBottom ? -8 : 8,
    }),
  ];
}

/** `this plan` in the corner beside the diamond that holds fewest plans and is furthest from the limit's line. */
function todayLabel(
  plot: Frame,
  proposed: FrontierData['proposed'],
  limit: number | null,
  rows: readonly { x: number; y: number }[],
): Layer {
  const text = 'this plan';
  const width = textWidth(text, 11, true);
  const pixel = { x: plot.xScale.toPixel(proposed.conditionalValueAtRisk), y: plot.yScale.toPixel(proposed.mean) };
  const plotWidth = plot.size.width - plot.size.left - plot.size.right;
  const plotHeight = plot.size.height - plot.size.top - plot.size.bottom;
  const corners = [
    { side: -1, dy: -12 },
    { side: 1, dy: 13 },
    { side: 1, dy: -12 },
    { side: -1, dy: 13 },
  ];
  const path = rows.map(({ x, y }) => ({ x: plot.xScale.toPixel(x), y: plot.yScale.toPixel(y) }));
  const between = path.flatMap((to, i) => {
    const from = path[Math.max(0, i - 1)];
    return [0.2, 0.4, 0.6, 0.8, 1].map((share) => ({
      x: from.x + share * (to.x - from.x),
      y: from.y + share * (to.y - from.y),
    }));
  });
  const cost = ({ side, dy }: (typeof corners)[number]): number => {
    const [left, right] = side < 0 ? [pixel.x - 8 - width, pixel.x - 8] : [pixel.x + 8, pixel.x + 8 + width];
    const [top, bottom] = [pixel.y + dy - 8, pixel.y + dy + 8];
    const outside = left < 0 || right > plotWidth || top < 0 || bottom > plotHeight ? 1000 : 0;
    const covered = between.filter(({ x, y }) => x > left - 3 && x < right + 3 && y > top && y < bottom).length;
    const limitPixel = limit === null ? null : plot.xScale.toPixel(limit);
    const crossed = limitPixel !== null && limitPixel > left - 4 && limitPixel < right + 4 ? 100 : 0;
    return outside + crossed + covered;
  };
  const best = corners.reduce((least, corner) => (cost(corner) < cost(least) ? corner : least));
  return label(plot, {
    x: proposed.conditionalValueAtRisk,
    y: proposed.mean,
    text,
    bold: true,
    colour: colour('ink'),
    align: best.side < 0 ? 'right' : 'left',
    dx: 8 * best.side,
    dy: best.dy,
  });
}

function paddedDomain(values: readonly number[], share: number): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = share * (high - low) || 0.1 * Math.abs(high) || 1;
  return [low - room, high + room];
}
