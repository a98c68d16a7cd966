import { engineColour } from '../dispatch-model.ts';
import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAmount } from '../format.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { detailAxis, detailHour, dispatchSize } from './dispatch-axis.ts';
import { frame } from './frame.ts';
import { band, line } from './marks.ts';
import { niceAxis } from './nice-axis.ts';

/** Energy in store by engine: the shown engine as an area, the others as lines. */
export const dispatchStateOfChargeChart = {
  name: 'dispatch-state-of-charge',

  describe: (model) =>
    `State of charge in MWh by engine: ${model.engines
      .flatMap(({ name, solved }) =>
        solved === null
          ? []
          : [
              `${name} ${formatAmount(Math.min(...solved.stateOfChargeMWh))} to ${formatAmount(Math.max(...solved.stateOfChargeMWh))}`,
            ],
      )
      .join(', ')}`,

  spec: (model) => {
    const solved = model.engines.flatMap(({ name, solved }) => (solved === null ? [] : [{ name, ...solved }]));
    const high = Math.max(1e-6, ...solved.flatMap(({ stateOfChargeMWh }) => [...stateOfChargeMWh]));
    const y = niceAxis(0, high, 4);
    const plot = frame(dispatchSize(170, true), detailAxis(model, true), y);
    const rowsOf = (energies: readonly number[]) =>
      energies.map((energy, i) => ({ hour: detailHour(model, i), energy, zero: 0 }));
    const shown = solved.filter(({ name }) => name === model.shownEngine);
    const others = solved.filter(({ name }) => name !== model.shownEngine);
    return plot.toSpec(
      [
        ...shown.map(({ stateOfChargeMWh }) =>
          band(plot, rowsOf(stateOfChargeMWh), {
            x: 'hour',
            low: 'zero',
            high: 'energy',
            colour: colour('fill'),
            opacity: 0.65,
            stepped: false,
          }),
        ),
        ...others.map(({ name, stateOfChargeMWh }) =>
          line(plot, rowsOf(stateOfChargeMWh), {
            x: 'hour',
            y: 'energy',
            colour: engineColour(name),
            width: 1.1,
            stepped: false,
          }),
        ),
        ...shown.map(({ name, stateOfChargeMWh }) =>
          line(plot, rowsOf(stateOfChargeMWh), {
            x: 'hour',
            y: 'energy',
            colour: engineColour(name),
            width: 1.75,
            stepped: false,
          }),
        ),
      ],
      `State of charge, MWh: ${model.shownEngine} as an area, the other engines as lines`,
    );
  },
} satisfies Chart<DispatchComparisonModel>;
