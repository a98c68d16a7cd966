import type { LinearProgramBuilder } from '../lp/linear-program.ts';
import { intervalOfPeriods, retentionOf } from './dispatch-problem.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import { leastAvailable } from './operation.ts';
import { terminalWindow } from './terminal-window.ts';

/** A binary and the columns that it closes: those of `closedAt0` are 0 where it is 0, those of `closedAt1` where it is 1. */
export interface Gate {
  readonly binary: number;
  readonly closedAt0: readonly number[];
  readonly closedAt1: readonly number[];
}

/** Where a battery's columns and rows stand in the program. */
export interface BatteryColumns {
  readonly charge: Int32Array;
  readonly discharge: Int32Array;
  readonly state: Int32Array;
  /** Purchases and sales by energy market and interval. */
  readonly buy: readonly Int32Array[];
  readonly sell: readonly Int32Array[];
  /** MW by capacity market and interval. */
  readonly reserved: readonly Int32Array[];
  /** Rows of the state of charge; their duals are the water values. */
  readonly balance: Int32Array;
  /** Rows of the cycle budgets. */
  readonly budgets: Int32Array;
}

/** Largest charge and discharge power in a period, MW. */
export function powerLimits(battery: DispatchBattery, period: number): { charge: number; discharge: number } {
  const available = battery.operation.availability?.[period] ?? 1;
  return { charge: available * battery.maxChargeMW, discharge: available * battery.maxDischargeMW };
}

/** Efficiencies in a period, temperature included. */
export function efficienciesAt(battery: DispatchBattery, period: number): { charge: number; discharge: number } {
  const factor = battery.operation.efficiencyFactor?.[period] ?? 1;
  return { charge: factor * battery.chargeEfficiency, discharge: factor * battery.dischargeEfficiency };
}

/** True where the battery has a least power: then runs have binaries of their own. */
export function hasRuns({ operation }: DispatchBattery): boolean {
  return operation.minimumPowerMW > 0;
}

/**
 * Adds a battery's trades, reserved MW, powers and states with their balance, delivery and exclusion:
 * one binary per period where `whole`, else charge/maxCharge + discharge/maxDischarge ≤ 1. Costs stay 0.
 */
export function addBattery(
  builder: LinearProgramBuilder,
  problem: DispatchProblem,
  battery: DispatchBattery,
  whole: boolean,
  gates: Gate[],
): BatteryColumns {
  const { periodCount: T, periodHours: hours, markets, capacityMarkets } = problem;
  const tradeColumns = (limitMW: number): Int32Array[] =>
    markets.map(({ prices, starts }) =>
      Int32Array.from(prices, (price, i) =>
        builder.column(
          0,
          Number.isNaN(price) ? 0 : limitMW * leastAvailable(battery.operation, starts[i], starts[i + 1]),
        ),
      ),
    );
  const buy = tradeColumns(battery.maxChargeMW);
  const sell = tradeColumns(battery.maxDischargeMW);
  const reserved = capacityMarkets.map(({ prices, maxMW }, k) =>
    Int32Array.from(prices, (price) =>
      builder.column(0, Number.isNaN(price) ? 0 : Math.min(maxMW, battery.operation.reserves[k].maxMW)),
    ),
  );
  const intervals = markets.map(intervalOfPeriods);
  const reserveIntervals = capacityMarkets.map(intervalOfPeriods);
  const retention = retentionOf(battery, hours);
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max } = battery;
  const end = terminalWindow(battery);
  const columns: BatteryColumns = {
    charge: new Int32Array(T),
    discharge: new Int32Array(T),
    state: new Int32Array(T),
    buy,
    sell,
    reserved,
    balance: new Int32Array(T),
    budgets: new Int32Array(battery.operation.cycleBudgets.length),
  };
  const { charge, discharge, state, balance } = columns;
  for (let t = 0; t < T; t++) {
    const limits = powerLimits(battery, t);
    const efficiencies = efficienciesAt(battery, t);
    charge[t] = builder.column(0, limits.charge);
    discharge[t] = builder.column(0, limits.discharge);
    const { lowMWh, highMWh } = t === T - 1 ? end : { lowMWh: min, highMWh: max };
    state[t] = builder.column(lowMWh, highMWh);
    const opening = t === 0 ? retention * battery.initialStateOfChargeMWh : 0;
    const called = capacityMarkets.flatMap(({ activation, direction }, k) => {
      if (activation === null) return [];
      const storedPerMW = direction === 'up' ? -hours / efficiencies.discharge : hours * efficiencies.charge;
      return [[reserved[k][reserveIntervals[k][t]], -activation[t] * storedPerMW] as const];
    });
    balance[t] = builder.row(opening, opening, [
      [state[t], 1],
      ...(t === 0 ? [] : [[state[t - 1], -retention] as const]),
      [charge[t], -efficiencies.charge * hours],
      [discharge[t], hours / efficiencies.discharge],
      ...called,
    ]);
    addDelivery(builder, problem, columns, t, intervals);
    const { charge: mostCharge, discharge: mostDischarge } = limits;
    if (mostCharge > 0 && mostDischarge > 0 && !hasRuns(battery))
      addExclusion(builder, [charge[t], mostCharge], [discharge[t], mostDischarge], whole, gates);
  }
  return columns;
}

/** Trades make the power; without energy markets it goes through the meter of the site. */
function addDelivery(
  builder: LinearProgramBuilder,
  { markets, netting }: DispatchProblem,
  { buy, sell, charge, discharge }: BatteryColumns,
  t: number,
  intervals: readonly Int32Array[],
): void {
  if (markets.length === 0) return;
  const bought = markets.map((_, m) => [buy[m][intervals[m][t]], 1] as const);
  const sold = markets.map((_, m) => [sell[m][intervals[m][t]], 1] as const);
  if (netting) {
    const minus = sold.map(([column]) => [column, -1] as const);
    builder.row(0, 0, [...bought, ...minus, [charge[t], -1], [discharge[t], 1]]);
    return;
  }
  builder.row(0, 0, [...bought, [charge[t], -1]]);
  builder.row(0, 0, [...sold, [discharge[t], -1]]);
}

/** Never two flows (a column and its most) at once: one binary where `whole`, else the sum of their shares at most 1. */
export function addExclusion(
  builder: LinearProgramBuilder,
  [first, mostFirst]: readonly [column: number, most: number],
  [second, mostSecond]: readonly [column: number, most: number],
  whole: boolean,
  gates: Gate[],
): void {
  if (!whole) {
    builder.row(-Infinity, 1, [
      [first, 1 / mostFirst],
      [second, 1 / mostSecond],
    ]);
    return;
  }
  const isFirst = builder.column(0, 1, 0, true);
  builder.row(-Infinity, 0, [
    [first, 1],
    [isFirst, -mostFirst],
  ]);
  builder.row(-Infinity, mostSecond, [
    [second, 1],
    [isFirst, mostSecond],
  ]);
  gates.push({ binary: isFirst, closedAt0: [first], closedAt1: [second] });
}
