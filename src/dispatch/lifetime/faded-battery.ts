import type { DispatchBattery } from '../dispatch-problem.ts';

/**
 * The battery with a share of its energy capacity, for a year that repeats: window and state at the start
 * shrink alike, power stays, and the year ends as it starts. Limits on cycles keep their MWh, since they
 * are agreed for the capacity when new.
 */
export function fadedBattery(battery: DispatchBattery, stateOfHealth: number): DispatchBattery {
  return {
    ...battery,
    energyCapacityMWh: stateOfHealth * battery.energyCapacityMWh,
    minStateOfChargeMWh: stateOfHealth * battery.minStateOfChargeMWh,
    maxStateOfChargeMWh: stateOfHealth * battery.maxStateOfChargeMWh,
    initialStateOfChargeMWh: stateOfHealth * battery.initialStateOfChargeMWh,
    terminal: { kind: 'cyclic' },
  };
}
