import type { PlanProblem } from '../domain/plan-problem.ts';
import type { LinearProgramBuilder, Term } from '../lp/linear-program.ts';

/** First-stage columns of one battery as one scenario sees them. */
export interface AssetColumns {
  /** Terms that add up to the position at period t. */
  position(t: number): readonly Term[];
  /** Columns that add up to the reservation of service k at period t. */
  offered(k: number, t: number): readonly number[];
  /** Σ over services of one direction of factor·r at period t. */
  reserved(direction: 'up' | 'down', t: number, factor: (service: number) => number): Term[];
}

/** Columns of one dispatch, and what leaving its limits costs. */
export interface Dispatch {
  readonly charge: readonly number[];
  readonly discharge: readonly number[];
  readonly lastEnergy: number;
  readonly penalties: readonly Term[];
  /** Energy below and above the window at each boundary. */
  readonly outside: readonly number[];
}

/**
 * Adds the columns and rows of one dispatch: balance, power, window, terminal condition, deviation from the
 * position. Power and energy in units of `powerScale` (MW, MWh); `penalty` in money of the program for such a unit.
 */
export function dispatchRows(
  builder: LinearProgramBuilder,
  problem: PlanProblem,
  columns: AssetColumns,
  powerScale: number,
  penalty: number,
): Dispatch {
  const { battery, periodCount: T, periodHours, services } = problem;
  const { chargeEfficiency, dischargeEfficiency, terminal } = battery;
  const retention = (1 - battery.standingLossPerHour) ** periodHours;
  const initial = battery.initialStateOfChargeMWh / powerScale;
  const penalties: Term[] = [];
  const charge: number[] = [];
  const discharge: number[] = [];
  const energy: number[] = [];
  const outside: number[] = [];
  for (let t = 0; t < T; t++) {
    charge.push(builder.column(0, problem.maxChargeMW[t] / powerScale));
    discharge.push(builder.column(0, problem.maxDischargeMW[t] / powerScale));
    energy.push(builder.column(-Infinity, Infinity));
  }
  for (let t = 0; t < T; t++) {
    const c = charge[t];
    const d = discharge[t];
    // Energy balance e_{t+1} − ρe_t − η_cΔc + Δd/η_d − u = 0.
    const balance: Term[] = [
      [energy[t], 1],
      [c, -chargeEfficiency * periodHours],
      [d, periodHours / dischargeEfficiency],
      ...columns.reserved('down', t, (k) => -services[k].activation[t] * periodHours * chargeEfficiency),
      ...columns.reserved('up', t, (k) => (services[k].activation[t] * periodHours) / dischargeEfficiency),
    ];
    if (t > 0) balance.push([energy[t - 1], -retention]);
    const carried = t === 0 ? retention * initial : 0;
    builder.row(carried, carried, balance);
    const [maxCharge, maxDischarge] = [problem.maxChargeMW[t] / powerScale, problem.maxDischargeMW[t] / powerScale];
    if (maxCharge > 0 && maxDischarge > 0)
      builder.row(-Infinity, 1, [
        [c, 1 / maxCharge],
        [d, 1 / maxDischarge],
      ]);
    if (services.length > 0) {
      builder.row(-Infinity, maxDischarge, [[d, 1], [c, -1], ...columns.reserved('up', t, () => 1)]);
      builder.row(-Infinity, maxCharge, [[c, 1], [d, -1], ...columns.reserved('down', t, () => 1)]);
    }
    if (problem.deviationLimitMW === null) continue;
    const beyond = builder.column(0, Infinity);
    const limit = problem.deviationLimitMW / powerScale;
    const minusPosition = columns.position(t).map(([column, value]): Term => [column, -value]);
    builder.row(-Infinity, limit, [[d, 1], [c, -1], ...minusPosition, [beyond, -1]]);
    builder.row(-limit, Infinity, [[d, 1], [c, -1], ...minusPosition, [beyond, 1]]);
    penalties.push([beyond, -penalty * periodHours]);
  }
  for (let i = 0; i <= T; i++) {
    const low = builder.column(0, Infinity);
    const high = builder.column(0, Infinity);
    outside.push(low, high);
    penalties.push([low, -penalty], [high, -penalty]);
    windowRows(builder, problem, columns, powerScale, i, i === 0 ? null : energy[i - 1], low, high);
    if (i < T) continue;
    const last = energy[T - 1];
    const atLeast = (least: number): void =>
      void builder.row(least, Infinity, [
        [last, 1],
        [low, 1],
      ]);
    if (terminal.kind === 'atLeast') atLeast(terminal.stateOfChargeMWh / powerScale);
    if (terminal.kind === 'cyclic') {
      atLeast(initial);
      builder.row(-Infinity, initial, [
        [last, 1],
        [high, -1],
      ]);
    }
  }
  return { charge, discharge, lastEnergy: energy[T - 1], penalties, outside };
}

/** e_i + low ≥ Emin + N^up and e_i − high ≤ Emax − N^dn, for the one or two periods that touch boundary i. */
function windowRows(
  builder: LinearProgramBuilder,
  { battery, services, periodCount: T }: PlanProblem,
  columns: AssetColumns,
  powerScale: number,
  i: number,
  energy: number | null,
  low: number,
  high: number,
): void {
  const state: Term[] = energy === null ? [] : [[energy, 1]];
  const constant = energy === null ? battery.initialStateOfChargeMWh / powerScale : 0;
  const seen = new Set<string>();
  for (const t of [i - 1, i]) {
    if (t < 0 || t >= T) continue;
    const key = services.map((_, k) => columns.offered(k, t).join(' ')).join();
    if (seen.has(key)) continue;
    seen.add(key);
    const up = columns.reserved('up', t, (k) => -services[k].sustainHours / battery.dischargeEfficiency);
    const down = columns.reserved('down', t, (k) => services[k].sustainHours * battery.chargeEfficiency);
    builder.row(battery.minStateOfChargeMWh / powerScale - constant, Infinity, [...state, [low, 1], ...up]);
    builder.row(-Infinity, battery.maxStateOfChargeMWh / powerScale - constant, [...state, [high, -1], ...down]);
  }
}
