import type { TerminalCondition } from '../domain/battery.ts';

/**
 * A store over T periods without its stage profits: e_{t+1} = retention·e_t + inflow_t − v_t, with v_t the
 * energy taken from the store in MWh (negative: put in), and a window [lower_i, upper_i] for the boundaries
 * i = 0…T (docs/method/dispatch.md).
 */
export interface StorageProblem {
  readonly periodCount: number;
  readonly initialMWh: number;
  /** Share of the stored energy that is left after one period, in (0, 1]. */
  readonly retention: number;
  /** T values, MWh; positive fills the store. */
  readonly inflowMWh: Float64Array;
  /** T + 1 values, MWh. */
  readonly lowerMWh: Float64Array;
  readonly upperMWh: Float64Array;
  /** Currency per MWh outside of the window and boundary; Infinity makes windows and terminal hard. */
  readonly windowPenalty: number;
  /** `atLeast` and `cyclic` narrow the last window and are as hard or soft as it is. */
  readonly terminal: TerminalCondition;
}

/**
 * Concave stage profits h_t(v): period t holds the segments starts[t] … starts[t+1] − 1 in descending
 * slope (currency per MWh) and with widths in MWh, from v = firstMWh[t] where the profit is firstValue[t].
 * A period whose firstMWh is NaN has no stage (used by the exact kernel, where one side may be closed).
 */
export interface StageCurves {
  readonly starts: Int32Array;
  readonly slope: Float64Array;
  readonly width: Float64Array;
  readonly firstMWh: Float64Array;
  readonly firstValue: Float64Array;
}

/** Lower end of the last window, the terminal condition included. */
export function lastLowerMWh(problem: StorageProblem): number {
  const lower = problem.lowerMWh[problem.periodCount];
  const { terminal } = problem;
  if (terminal.kind === 'atLeast') return Math.max(lower, terminal.stateOfChargeMWh);
  return terminal.kind === 'cyclic' ? Math.max(lower, problem.initialMWh) : lower;
}

/** Upper end of the last window, the terminal condition included. */
export function lastUpperMWh(problem: StorageProblem): number {
  const upper = problem.upperMWh[problem.periodCount];
  return problem.terminal.kind === 'cyclic' ? Math.min(upper, problem.initialMWh) : upper;
}

/** Value of one MWh in the store at the end of the horizon. */
export function terminalSlope(problem: StorageProblem): number {
  return problem.terminal.kind === 'value' ? problem.terminal.waterValue : 0;
}

/** The size of the energies of a problem, for tolerances: the largest window end, inflow or stage segment, at least 1e-9 MWh. */
export function energyScale(problem: StorageProblem, ...sides: readonly StageCurves[]): number {
  let scale = Math.max(1e-9, Math.abs(problem.initialMWh));
  for (let i = 0; i <= problem.periodCount; i++) {
    scale = Math.max(scale, Math.abs(problem.lowerMWh[i]), Math.abs(problem.upperMWh[i]));
  }
  for (let t = 0; t < problem.periodCount; t++) scale = Math.max(scale, Math.abs(problem.inflowMWh[t]));
  for (const side of sides) {
    const count = side.starts[problem.periodCount];
    for (let j = 0; j < count; j++) scale = Math.max(scale, side.width[j]);
  }
  return scale;
}

/** low_i ≥ 0 at boundary i: MWh by which `stateMWh` lies below the window, the terminal condition included. */
export function lowShortfallMWh(problem: StorageProblem, i: number, stateMWh: number): number {
  const lower = i === problem.periodCount ? lastLowerMWh(problem) : problem.lowerMWh[i];
  return Math.max(0, lower - stateMWh);
}

/** high_i ≥ 0 at boundary i: MWh by which `stateMWh` lies above the window, the terminal condition included. */
export function highShortfallMWh(problem: StorageProblem, i: number, stateMWh: number): number {
  const upper = i === problem.periodCount ? lastUpperMWh(problem) : problem.upperMWh[i];
  return Math.max(0, stateMWh - upper);
}

/** Penalty for standing at `stateMWh` at boundary i, both window ends counted, ≥ 0; 0 for hard windows. */
export function windowPenaltyAt(problem: StorageProblem, i: number, stateMWh: number): number {
  if (problem.windowPenalty === Infinity) return 0;
  return problem.windowPenalty * (lowShortfallMWh(problem, i, stateMWh) + highShortfallMWh(problem, i, stateMWh));
}
