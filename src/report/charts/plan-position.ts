import { formatAmount } from '../format.ts';
import type { ReportPlan } from '../model/report-plan.ts';
import { colour, serviceColour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, daySize, hourAxis, levelLine, periodStarts, startHours, stepRows } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { line, rectangles, rules } from './marks.ts';

export interface PlanPositionData {
  readonly grid: DayGrid;
  readonly plan: ReportPlan;
  /** By interval what the bid curve holds at the lowest and at the highest price, MW; left out or empty: no curve. */
  readonly accepted?: readonly { readonly lowestMW: number; readonly highestMW: number }[];
}

/**
 * What is sold (up) and bought (down) day-ahead, and the power reserved for services, stacked inwards
 * from the limits: position and reservation share the same megawatts.
 */
export const planPositionChart: Chart<PlanPositionData> = {
  name: 'plan-position',

  describe: ({ plan, accepted }) => {
    const { positionMW } = plan.dayAhead;
    const reserved = plan.services.filter(({ reservedMW }) => reservedMW.some((power) => power > 0));
    const services =
      reserved.length === 0
        ? 'nothing reserved'
        : `power reserved for ${reserved.map(({ displayName }) => displayName).join(', ')}`;
    return `Day-ahead position in MW by interval: from ${formatAmount(Math.min(0, ...positionMW))} (bought) to ${formatAmount(Math.max(0, ...positionMW))} (sold), within −${formatAmount(plan.maxChargeMW)} and +${formatAmount(plan.maxDischargeMW)}; ${services}${rangeOf(accepted).length === 0 ? '' : '; bars are the average accepted, with what the curve holds at the lowest and at the highest price'}`;
  },

  spec: ({ grid, plan, accepted }) => {
    const low = -(plan.maxChargeMW || plan.maxDischargeMW || 1);
    const high = plan.maxDischargeMW || plan.maxChargeMW || 1;
    const ticks = [low, low / 2, 0, high / 2, high].map((value) => ({ value, label: signedAmount(value) }));
    const plot = frame(daySize(198, true), hourAxis(grid, true), { domain: [low, high], ticks, grid: true });

    const starts = startHours(plan.dayAhead.intervalStarts, grid);
    const bars = plan.dayAhead.positionMW.flatMap((power, i) =>
      power === 0 ? [] : [{ x0: starts[i], x1: starts[i + 1], y0: 0, y1: power }],
    );
    const ranges = rangeOf(accepted).map(({ interval, lowestMW, highestMW }) => {
      const middle = 0.5 * (starts[interval] + starts[interval + 1]);
      return { x0: middle, x1: middle, y0: lowestMW, y1: highestMW };
    });
    const periods = periodStarts(grid);
    const delivery = stepRows(periods, (i) => ({ delivered: plan.expectedDeliveryMW[i] }));
    const reservations = reservedRectangles(plan, grid, low, high);
    return plot.toSpec(
      [
        blockLines(plot, grid),
        ...reservations.map(({ fill, rows }) => rectangles(plot, rows, fill)),
        rectangles(plot, bars, colour('dayAhead')),
        ...(ranges.length === 0 ? [] : [rules(plot, ranges, colour('ink'), 1.5)]),
        levelLine(plot, 0),
        line(plot, delivery, { x: 'hour', y: 'delivered', colour: colour('ink'), width: 1.25 }),
        ...endLabels(plot, [
          ...(reservations.some(({ direction }) => direction === 'up') ? [{ text: 'reserved', y: 0.9 * high }] : []),
          { text: 'sell', y: 0.16 * high, colour: colour('dayAheadText') },
          { text: 'delivered', y: delivery[delivery.length - 1].delivered, colour: colour('ink') },
          { text: 'buy', y: 0.16 * low, colour: colour('dayAheadText') },
          ...(reservations.some(({ direction }) => direction === 'down') ? [{ text: 'reserved', y: 0.9 * low }] : []),
        ]),
      ],
      ranges.length === 0
        ? 'Position, MW at the grid: sold or bought day-ahead (bars), power reserved for services, expected delivery (line)'
        : 'Position, MW at the grid: average accepted day-ahead (bars), lowest to highest price (upright lines), reserved, expected delivery',
    );
  },
};

/** Intervals in which the volume depends on the price. */
function rangeOf(accepted: PlanPositionData['accepted'] = []) {
  return accepted
    .map((range, interval) => ({ ...range, interval }))
    .filter(({ lowestMW, highestMW }) => highestMW > lowestMW);
}

/** One set of rectangles a service: up services from the top down, down services from the bottom up. */
function reservedRectangles(plan: ReportPlan, grid: DayGrid, low: number, high: number) {
  const topEdge = grid.blockStarts.map(() => high);
  const bottomEdge = grid.blockStarts.map(() => low);
  return plan.services.flatMap(({ name, direction, reservedMW }) => {
    const edge = direction === 'up' ? topEdge : bottomEdge;
    const rows = reservedMW.flatMap((power, block) => {
      if (power <= 0) return [];
      const y0 = edge[block];
      edge[block] = direction === 'up' ? y0 - power : y0 + power;
      return [{ x0: grid.blockStarts[block], x1: grid.blockStarts[block + 1], y0, y1: edge[block] }];
    });
    return rows.length === 0 ? [] : [{ fill: serviceColour(name, direction), direction, rows }];
  });
}

function signedAmount(value: number): string {
  return value > 0 ? `+${formatAmount(value)}` : formatAmount(value);
}
