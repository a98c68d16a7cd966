import { LinearProgramBuilder } from '../lp/linear-program.ts';
import type { LinearProgram } from '../lp/linear-program.ts';
import { intervalOfPeriods, retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem } from './dispatch-problem.ts';

/** The dispatch of one battery as a program for HiGHS, with where to find its columns and rows. */
export interface DispatchProgram {
  readonly program: LinearProgram;
  /** Costs are divided by this power of two: HiGHS refuses very large ones. 1 for ordinary prices. */
  readonly moneyScale: number;
  /** Constant of the objective that the program leaves out, in currency. */
  readonly offset: number;
  readonly charge: Int32Array;
  readonly discharge: Int32Array;
  readonly state: Int32Array;
  /** 1 where the period charges; all −1 in the relaxation. */
  readonly charging: Int32Array;
  /** First purchase and sale column of each market; its intervals follow. */
  readonly buy: readonly Int32Array[];
  readonly sell: readonly Int32Array[];
  /** Rows of the state of charge; their duals are the water values. */
  readonly balance: Int32Array;
}

/** Writes docs/method/dispatch.md: the relaxation, or exclusive with one binary per period. */
export function dispatchProgram(problem: BatteryProblem, exclusive: boolean): DispatchProgram {
  const { battery, markets, periodCount: T, periodHours: hours, netting } = problem;
  const { maxChargeMW: C, maxDischargeMW: D, terminal, initialStateOfChargeMWh: initial } = battery;
  const retention = retentionOf(battery, hours);
  const moneyScale = scaleOf(problem);
  const builder = new LinearProgramBuilder();
  const tradeColumns = (limitMW: number, sign: 1 | -1): Int32Array[] =>
    markets.map(({ prices, starts }) =>
      Int32Array.from(prices, (price, i) =>
        builder.column(0, limitMW, (sign * price * hours * (starts[i + 1] - starts[i])) / moneyScale),
      ),
    );
  const buy = tradeColumns(C, -1);
  const sell = tradeColumns(D, 1);
  const intervals = markets.map(intervalOfPeriods);
  const charge = new Int32Array(T);
  const discharge = new Int32Array(T);
  const state = new Int32Array(T);
  const charging = new Int32Array(T).fill(-1);
  const balance = new Int32Array(T);
  for (let t = 0; t < T; t++) {
    const last = t === T - 1;
    charge[t] = builder.column(0, C);
    discharge[t] = builder.column(0, D, (-hours * battery.throughputCost) / moneyScale);
    const lower =
      last && terminal.kind === 'atLeast'
        ? Math.max(battery.minStateOfChargeMWh, terminal.stateOfChargeMWh)
        : battery.minStateOfChargeMWh;
    state[t] = builder.column(
      last && terminal.kind === 'cyclic' ? initial : lower,
      last && terminal.kind === 'cyclic' ? initial : battery.maxStateOfChargeMWh,
      last && terminal.kind === 'value' ? terminal.waterValue / moneyScale : 0,
    );
    const opening = t === 0 ? retention * initial : 0;
    balance[t] = builder.row(opening, opening, [
      [state[t], 1],
      ...(t === 0 ? [] : [[state[t - 1], -retention] as const]),
      [charge[t], -battery.chargeEfficiency * hours],
      [discharge[t], hours / battery.dischargeEfficiency],
    ]);
    const bought = markets.map((_, m) => [buy[m][intervals[m][t]], 1] as const);
    const sold = markets.map((_, m) => [sell[m][intervals[m][t]], 1] as const);
    if (netting) {
      const minus = sold.map(([column]) => [column, -1] as const);
      builder.row(0, 0, [...bought, ...minus, [charge[t], -1], [discharge[t], 1]]);
    } else {
      builder.row(0, 0, [...bought, [charge[t], -1]]);
      builder.row(0, 0, [...sold, [discharge[t], -1]]);
    }
    if (C === 0 || D === 0) continue;
    if (exclusive) {
      charging[t] = builder.column(0, 1, 0, true);
      builder.row(-Infinity, 0, [
        [charge[t], 1],
        [charging[t], -C],
      ]);
      builder.row(-Infinity, D, [
        [discharge[t], 1],
        [charging[t], D],
      ]);
    } else
      builder.row(-Infinity, 1, [
        [charge[t], 1 / C],
        [discharge[t], 1 / D],
      ]);
  }
  const offset = terminal.kind === 'value' ? -terminal.waterValue * initial : 0;
  return { program: builder.build(), moneyScale, offset, charge, discharge, state, charging, buy, sell, balance };
}

/** A power of two that brings prices above 10,000 per MWh back to that size. */
function scaleOf({ battery, markets }: BatteryProblem): number {
  let largest = battery.throughputCost;
  if (battery.terminal.kind === 'value') largest = Math.max(largest, Math.abs(battery.terminal.waterValue));
  for (const { prices } of markets) for (const price of prices) largest = Math.max(largest, Math.abs(price));
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, largest / 10_000))));
}
