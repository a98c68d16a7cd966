import type { Battery } from '../domain/battery.ts';
import { terminalWindow } from './terminal-window.ts';
import type { TradingStages } from './trading-stages.ts';

/** The states of charge, MWh, at the start of each interval and at the end: count + 1 values. */
export interface ViableStates {
  readonly lowMWh: Float64Array;
  readonly highMWh: Float64Array;
}

/**
 * The states that can be reached from the start and from which the window and the terminal state can still
 * be kept; null where there are none. From every one of them full power reaches another.
 */
export function viableStates(battery: Battery, stages: TradingStages): ViableStates | null {
  const { count, retention, storableMWh, drawableMWh } = stages;
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max, initialStateOfChargeMWh: initial } = battery;
  const slack = 1e-9 * battery.energyCapacityMWh;
  const lowMWh = new Float64Array(count + 1);
  const highMWh = new Float64Array(count + 1);
  lowMWh[0] = initial;
  highMWh[0] = initial;
  for (let i = 0; i < count; i++) {
    lowMWh[i + 1] = Math.max(min, retention * lowMWh[i] - drawableMWh[i]);
    highMWh[i + 1] = Math.min(max, retention * highMWh[i] + storableMWh[i]);
  }
  const end = terminalWindow(battery);
  lowMWh[count] = Math.max(lowMWh[count], end.lowMWh);
  highMWh[count] = Math.min(highMWh[count], end.highMWh);
  for (let i = count; i >= 0; i--) {
    if (i < count) {
      lowMWh[i] = Math.max(lowMWh[i], (lowMWh[i + 1] - storableMWh[i]) / retention);
      highMWh[i] = Math.min(highMWh[i], (highMWh[i + 1] + drawableMWh[i]) / retention);
    }
    if (lowMWh[i] > highMWh[i] + slack) return null;
    // Rounding must not make a single state an empty range.
    highMWh[i] = Math.max(highMWh[i], lowMWh[i]);
  }
  return { lowMWh, highMWh };
}
