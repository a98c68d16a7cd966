import { calledPower } from './activation.ts';
import { intervalOfPeriods, retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import { energyCash } from './energy-cash.ts';
import type { EngineSolution } from './engines/engine.ts';
import { stateFactorAt } from './operation.ts';

/** One battery's schedule with the figures that follow from it. Site charges are not in it: they are shared. */
export interface SettledBattery {
  readonly solution: EngineSolution;
  /** MW reserved by capacity market and interval. */
  readonly reservedMW: readonly Float64Array[];
  /** At the end of each period. */
  readonly stateOfChargeMWh: number[];
  /** Net export at the battery's connection, activation included, MW. */
  readonly exportMW: Float64Array;
  /** Value of the stored energy, terminal `value` only. */
  readonly storedValue: number;
  readonly revenue: number;
  readonly cost: number;
  readonly throughputCost: number;
  readonly availabilityRevenue: number;
  readonly utilisationRevenue: number;
  readonly equivalentFullCycles: number;
  readonly simultaneousPeriods: number;
}

/** The figures of a solution; prices of the problem are those that the battery is paid. */
export function settleBattery(problem: BatteryProblem, solution: EngineSolution): SettledBattery {
  const { battery, periodHours, periodCount, capacityMarkets } = problem;
  const { chargeMW, dischargeMW } = solution;
  const reservedMW = solution.reservedMW ?? capacityMarkets.map(({ prices }) => new Float64Array(prices.length));
  const called = calledPower(capacityMarkets, reservedMW, periodCount);
  const path = statePath(problem, solution, called.upMW, called.downMW);
  let dischargedMWh = 0;
  let simultaneousPeriods = 0;
  const exportMW = new Float64Array(periodCount);
  for (let t = 0; t < periodCount; t++) {
    dischargedMWh += periodHours * (dischargeMW[t] + called.upMW[t]);
    exportMW[t] = dischargeMW[t] - chargeMW[t] + called.upMW[t] - called.downMW[t];
    if (chargeMW[t] > 0 && dischargeMW[t] > 0) simultaneousPeriods++;
  }
  const { terminal } = battery;
  return {
    solution,
    reservedMW,
    stateOfChargeMWh: path,
    exportMW,
    storedValue:
      terminal.kind === 'value' ? terminal.waterValue * (path[periodCount - 1] - battery.initialStateOfChargeMWh) : 0,
    ...energyCash(problem.markets, solution.trades, periodHours),
    ...capacityCash(problem, reservedMW),
    throughputCost: battery.throughputCost * dischargedMWh,
    equivalentFullCycles: dischargedMWh / battery.energyCapacityMWh,
    simultaneousPeriods,
  };
}

function statePath(
  { battery, periodHours, periodCount }: BatteryProblem,
  { chargeMW, dischargeMW }: EngineSolution,
  upMW: Float64Array,
  downMW: Float64Array,
): number[] {
  const { operation, minStateOfChargeMWh: min, maxStateOfChargeMWh: max, energyCapacityMWh } = battery;
  const retention = retentionOf(battery, periodHours);
  const slack = 1e-7 * energyCapacityMWh;
  const path: number[] = [];
  let state = battery.initialStateOfChargeMWh;
  for (let t = 0; t < periodCount; t++) {
    const factor =
      (operation.efficiencyFactor?.[t] ?? 1) *
      (operation.efficiencyByState === null
        ? 1
        : stateFactorAt(operation.efficiencyByState, state / energyCapacityMWh));
    state =
      retention * state +
      periodHours *
        ((chargeMW[t] + downMW[t]) * battery.chargeEfficiency * factor -
          (dischargeMW[t] + upMW[t]) / (battery.dischargeEfficiency * factor));
    // Rounding must not be carried over a long horizon.
    if (Math.abs(state - min) < slack) state = Math.max(state, min);
    if (Math.abs(state - max) < slack) state = Math.min(state, max);
    path.push(state);
  }
  return path;
}

function capacityCash(
  { capacityMarkets, periodHours, periodCount }: BatteryProblem,
  reservedMW: readonly Float64Array[],
): { availabilityRevenue: number; utilisationRevenue: number } {
  let availabilityRevenue = 0;
  let utilisationRevenue = 0;
  for (const [k, market] of capacityMarkets.entries()) {
    const { prices, starts, activation, utilisationPrices, direction } = market;
    for (let i = 0; i < prices.length; i++) {
      if (reservedMW[k][i] !== 0)
        availabilityRevenue += prices[i] * reservedMW[k][i] * periodHours * (starts[i + 1] - starts[i]);
    }
    if (activation === null || utilisationPrices === null) continue;
    const intervals = intervalOfPeriods(market);
    const sign = direction === 'up' ? 1 : -1;
    for (let t = 0; t < periodCount; t++)
      utilisationRevenue += sign * periodHours * utilisationPrices[t] * activation[t] * reservedMW[k][intervals[t]];
  }
  return { availabilityRevenue, utilisationRevenue };
}
