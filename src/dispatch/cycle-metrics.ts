import type { DispatchProblem } from './dispatch-problem.ts';
import type { DispatchResult } from './dispatch-result.ts';
import { energyMoved, stateOfChargeCycles } from './lifetime/battery-use.ts';

/** How a dispatch used the store; over all batteries. Null where a figure has no meaning. */
export interface CycleMetrics {
  /** MWh discharged ÷ energy capacity, per day of 24 h, mean over the batteries. */
  readonly equivalentFullCyclesPerDay: number;
  /** Rainflow cycles of the state of charge, each weighted by its depth, per day of 24 h, mean over the batteries. */
  readonly rainflowCyclesPerDay: number;
  /** Σ count × depth ÷ Σ count of the rainflow cycles, as a share of the energy capacity. */
  readonly meanCycleDepth: number | null;
  /**
   * MWh discharged ÷ MWh charged; what is in the store at the end beyond the start counts as not yet
   * charged, what is missing as not discharged, each at its one-way efficiency. Standing loss lowers it.
   */
  readonly roundTripEfficiency: number | null;
}

export function measureCycles(problem: DispatchProblem, result: DispatchResult): CycleMetrics {
  const { batteries, periodCount, periodHours } = problem;
  const batteryDays = (batteries.length * periodHours * periodCount) / 24;
  let fullCycles = 0;
  let depths = 0;
  let counts = 0;
  let chargedMWh = 0;
  let dischargedMWh = 0;
  for (const [b, battery] of batteries.entries()) {
    for (const { depth, count } of stateOfChargeCycles(problem, result, b)) {
      depths += count * depth;
      counts += count;
    }
    const moved = energyMoved(problem, result, b);
    const gainedMWh = result.batteries[b].schedule.stateOfChargeMWh[periodCount - 1] - battery.initialStateOfChargeMWh;
    chargedMWh += moved.chargedMWh - Math.max(0, gainedMWh) / battery.chargeEfficiency;
    dischargedMWh += moved.dischargedMWh + Math.min(0, gainedMWh) * battery.dischargeEfficiency;
    fullCycles += moved.dischargedMWh / battery.energyCapacityMWh;
  }
  return {
    equivalentFullCyclesPerDay: fullCycles / batteryDays,
    rainflowCyclesPerDay: depths / batteryDays,
    meanCycleDepth: counts > 0 ? depths / counts : null,
    // A horizon that only fills or only empties the store has no round trip.
    roundTripEfficiency: chargedMWh > 1e-9 && dischargedMWh > 1e-9 ? dischargedMWh / chargedMWh : null,
  };
}
