import { z } from 'zod';
import type { Battery, TerminalCondition } from './domain/battery.ts';
import { ConfigError } from './errors.ts';

const notNegative = z.number().gte(0, 'must not be negative');
const efficiency = z.number().gt(0, 'must be in (0, 1]').lte(1, 'must be in (0, 1]');

export const terminalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  z.strictObject({ kind: z.literal('atLeast'), stateOfChargeMWh: notNegative }),
  z.strictObject({ kind: z.literal('cyclic') }),
  z.strictObject({ kind: z.literal('value'), waterValue: z.number() }),
]);

/** A battery as a user states it: powers in MW at the grid, energy in MWh in the store, costs per MWh. */
export const batterySchema = z.strictObject({
  name: z.string().min(1),
  maxChargeMW: notNegative,
  maxDischargeMW: notNegative,
  energyCapacityMWh: z.number().gt(0, 'must be greater than 0'),
  /** Default 0. */
  minStateOfChargeMWh: notNegative.default(0),
  /** Default: the energy capacity. */
  maxStateOfChargeMWh: notNegative.optional(),
  /** Default: half of the window. */
  initialStateOfChargeMWh: notNegative.optional(),
  /** Default: cyclic in a pipeline run. */
  terminal: terminalSchema.default({ kind: 'cyclic' }),
  /** State both efficiencies, or the round trip, which is split by square root. */
  chargeEfficiency: efficiency.optional(),
  dischargeEfficiency: efficiency.optional(),
  roundTripEfficiency: efficiency.optional(),
  standingLossPerHour: z.number().gte(0).lt(1, 'must be in [0, 1)').default(0),
  /** Per MWh discharged. */
  throughputCost: notNegative.default(0),
});

export type BatterySpec = z.output<typeof batterySchema>;

/**
 * The battery that a specification means, defaults filled in. Throws a ConfigError where limits contradict
 * one another; `field` is the place of the battery in the file, such as `batteries[0]`.
 */
export function resolveBattery(spec: BatterySpec, file: string, field: string): Battery {
  const maxStateOfChargeMWh = spec.maxStateOfChargeMWh ?? spec.energyCapacityMWh;
  const [chargeEfficiency, dischargeEfficiency] = efficiencies(spec, file, field);
  const battery: Battery = {
    name: spec.name,
    maxChargeMW: spec.maxChargeMW,
    maxDischargeMW: spec.maxDischargeMW,
    energyCapacityMWh: spec.energyCapacityMWh,
    minStateOfChargeMWh: spec.minStateOfChargeMWh,
    maxStateOfChargeMWh,
    initialStateOfChargeMWh: spec.initialStateOfChargeMWh ?? (spec.minStateOfChargeMWh + maxStateOfChargeMWh) / 2,
    terminal: spec.terminal as TerminalCondition,
    chargeEfficiency,
    dischargeEfficiency,
    standingLossPerHour: spec.standingLossPerHour,
    throughputCost: spec.throughputCost,
  };
  checkBattery(battery, file, field);
  return battery;
}

/** Throws a ConfigError where the window, the initial or the terminal state contradict one another. */
function checkBattery(battery: Battery, file: string, field: string): void {
  const {
    minStateOfChargeMWh: min,
    maxStateOfChargeMWh: max,
    energyCapacityMWh: capacity,
    initialStateOfChargeMWh: initial,
  } = battery;
  const fail = (name: string, rule: string, value: number, remedy: string): never => {
    throw new ConfigError(`battery '${battery.name}'`, {
      file,
      field: `${field}.${name}`,
      rule: `${name} ${rule}`,
      value,
      remedy,
    });
  };
  if (max > capacity)
    fail('maxStateOfChargeMWh', `must not exceed energyCapacityMWh ${capacity}`, max, 'lower it or raise the capacity');
  if (min > max) fail('minStateOfChargeMWh', `must not exceed maxStateOfChargeMWh ${max}`, min, 'lower it');
  if (initial < min || initial > max) {
    fail('initialStateOfChargeMWh', `must be within [${min}, ${max}]`, initial, 'set it within the usable window');
  }
  if (battery.terminal.kind === 'atLeast' && battery.terminal.stateOfChargeMWh > max) {
    fail(
      'terminal.stateOfChargeMWh',
      `must not exceed maxStateOfChargeMWh ${max}`,
      battery.terminal.stateOfChargeMWh,
      'lower it',
    );
  }
}

function efficiencies(spec: BatterySpec, file: string, field: string): [number, number] {
  const { chargeEfficiency, dischargeEfficiency, roundTripEfficiency } = spec;
  if (roundTripEfficiency !== undefined) {
    if (chargeEfficiency !== undefined || dischargeEfficiency !== undefined) {
      throw new ConfigError(`battery '${spec.name}'`, {
        file,
        field: `${field}.roundTripEfficiency`,
        rule: 'state either the round trip or the two efficiencies, not both',
        value: roundTripEfficiency,
        remedy: 'remove one of them',
      });
    }
    return [Math.sqrt(roundTripEfficiency), Math.sqrt(roundTripEfficiency)];
  }
  if (chargeEfficiency === undefined || dischargeEfficiency === undefined) {
    const name = chargeEfficiency === undefined ? 'chargeEfficiency' : 'dischargeEfficiency';
    throw new ConfigError(`battery '${spec.name}'`, {
      file,
      field: `${field}.${name}`,
      rule: 'the efficiencies are required',
      remedy: `add ${name}, or roundTripEfficiency alone`,
    });
  }
  return [chargeEfficiency, dischargeEfficiency];
}
