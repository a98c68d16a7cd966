import { formatAmount, formatMoney } from '../format.ts';
import type { ScenarioDispatch } from '../model/scenario-dispatch.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { blockLines, hourAxis, levelLine, periodStarts, stepRows } from './day-grid.ts';
import type { DayGrid } from './day-grid.ts';
import { frame, narrowWidth } from './frame.ts';
import type { FrameSize } from './frame.ts';
import { line, rectangles } from './marks.ts';
import { niceAxis } from './nice-axis.ts';
import { storedEnergy } from './stored-energy.ts';

export interface ScenarioDispatchData {
  readonly grid: DayGrid;
  readonly scenario: ScenarioDispatch;
  readonly symbol: string;
  /** Lowest and highest value over both days shown, so that they share one scale. */
  readonly range: readonly [number, number];
  readonly unit: string;
}

/** Day-ahead and imbalance price of one scenario. */
export const scenarioPricesChart: Chart<ScenarioDispatchData> = {
  name: 'scenario-prices',
  describe: ({ scenario, unit, symbol }) =>
    `Prices of scenario ${scenario.scenario} in ${unit}: day-ahead ${extremes(scenario.dayAheadPrice, symbol)}, imbalance ${extremes(scenario.imbalancePrice, symbol)}`,
  spec: ({ grid, scenario, range, unit }) => {
    const y = niceAxis(Math.min(0, range[0]), range[1], 3);
    const plot = frame(narrowSize(128, false), hourAxis(grid, false, true), y);
    const rows = stepRows(periodStarts(grid), (i) => ({
      dayAhead: scenario.dayAheadPrice[i],
      imbalance: scenario.imbalancePrice[i],
    }));
    return plot.toSpec(
      [
        blockLines(plot, grid),
        ...(y.domain[0] < 0 ? [levelLine(plot, 0)] : []),
        line(plot, rows, { x: 'hour', y: 'imbalance', colour: colour('imbalance'), width: 1.5 }),
        line(plot, rows, { x: 'hour', y: 'dayAhead', colour: colour('dayAhead'), width: 2 }),
      ],
      `Price, ${unit}`,
    );
  },
};

/** Position sold (line), what was delivered of it (grey), and what the imbalance price settled (orange). */
export const scenarioPowerChart: Chart<ScenarioDispatchData> = {
  name: 'scenario-power',
  describe: ({ scenario }) =>
    `Power of scenario ${scenario.scenario} in MW at the grid: sold day-ahead ${amounts(scenario.positionMW)}, delivered ${amounts(scenario.netExportMW)}`,
  spec: ({ grid, scenario, range }) => {
    const y = niceAxis(Math.min(0, range[0]), Math.max(0, range[1]), 3);
    const plot = frame(narrowSize(132, false), hourAxis(grid, false, true), y);
    const starts = periodStarts(grid);
    const delivered: { x0: number; x1: number; y0: number; y1: number }[] = [];
    const settled: { x0: number; x1: number; y0: number; y1: number }[] = [];
    scenario.positionMW.forEach((position, i) => {
      const metered = scenario.netExportMW[i];
      // the part of the position that the meter confirms; the rest, either way, is settled as imbalance
      const common = position * metered <= 0 ? 0 : Math.sign(metered) * Math.min(Math.abs(position), Math.abs(metered));
      const cell = { x0: starts[i], x1: starts[i + 1] };
      if (common !== 0) delivered.push({ ...cell, y0: 0, y1: common });
      if (metered !== common) settled.push({ ...cell, y0: common, y1: metered });
      if (position !== common) settled.push({ ...cell, y0: common, y1: position });
    });
    const rows = stepRows(starts, (i) => ({ position: scenario.positionMW[i] }));
    return plot.toSpec(
      [
        blockLines(plot, grid),
        ...(delivered.length === 0 ? [] : [rectangles(plot, delivered, colour('fillDark'), 1, 0)]),
        ...(settled.length === 0 ? [] : [rectangles(plot, settled, colour('imbalance'), 0.6, 0)]),
        levelLine(plot, 0),
        line(plot, rows, { x: 'hour', y: 'position', colour: colour('dayAhead'), width: 2 }),
      ],
      'Power, MW at the grid',
    );
  },
};

/** Energy in the store. */
export const scenarioChargeChart: Chart<ScenarioDispatchData> = {
  name: 'scenario-charge',
  describe: ({ scenario }) =>
    `State of charge of scenario ${scenario.scenario} in MWh: ${amounts(scenario.stateOfChargeMWh)}`,
  spec: ({ grid, scenario, range }) => {
    const high = Math.max(range[1], 1e-6);
    const low = Math.min(0, range[0]);
    const ticks = [0, high / 2, high].map((value) => ({ value, label: formatAmount(value) }));
    const plot = frame(narrowSize(104, true), hourAxis(grid, true, true), { domain: [low, high], ticks, grid: true });
    return plot.toSpec(
      [blockLines(plot, grid), ...storedEnergy(plot, periodStarts(grid), scenario.stateOfChargeMWh)],
      'State of charge, MWh',
    );
  },
};

function narrowSize(height: number, hours: boolean): FrameSize {
  return { width: narrowWidth, height, left: 44, right: 14, top: 26, bottom: hours ? 24 : 8 };
}

function extremes(values: readonly number[], symbol: string): string {
  return `${formatMoney(Math.min(...values), symbol)} to ${formatMoney(Math.max(...values), symbol)}`;
}

function amounts(values: readonly number[]): string {
  return `${formatAmount(Math.min(...values))} to ${formatAmount(Math.max(...values))}`;
}
