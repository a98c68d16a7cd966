import { calledPower } from '../activation.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { countRainflowCycles } from './rainflow-cycles.ts';
import type { RainflowCycle } from './rainflow-cycles.ts';

/** MWh through the grid connection of one battery over the horizon, activation included. */
export interface EnergyMoved {
  readonly chargedMWh: number;
  readonly dischargedMWh: number;
}

/** What the battery of index `b` charges and discharges. */
export function energyMoved(problem: DispatchProblem, result: DispatchResult, b: number): EnergyMoved {
  const { schedule } = result.batteries[b];
  const reserved = problem.capacityMarkets.map(({ name }) => schedule.reservedMW[name]);
  const { upMW, downMW } = calledPower(problem.capacityMarkets, reserved, problem.periodCount);
  let chargedMWh = 0;
  let dischargedMWh = 0;
  for (let t = 0; t < problem.periodCount; t++) {
    chargedMWh += problem.periodHours * (schedule.chargeMW[t] + downMW[t]);
    dischargedMWh += problem.periodHours * (schedule.dischargeMW[t] + upMW[t]);
  }
  return { chargedMWh, dischargedMWh };
}

/** Rainflow cycles of the battery of index `b`, depth and mean as shares of its energy capacity. */
export function stateOfChargeCycles(problem: DispatchProblem, result: DispatchResult, b: number): RainflowCycle[] {
  const { initialStateOfChargeMWh, energyCapacityMWh } = problem.batteries[b];
  const path = [initialStateOfChargeMWh, ...result.batteries[b].schedule.stateOfChargeMWh];
  return countRainflowCycles(path.map((stateMWh) => stateMWh / energyCapacityMWh));
}
