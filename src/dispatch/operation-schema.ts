import { z } from 'zod';
import type { Battery } from '../domain/battery.ts';
import { ConfigError } from '../errors.ts';
import type { CapacityMarket, Reserve } from './capacity-market.ts';
import { stateFactorAt } from './operation.ts';
import type { CycleBudget, Operation, StateFactor } from './operation.ts';

const notNegative = z.number().gte(0, 'must not be negative');
const positive = z.number().gt(0, 'must be greater than 0');
const share = z.number().gte(0, 'must be in [0, 1]').lte(1, 'must be in [0, 1]');

const reserveSchema = z.union([
  notNegative,
  z.strictObject({
    maxMW: notNegative,
    enablementMinMW: z.number(),
    lowBreakMW: z.number(),
    highBreakMW: z.number(),
    enablementMaxMW: z.number(),
  }),
]);

/** What a battery of a dispatch problem may state besides power, store and efficiencies. */
export const operationFields = {
  availability: z.array(share).optional(),
  rampMWPerHour: positive.optional(),
  /** Net export in the period before the first. */
  initialPowerMW: z.number().default(0),
  minimumPowerMW: notNegative.default(0),
  minimumRunHours: notNegative.default(0),
  minimumRestHours: notNegative.default(0),
  maxCyclesPerDay: notNegative.optional(),
  maxCyclesPerYear: notNegative.optional(),
  lossFactor: positive.default(1),
  efficiencyByTemperature: z
    .strictObject({ temperaturesC: z.array(z.number()).min(1), factors: z.array(positive).min(1) })
    .optional(),
  efficiencyByStateOfCharge: z
    .strictObject({ shares: z.array(share).min(1), factors: z.array(positive).min(1) })
    .optional(),
  /** Prequalified MW by capacity market. */
  reserve: z.record(z.string(), reserveSchema).default({}),
} as const;

export type OperationSpec = z.output<z.ZodObject<typeof operationFields>>;

/** What the rest of the problem tells about a battery's operation. */
export interface OperationContext {
  readonly file: string;
  /** Place of the battery in the file, such as `batteries[0]`. */
  readonly field: string;
  readonly periodHours: number;
  readonly periodCount: number;
  /** First period of each day; ascending from 0. */
  readonly dayStarts: readonly number[];
  readonly temperaturesC: readonly number[] | null;
  readonly capacityMarkets: readonly CapacityMarket[];
}

/** The operation that a specification means. Throws a ConfigError for what contradicts the battery or the problem. */
export function resolveOperation(spec: OperationSpec, battery: Battery, context: OperationContext): Operation {
  const check = (holds: boolean, name: string, rule: string, value: unknown, remedy: string): void => {
    if (holds) return;
    throw new ConfigError(`battery '${battery.name}'`, {
      file: context.file,
      field: `${context.field}.${name}`,
      rule,
      value,
      remedy,
    });
  };
  const { periodCount, periodHours } = context;
  const { availability, minimumPowerMW, minimumRunHours, minimumRestHours, initialPowerMW } = spec;
  check(
    availability === undefined || availability.length === periodCount,
    'availability',
    `one share per period, so ${periodCount}`,
    availability?.length,
    'give one per period',
  );
  check(
    initialPowerMW >= -battery.maxChargeMW && initialPowerMW <= battery.maxDischargeMW,
    'initialPowerMW',
    `net export within [−${battery.maxChargeMW}, ${battery.maxDischargeMW}] MW`,
    initialPowerMW,
    'correct the value',
  );
  check(
    minimumPowerMW <= Math.max(battery.maxChargeMW, battery.maxDischargeMW),
    'minimumPowerMW',
    'must not exceed the power of the battery',
    minimumPowerMW,
    'lower it',
  );
  for (const [name, hours] of [
    ['minimumRunHours', minimumRunHours],
    ['minimumRestHours', minimumRestHours],
  ] as const) {
    check(
      hours === 0 || minimumPowerMW > 0,
      name,
      'needs minimumPowerMW greater than 0: without it a run could idle',
      hours,
      'add minimumPowerMW',
    );
  }
  const wholePeriods = (hours: number): number => Math.ceil(hours / periodHours - 1e-9);
  return {
    availability: availability === undefined ? null : Float64Array.from(availability),
    rampMWPerHour: spec.rampMWPerHour ?? Infinity,
    initialPowerMW,
    minimumPowerMW,
    minimumRunPeriods: Math.max(1, wholePeriods(minimumRunHours)),
    minimumRestPeriods: wholePeriods(minimumRestHours),
    cycleBudgets: cycleBudgets(spec, battery, context),
    lossFactor: spec.lossFactor,
    efficiencyFactor: efficiencyFactor(spec, battery, context, check),
    efficiencyByState: efficiencyByState(spec, battery, check),
    reserves: reserves(spec, context, check),
  };
}

type Check = (holds: boolean, name: string, rule: string, value: unknown, remedy: string) => void;

const HOURS_PER_YEAR = 8760;

/** Budgets of whole days and of years of 8,760 h; a last year that the horizon cuts short has its share. */
function cycleBudgets(spec: OperationSpec, battery: Battery, context: OperationContext): CycleBudget[] {
  const { periodCount, periodHours, dayStarts } = context;
  const budgets: CycleBudget[] = [];
  const capacity = battery.energyCapacityMWh;
  if (spec.maxCyclesPerDay !== undefined) {
    for (const [i, from] of dayStarts.entries()) {
      const to = dayStarts[i + 1] ?? periodCount;
      budgets.push({ from, to, maxDischargedMWh: spec.maxCyclesPerDay * capacity, label: `day ${i + 1}` });
    }
  }
  if (spec.maxCyclesPerYear !== undefined) {
    const year = Math.max(1, Math.round(HOURS_PER_YEAR / periodHours));
    for (let from = 0, i = 1; from < periodCount; from += year, i++) {
      const to = Math.min(from + year, periodCount);
      const part = Math.min(1, ((to - from) * periodHours) / HOURS_PER_YEAR);
      budgets.push({ from, to, maxDischargedMWh: spec.maxCyclesPerYear * capacity * part, label: `year ${i}` });
    }
  }
  return budgets;
}

function efficiencyFactor(
  spec: OperationSpec,
  battery: Battery,
  { temperaturesC }: OperationContext,
  check: Check,
): Float64Array | null {
  if (spec.efficiencyByTemperature === undefined) return null;
  const name = 'efficiencyByTemperature';
  const { temperaturesC: grid, factors } = spec.efficiencyByTemperature;
  check(
    temperaturesC !== null,
    name,
    'needs temperatureC of the problem',
    undefined,
    'add temperatureC, one per period',
  );
  const curve = checkedCurve(grid, factors, `${name}.temperaturesC`, battery, check);
  return Float64Array.from(temperaturesC!, (temperature) => stateFactorAt(curve, temperature));
}

function efficiencyByState(spec: OperationSpec, battery: Battery, check: Check): StateFactor | null {
  if (spec.efficiencyByStateOfCharge === undefined) return null;
  const { shares, factors } = spec.efficiencyByStateOfCharge;
  return checkedCurve(shares, factors, 'efficiencyByStateOfCharge.shares', battery, check);
}

function checkedCurve(
  grid: readonly number[],
  factors: readonly number[],
  name: string,
  { chargeEfficiency, dischargeEfficiency }: Battery,
  check: Check,
): StateFactor {
  check(grid.length === factors.length, name, 'as many factors as grid points', grid.length, 'give one factor each');
  for (let i = 1; i < grid.length; i++)
    check(grid[i] > grid[i - 1], `${name}[${i}]`, 'grid points ascend', grid[i], 'put them in order');
  const largest = Math.max(...factors);
  check(
    largest * Math.max(chargeEfficiency, dischargeEfficiency) <= 1 + 1e-12,
    name,
    'efficiency × factor must not exceed 1',
    largest,
    'lower the factor or the efficiency',
  );
  return { shares: Float64Array.from(grid), factors: Float64Array.from(factors) };
}

function reserves(spec: OperationSpec, { capacityMarkets }: OperationContext, check: Check): Reserve[] {
  const known = capacityMarkets.map(({ name }) => name);
  for (const name of Object.keys(spec.reserve)) {
    check(
      known.includes(name),
      `reserve.${name}`,
      known.length === 0 ? 'the problem has no capacity market' : `one of ${known.join(', ')}`,
      name,
      'correct the name or add the market',
    );
  }
  return known.map((name): Reserve => {
    // A market may have the name of something that every object has.
    const given = Object.hasOwn(spec.reserve, name) ? spec.reserve[name] : 0;
    if (typeof given === 'number') return { maxMW: given, enablement: null };
    const { maxMW, enablementMinMW, lowBreakMW, highBreakMW, enablementMaxMW } = given;
    check(
      enablementMinMW <= lowBreakMW && lowBreakMW <= highBreakMW && highBreakMW <= enablementMaxMW,
      `reserve.${name}`,
      'enablementMinMW ≤ lowBreakMW ≤ highBreakMW ≤ enablementMaxMW',
      `${enablementMinMW}, ${lowBreakMW}, ${highBreakMW}, ${enablementMaxMW}`,
      'put them in order',
    );
    return {
      maxMW,
      enablement: { minMW: enablementMinMW, lowBreakMW, highBreakMW, maxMW: enablementMaxMW },
    };
  });
}
