import type { DispatchBattery } from '../dispatch-problem.ts';

/** States of charge at which the value of stored energy is published, MWh: 10, 50 and 90 % of the window. */
export function shownStates({ minStateOfChargeMWh: low, maxStateOfChargeMWh: high }: DispatchBattery): number[] {
  return [0.1, 0.5, 0.9].map((share) => low + share * (high - low));
}
