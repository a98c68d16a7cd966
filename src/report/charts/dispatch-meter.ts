import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { detailAxis, detailSteps, dispatchSize } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { endLabels } from './label.ts';
import { line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

/** What the site draws at its meter with the batteries and without; below zero it exports. */
export const dispatchMeterChart = {
  name: 'dispatch-meter',

  describe: ({ meter, shownEngine }) =>
    meter === null
      ? 'No site'
      : `Import at the meter in MW: up to ${formatAmount(Math.max(...meter.withMW))} with the batteries as ${shownEngine} runs them, up to ${formatAmount(Math.max(...meter.withoutMW))} without`,

  spec: (model) => {
    const meter = model.meter ?? { withMW: [], withoutMW: [] };
    const all = [...meter.withMW, ...meter.withoutMW];
    const y = niceAxis(Math.min(0, ...all), Math.max(0, ...all), 4);
    const plot = frame(dispatchSize(150, true), detailAxis(model, true), y);
    const last = (power: readonly number[]): number => power[power.length - 1] ?? 0;
    return plot.toSpec(
      [
        ...(y.domain[0] < 0 ? [levelLine(plot, 0)] : []),
        line(plot, detailSteps(model, meter.withoutMW), {
          x: 'hour',
          y: 'value',
          colour: colour('ink3'),
          width: 1.1,
          dash: [3, 2],
        }),
        line(plot, detailSteps(model, meter.withMW), { x: 'hour', y: 'value', colour: colour('ink'), width: 1.5 }),
        ...endLabels(plot, [
          { text: 'with batteries', y: last(meter.withMW) },
          { text: 'without', y: last(meter.withoutMW), colour: colour('ink2') },
        ]),
      ],
      'Import at the meter, MW; below zero: export',
    );
  },
} satisfies Chart<DispatchComparisonModel>;
