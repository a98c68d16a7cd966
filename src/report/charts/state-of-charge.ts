import { formatAmount } from '../format.ts';
import type { ReportPlan } from '../model/report-plan.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, daySize, hourAxis, levelLine, periodStarts } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { storedEnergy } from './stored-energy.ts';

export interface StateOfChargeData {
  readonly grid: DayGrid;
  readonly plan: ReportPlan;
}

/** Expected energy in the store over the day, with the window that it must keep. */
export const stateOfChargeChart: Chart<StateOfChargeData> = {
  name: 'state-of-charge',

  describe: ({ plan }) =>
    `Expected state of charge in MWh at each half-hour: from ${formatAmount(Math.min(...plan.stateOfChargeMWh))} to ${formatAmount(Math.max(...plan.stateOfChargeMWh))}, window ${formatAmount(plan.minStateOfChargeMWh)} to ${formatAmount(plan.maxStateOfChargeMWh)}`,

  spec: ({ grid, plan }) => {
    const high = Math.max(plan.energyCapacityMWh, ...plan.stateOfChargeMWh);
    const ticks = [0, high / 2, high].map((value) => ({ value, label: formatAmount(value) }));
    const plot = frame(daySize(124, true), hourAxis(grid, true), { domain: [0, high], ticks, grid: true });
    return plot.toSpec(
      [
        blockLines(plot, grid),
        ...storedEnergy(plot, periodStarts(grid), plan.stateOfChargeMWh),
        levelLine(plot, plan.minStateOfChargeMWh, colour('ink3'), [3, 3]),
        levelLine(plot, plan.maxStateOfChargeMWh, colour('ink3'), [3, 3]),
        ...endLabels(plot, [
          { text: 'highest', y: plan.maxStateOfChargeMWh },
          { text: 'lowest', y: plan.minStateOfChargeMWh },
        ]),
      ],
      'State of charge, MWh: the schedule, between the lowest and highest allowed',
    );
  },
};
