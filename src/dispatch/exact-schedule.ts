import { SolverError } from '../errors.ts';
import type { Precision } from './exact-precision.ts';
import { createPiecewiseLinear, evaluate } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { terminalSlope, windowPenaltyAt } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';
import type { TwoSidedStages } from './two-sided-stages.ts';
import { localSlope, storedValue } from './value-store.ts';
import type { ValueStore } from './value-store.ts';

/** The schedule of the exact kernel: v_t, e_i with e_0 first, and the value functions that it follows. */
export interface ExactSchedule {
  readonly takenMWh: Float64Array;
  readonly stateMWh: Float64Array;
  /** Slope of the value function at the end of each period, currency per MWh. */
  readonly waterValue: Float64Array;
  /** The value by the backward recursion: an upper bound within rounding. */
  bound: number;
  readonly values: ValueStore;
}

/** The best v of one period, found so far. */
interface Choice {
  taken: number;
  earned: number;
  total: number;
}

/**
 * The best v of each period in turn against the stored value functions, `constants` what they were stored less
 * of; returns the value of the schedule, −Infinity where there is none. Throws SolverError as solveExactStorage does.
 */
export function followValues(
  problem: StorageProblem,
  stages: TwoSidedStages,
  workspace: ExactSchedule,
  precision: Precision,
  constants: Float64Array,
): number {
  const { periodCount, retention, inflowMWh } = problem;
  const { takenMWh, stateMWh, waterValue, values } = workspace;
  const hard = problem.windowPenalty === Infinity;
  const view = createPiecewiseLinear();
  const choice: Choice = { taken: 0, earned: 0, total: -Infinity };
  let state = problem.initialMWh;
  stateMWh[0] = state;
  let value = -terminalSlope(problem) * state - windowPenaltyAt(problem, 0, state);
  workspace.bound = value;
  if (hard && (state < problem.lowerMWh[0] - precision.slack || state > problem.upperMWh[0] + precision.slack))
    return -Infinity;
  for (let t = 0; t < periodCount; t++) {
    const z = retention * state + inflowMWh[t];
    storedValue(values, t + 1, view);
    choice.total = -Infinity;
    considerSide(stages.charge, t, z, view, precision, choice);
    considerSide(stages.discharge, t, z, view, precision, choice);
    if (choice.total === -Infinity) return -Infinity;
    if (t === 0) workspace.bound += choice.total + constants[1];
    takenMWh[t] = choice.taken;
    value += choice.earned;
    state = z - choice.taken;
    if (hard) {
      // Only rounding is clipped: the chosen state lies in the domain of V.
      state = Math.min(Math.max(state, problem.lowerMWh[t + 1]), problem.upperMWh[t + 1]);
    }
    stateMWh[t + 1] = state;
    value -= windowPenaltyAt(problem, t + 1, state);
    const wanted = t === 0 ? 0 : waterValue[t - 1] / retention;
    waterValue[t] = localSlope(view, state, precision.slack, t === 0 ? null : wanted);
  }
  value += terminalSlope(problem) * state;
  const size = Math.max(1, Math.abs(value), Math.abs(workspace.bound));
  if (!(Math.abs(workspace.bound - value) <= 1e-6 * size)) {
    throw new SolverError('the exact dispatch could not prove its optimum', {
      rule: 'the bound of the recursion equals the value of its schedule within 1e-6 relative',
      value: `bound ${workspace.bound}, schedule ${value}, ${periodCount} periods`,
      remedy: "solve the problem with engine 'milp' and report this problem as a defect",
    });
  }
  return value;
}

/** Tries every corner of the side and every breakpoint of V in reach: the best of them is the best v. */
function considerSide(
  side: StageCurves,
  t: number,
  z: number,
  next: PiecewiseLinear,
  precision: Precision,
  choice: Choice,
): void {
  const first = side.firstMWh[t];
  if (Number.isNaN(first)) return;
  const lowest = z - next.x[next.count - 1];
  const highest = z - next.x[0];
  let v = first;
  let earned = side.firstValue[t];
  consider(v, earned, z, next, lowest, highest, precision, choice);
  let i = next.count - 1;
  while (i >= 0 && z - next.x[i] < first - precision.slack) i--;
  for (let j = side.starts[t]; j < side.starts[t + 1]; j++) {
    const end = v + side.width[j];
    const slope = side.slope[j];
    for (; i >= 0 && z - next.x[i] <= end; i--) {
      const inside = Math.max(z - next.x[i], v);
      consider(inside, earned + slope * (inside - v), z, next, lowest, highest, precision, choice);
    }
    earned += slope * side.width[j];
    v = end;
    consider(v, earned, z, next, lowest, highest, precision, choice);
  }
}

function consider(
  v: number,
  earned: number,
  z: number,
  next: PiecewiseLinear,
  lowest: number,
  highest: number,
  precision: Precision,
  choice: Choice,
): void {
  if (v < lowest - precision.slack || v > highest + precision.slack) return;
  const total = earned + evaluate(next, z - v);
  if (total > choice.total) {
    choice.taken = v;
    choice.earned = earned;
    choice.total = total;
  }
}
