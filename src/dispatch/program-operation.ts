import type { LinearProgramBuilder, Term } from '../lp/linear-program.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import { hasRuns, powerLimits } from './program-battery.ts';
import type { BatteryColumns, Gate } from './program-battery.ts';

/** Adds ramp rate, cycle budgets, and least power, run and rest. */
export function addOperation(
  builder: LinearProgramBuilder,
  problem: DispatchProblem,
  battery: DispatchBattery,
  columns: BatteryColumns,
  gates: Gate[],
): void {
  addRamp(builder, problem, battery, columns);
  addCycleBudgets(builder, problem, battery, columns);
  if (hasRuns(battery)) addRuns(builder, problem, battery, columns, gates);
}

/** |p_t − p_{t−1}| ≤ ramp·Δ with p = d − c. */
function addRamp(
  builder: LinearProgramBuilder,
  { periodCount, periodHours }: DispatchProblem,
  { operation, maxChargeMW, maxDischargeMW }: DispatchBattery,
  { charge, discharge }: BatteryColumns,
): void {
  const step = operation.rampMWPerHour * periodHours;
  if (step >= maxChargeMW + maxDischargeMW) return;
  for (let t = 0; t < periodCount; t++) {
    const before: readonly Term[] =
      t === 0
        ? []
        : [
            [discharge[t - 1], -1],
            [charge[t - 1], 1],
          ];
    const middle = t === 0 ? operation.initialPowerMW : 0;
    builder.row(middle - step, middle + step, [[discharge[t], 1], [charge[t], -1], ...before]);
  }
}

/** Σ Δ·(d_t + what up markets call) over the budget's periods. */
function addCycleBudgets(
  builder: LinearProgramBuilder,
  { periodHours, capacityMarkets }: DispatchProblem,
  { operation }: DispatchBattery,
  { discharge, reserved, budgets }: BatteryColumns,
): void {
  for (const [i, { from, to, maxDischargedMWh }] of operation.cycleBudgets.entries()) {
    const terms: Term[] = Array.from(discharge.subarray(from, to), (column) => [column, periodHours]);
    for (const [k, { starts, activation, direction }] of capacityMarkets.entries()) {
      if (activation === null || direction !== 'up') continue;
      for (let j = 0; j + 1 < starts.length; j++) {
        let share = 0;
        for (let t = Math.max(from, starts[j]); t < Math.min(to, starts[j + 1]); t++) share += activation[t];
        terms.push([reserved[k][j], share * periodHours]);
      }
    }
    budgets[i] = builder.row(-Infinity, maxDischargedMWh, terms);
  }
}

/**
 * Binaries x_t (charges) and y_t (discharges) with x + y ≤ 1 and least·x ≤ c ≤ C·x; starts s_t ≥ x_t − x_{t−1}
 * (continuous: only ever bounded from above). A run lasts: Σ of the starts of the last `run` periods ≤ x_t.
 * A rest lasts: Σ of both directions' starts in the next `rest` periods ≤ 1 − x_t − y_t, for two starts are
 * never that near (Rajan and Takriti, Minimum up/down polytopes of the unit commitment problem, 2005).
 */
function addRuns(
  builder: LinearProgramBuilder,
  { periodCount: T }: DispatchProblem,
  battery: DispatchBattery,
  { charge, discharge }: BatteryColumns,
  gates: Gate[],
): void {
  const { minimumPowerMW, minimumRunPeriods: run, minimumRestPeriods: rest, initialPowerMW } = battery.operation;
  const direction = (powers: Int32Array, limitOf: (t: number) => number, ranBefore: boolean) => {
    const runs = new Int32Array(T);
    const starts = new Int32Array(T);
    for (let t = 0; t < T; t++) {
      const limit = limitOf(t);
      runs[t] = builder.column(0, limit < minimumPowerMW || limit === 0 ? 0 : 1, 0, true);
      starts[t] = builder.column(0, 1);
      builder.row(-Infinity, 0, [
        [powers[t], 1],
        [runs[t], -limit],
      ]);
      builder.row(0, Infinity, [
        [powers[t], 1],
        [runs[t], -minimumPowerMW],
      ]);
      const before: readonly Term[] = t === 0 ? [] : [[runs[t - 1], -1]];
      builder.row(-Infinity, t === 0 && ranBefore ? 1 : 0, [[runs[t], 1], ...before, [starts[t], -1]]);
      gates.push({ binary: runs[t], closedAt0: [powers[t]], closedAt1: [] });
      if (run === 1) continue;
      const recent = Array.from(starts.subarray(Math.max(0, t - run + 1), t + 1), (column): Term => [column, 1]);
      builder.row(-Infinity, 0, [...recent, [runs[t], -1]]);
    }
    return { runs, starts };
  };
  const charging = direction(charge, (t) => powerLimits(battery, t).charge, initialPowerMW < 0);
  const discharging = direction(discharge, (t) => powerLimits(battery, t).discharge, initialPowerMW > 0);
  for (let t = 0; t < T; t++)
    builder.row(-Infinity, 1, [
      [charging.runs[t], 1],
      [discharging.runs[t], 1],
    ]);
  if (rest === 0) return;
  for (let t = -1; t < T - 1; t++) {
    const next = [charging, discharging].flatMap(({ starts }) =>
      Array.from(starts.subarray(t + 1, t + 1 + rest), (column): Term => [column, 1]),
    );
    if (t >= 0) builder.row(-Infinity, 1, [...next, [charging.runs[t], 1], [discharging.runs[t], 1]]);
    else if (initialPowerMW !== 0) builder.row(-Infinity, 0, next);
  }
}
