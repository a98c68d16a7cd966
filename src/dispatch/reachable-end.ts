import type { Battery } from '../domain/battery.ts';
import { ConfigError } from '../errors.ts';
import { retentionOf } from './dispatch-problem.ts';

/**
 * Throws a ConfigError where the battery cannot keep its window or reach its terminal state, naming the
 * period from which, or the states that can be reached at the end.
 */
export function requireReachableEnd(
  battery: Battery,
  periodHours: number,
  periodCount: number,
  file: string,
  field: string,
): void {
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max, terminal } = battery;
  const retention = retentionOf(battery, periodHours);
  const slack = 1e-9 * battery.energyCapacityMWh;
  let low = battery.initialStateOfChargeMWh;
  let high = low;
  for (let t = 0; t < periodCount; t++) {
    low = Math.max(min, retention * low - (battery.maxDischargeMW * periodHours) / battery.dischargeEfficiency);
    high = Math.min(max, retention * high + battery.maxChargeMW * periodHours * battery.chargeEfficiency);
    if (high < min - slack) {
      throw new ConfigError(`battery '${battery.name}'`, {
        file,
        field: `${field}.minStateOfChargeMWh`,
        rule: `the state of charge stays within [${min}, ${max}] MWh; from period ${t} at most ${rounded(high)} MWh can be reached`,
        value: min,
        remedy: 'lower the minimum, raise maxChargeMW or reduce the standing loss',
      });
    }
  }
  const wanted =
    terminal.kind === 'atLeast'
      ? terminal.stateOfChargeMWh
      : terminal.kind === 'cyclic'
        ? battery.initialStateOfChargeMWh
        : null;
  if (wanted === null) return;
  const tooLow = wanted > high + slack;
  const tooHigh = terminal.kind === 'cyclic' && wanted < low - slack;
  if (!tooLow && !tooHigh) return;
  throw new ConfigError(`battery '${battery.name}'`, {
    file,
    field: terminal.kind === 'atLeast' ? `${field}.terminal.stateOfChargeMWh` : `${field}.terminal`,
    rule: `the terminal state of charge can be reached; after ${periodCount} periods it lies within [${rounded(low)}, ${rounded(high)}] MWh`,
    value: wanted,
    remedy: tooLow ? 'ask for less, start higher or raise maxChargeMW' : 'start lower or raise maxDischargeMW',
  });
}

function rounded(energyMWh: number): number {
  return Number(energyMWh.toFixed(6));
}
