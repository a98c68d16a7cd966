import { formatAmount } from '../format.ts';
import type { PlannedService } from '../model/report-plan.ts';
import { serviceColour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, daySize, hourAxis, levelLine, type DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import { label } from './label.ts';
import { rectangles } from './marks.ts';

export interface ReservationByBlockData {
  readonly grid: DayGrid;
  /** Those with a reservation. */
  readonly services: readonly PlannedService[];
  /** `EFA block`. */
  readonly blockName: string;
}

const laneHeight = 36;
/** Share of a lane that the largest reservation fills; its figure stands above it. */
const fullBar = 0.52;
/** Cells narrower than this have no room for a figure, px. */
const leastCell = 22;

/** Power reserved by block, one lane a service, all on one scale; the figures stand on the bars. */
export const reservationByBlockChart: Chart<ReservationByBlockData> = {
  name: 'reservation-by-block',

  describe: ({ services, blockName }) =>
    `Power reserved in MW by ${blockName}: ${services
      .map(({ displayName, reservedMW }) => `${displayName} ${reservedMW.map(formatAmount).join(', ')}`)
      .join('; ')}`,

  spec: ({ grid, services, blockName }) => {
    const most = services.reduce((largest, { reservedMW }) => Math.max(largest, ...reservedMW), 0) || 1;
    const lanes = services.map((service, k) => ({ ...service, bottom: services.length - 1 - k }));
    const axes = daySize(0, true);
    const plot = frame(
      { ...axes, height: axes.top + axes.bottom + laneHeight * services.length },
      hourAxis(grid, true),
      {
        domain: [0, services.length],
        ticks: lanes.map(({ bottom, displayName }) => ({ value: bottom + 0.3, label: displayName })),
        grid: false,
      },
    );
    const edges = grid.blockStarts;
    const cellWidth = (block: number): number =>
      plot.xScale.toPixel(edges[block + 1]) - plot.xScale.toPixel(edges[block]);
    return plot.toSpec(
      [
        blockLines(plot, grid),
        ...lanes.map(({ bottom }) => levelLine(plot, bottom)),
        ...lanes.map(({ name, direction, reservedMW, bottom }) =>
          rectangles(
            plot,
            reservedMW.flatMap((power, block) =>
              power <= 0
                ? []
                : [{ x0: edges[block], x1: edges[block + 1], y0: bottom, y1: bottom + (fullBar * power) / most }],
            ),
            serviceColour(name, direction),
          ),
        ),
        ...lanes.flatMap(({ reservedMW, bottom }) =>
          reservedMW.flatMap((power, block) =>
            power <= 0 || cellWidth(block) < leastCell
              ? []
              : [
                  label(plot, {
                    x: (edges[block] + edges[block + 1]) / 2,
                    y: bottom + (fullBar * power) / most,
                    text: formatAmount(power),
                    align: 'center',
                    baseline: 'bottom',
                    dy: -2,
                  }),
                ],
          ),
        ),
      ],
      `Power reserved by service and ${blockName}, MW`,
    );
  },
};
