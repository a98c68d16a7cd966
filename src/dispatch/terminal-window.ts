import type { Battery } from '../domain/battery.ts';

/** States of charge, MWh, from the least to the most. */
export interface StateWindow {
  readonly lowMWh: number;
  readonly highMWh: number;
}

/** The states of charge that the window and the terminal state allow at the end of the horizon. */
export function terminalWindow({ terminal, ...battery }: Battery): StateWindow {
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max, initialStateOfChargeMWh: initial } = battery;
  if (terminal.kind === 'cyclic') return { lowMWh: initial, highMWh: initial };
  return { lowMWh: terminal.kind === 'atLeast' ? Math.max(min, terminal.stateOfChargeMWh) : min, highMWh: max };
}
