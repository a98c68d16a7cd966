import { SolverError } from '../errors.ts';
import { append, copyInto, createPiecewiseLinear, evaluate, pointwiseMaximum, Pruner } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { energyScale, lastLowerMWh, lastUpperMWh, terminalSlope, windowPenaltyAt } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';
import { createValueStore, localSlope, storeValue, storedValue } from './value-store.ts';
import type { ValueStore } from './value-store.ts';
import { slideWindow } from './window-slide.ts';

/**
 * A stage that need not be concave: the better of a concave charging side (v ≤ 0) and a concave
 * discharging side (v ≥ 0). Where both are open, both contain v = 0.
 */
export interface TwoSidedStages {
  readonly charge: StageCurves;
  readonly discharge: StageCurves;
}

/** Memory of the exact kernel; results of the last solve as in ConcaveWorkspace, and the local water values. */
export interface ExactWorkspace {
  readonly takenMWh: Float64Array;
  readonly stateMWh: Float64Array;
  /** Slope of the value function at the end of each period, currency per MWh. */
  readonly waterValue: Float64Array;
  /** The value by the backward recursion: an upper bound within rounding. */
  bound: number;
  readonly values: ValueStore;
  readonly buffers: readonly PiecewiseLinear[];
  readonly pruner: Pruner;
}

export function createExactWorkspace(periodCount: number): ExactWorkspace {
  const buffers = Array.from({ length: 5 }, () => createPiecewiseLinear());
  return {
    takenMWh: new Float64Array(periodCount),
    stateMWh: new Float64Array(periodCount + 1),
    waterValue: new Float64Array(periodCount),
    bound: 0,
    values: createValueStore(periodCount + 1),
    buffers,
    pruner: new Pruner(buffers[0]),
  };
}

/** Tolerances of one solve, from the size of the problem (docs/method/dispatch.md). */
interface Precision {
  /** Money: pruning may move a value function by this much. */
  readonly money: number;
  /** MWh: breakpoints nearer than this are one. */
  readonly near: number;
  /** MWh: rounding of domains. */
  readonly slack: number;
}

/**
 * The greatest Σ h_t(v_t) − penalties + waterValue·(e_T − e_0) where stages are the maximum of two concave
 * sides, or −Infinity where hard windows cannot be kept. Value functions are piecewise linear but not
 * concave: each step is the pointwise maximum of sliding-window maxima (docs/method/dispatch.md,
 * docs/method/dispatch.md). Every run proves itself: the backward value bounds the optimum from
 * above, the schedule's value from below. Throws SolverError when the two differ by more than 1e-6 relative.
 */
export function solveExactStorage(problem: StorageProblem, stages: TwoSidedStages, workspace: ExactWorkspace): number {
  const precision = precisionOf(problem, stages);
  const valueAhead = backward(problem, stages, workspace, precision);
  if (valueAhead === null) return -Infinity;
  return forward(problem, stages, workspace, precision, valueAhead);
}

function precisionOf(problem: StorageProblem, stages: TwoSidedStages): Precision {
  let price = Math.max(1e-9, Math.abs(terminalSlope(problem)));
  for (const side of [stages.charge, stages.discharge]) {
    const count = side.starts[problem.periodCount];
    for (let j = 0; j < count; j++) if (side.width[j] > 0) price = Math.max(price, Math.abs(side.slope[j]));
  }
  if (problem.windowPenalty !== Infinity) price = Math.max(price, problem.windowPenalty);
  const energy = energyScale(problem, stages.charge, stages.discharge);
  return { money: 1e-13 * energy * price, near: 1e-14 * energy, slack: 1e-9 * energy };
}

/** Stores V_1 … V_T, each less its constant; returns the sum of the constants, null where infeasible. */
function backward(
  problem: StorageProblem,
  stages: TwoSidedStages,
  workspace: ExactWorkspace,
  precision: Precision,
): Float64Array | null {
  const { periodCount, retention, inflowMWh } = problem;
  const { buffers, pruner, values } = workspace;
  const [value, charged, discharged, scratch, spare] = buffers;
  const hard = problem.windowPenalty === Infinity;
  const low = hard ? problem.lowerMWh : reachable(problem, stages, 'low');
  const high = hard ? problem.upperMWh : reachable(problem, stages, 'high');
  const lastLow = hard ? lastLowerMWh(problem) : low[periodCount];
  const lastHigh = hard ? lastUpperMWh(problem) : high[periodCount];
  if (lastLow > lastHigh + precision.slack) return null;
  const slope = terminalSlope(problem);
  value.count = 0;
  append(value, lastLow, 0);
  if (lastHigh > lastLow + precision.near) append(value, lastHigh, slope * (lastHigh - lastLow));
  const constants = new Float64Array(periodCount + 1);
  constants[periodCount] = slope * lastLow;
  let carry = 0;
  for (let t = periodCount; ; t--) {
    addWindowPenalty(problem, t, value, scratch);
    storeValue(values, t, value);
    if (t === 1) break;
    const period = t - 1;
    const lowest = retention * low[period] + inflowMWh[period];
    const highest = retention * high[period] + inflowMWh[period];
    const canCharge = applySide(
      stages.charge,
      period,
      -1,
      value,
      lowest,
      highest,
      precision,
      pruner,
      charged,
      scratch,
      spare,
    );
    const canDischarge = applySide(
      stages.discharge,
      period,
      1,
      value,
      lowest,
      highest,
      precision,
      pruner,
      discharged,
      scratch,
      spare,
    );
    if (canCharge && canDischarge) {
      pruner.start(value, precision.money, precision.near);
      pointwiseMaximum(charged, discharged, 100 * precision.near, pruner);
      pruner.finish();
    } else if (canCharge) copyInto(charged, value);
    else if (canDischarge) copyInto(discharged, value);
    else return null;
    // From z to e, and the constant into a compensated sum, so that long horizons keep their digits.
    const constant = value.y[0];
    for (let i = 0; i < value.count; i++) {
      value.x[i] = (value.x[i] - inflowMWh[period]) / retention;
      value.y[i] -= constant;
    }
    const corrected = constant - carry;
    const sum = constants[t] + corrected;
    carry = sum - constants[t] - corrected;
    constants[period] = sum;
  }
  return constants;
}

/** Forward-reachable states of the soft problem. */
function reachable(problem: StorageProblem, stages: TwoSidedStages, end: 'low' | 'high'): Float64Array {
  const reach = new Float64Array(problem.periodCount + 1);
  reach[0] = problem.initialMWh;
  for (let t = 0; t < problem.periodCount; t++) {
    let taken = end === 'low' ? -Infinity : Infinity;
    for (const side of [stages.charge, stages.discharge]) {
      let v = side.firstMWh[t];
      if (Number.isNaN(v)) continue;
      if (end === 'low') for (let j = side.starts[t]; j < side.starts[t + 1]; j++) v += side.width[j];
      taken = end === 'low' ? Math.max(taken, v) : Math.min(taken, v);
    }
    reach[t + 1] = problem.retention * reach[t] + problem.inflowMWh[t] - taken;
  }
  return reach;
}

/** One side of a stage applied to the value function; false where it is closed or reaches nothing. */
function applySide(
  side: StageCurves,
  t: number,
  direction: -1 | 1,
  value: PiecewiseLinear,
  lowest: number,
  highest: number,
  precision: Precision,
  pruner: Pruner,
  result: PiecewiseLinear,
  scratch: PiecewiseLinear,
  spare: PiecewiseLinear,
): boolean {
  let nearest = side.firstMWh[t];
  if (Number.isNaN(nearest)) return false;
  let base = side.firstValue[t];
  const start = side.starts[t];
  const last = side.starts[t + 1];
  if (direction === -1) {
    for (let j = start; j < last; j++) {
      nearest += side.width[j];
      base += side.slope[j] * side.width[j];
    }
  }
  let source = value;
  if (Math.abs(nearest) > precision.near || base !== 0) {
    copyInto(value, scratch);
    const shift = Math.abs(nearest) > precision.near ? nearest : 0;
    for (let i = 0; i < scratch.count; i++) {
      scratch.x[i] += shift;
      scratch.y[i] += base;
    }
    source = scratch;
  }
  let target = last - start > 1 ? spare : result;
  let slid = false;
  for (let j = start; j < last; j++) {
    const width = side.width[j];
    const final = j === last - 1;
    if (final) target = result;
    pruner.start(target, precision.money, precision.near);
    const from = direction === -1 ? -width : 0;
    const to = direction === -1 ? 0 : width;
    const ok = slideWindow(
      source,
      side.slope[j],
      from,
      to,
      final ? lowest : -Infinity,
      final ? highest : Infinity,
      precision.slack,
      pruner,
    );
    if (!ok) return false;
    pruner.finish();
    slid = true;
    source = target;
    target = target === spare ? scratch : spare;
  }
  return slid || clip(source, lowest, highest, precision, pruner, result);
}

function clip(
  source: PiecewiseLinear,
  lowest: number,
  highest: number,
  precision: Precision,
  pruner: Pruner,
  result: PiecewiseLinear,
): boolean {
  let from = Math.max(lowest, source.x[0]);
  const to = Math.min(highest, source.x[source.count - 1]);
  if (!(from <= to + precision.slack)) return false;
  if (from > to) from = to;
  pruner.start(result, precision.money, precision.near);
  pruner.push(from, evaluate(source, from));
  for (let i = 0; i < source.count; i++)
    if (source.x[i] > from && source.x[i] < to) pruner.push(source.x[i], source.y[i]);
  if (to > from) pruner.push(to, evaluate(source, to));
  pruner.finish();
  return true;
}

function addWindowPenalty(problem: StorageProblem, i: number, value: PiecewiseLinear, scratch: PiecewiseLinear): void {
  if (problem.windowPenalty === Infinity) return;
  const last = i === problem.periodCount;
  const lower = last ? lastLowerMWh(problem) : problem.lowerMWh[i];
  const upper = last ? lastUpperMWh(problem) : problem.upperMWh[i];
  for (const kink of [lower, upper]) {
    if (kink <= value.x[0] || kink >= value.x[value.count - 1]) continue;
    copyInto(value, scratch);
    value.count = 0;
    for (let j = 0; j < scratch.count; j++) {
      append(value, scratch.x[j], scratch.y[j]);
      if (scratch.x[j] < kink && kink < scratch.x[j + 1] && j + 1 < scratch.count)
        append(value, kink, evaluate(scratch, kink));
    }
  }
  for (let j = 0; j < value.count; j++) value.y[j] -= windowPenaltyAt(problem, i, value.x[j]);
}

/** The best v of one period, found so far. */
interface Choice {
  taken: number;
  earned: number;
  total: number;
}

function forward(
  problem: StorageProblem,
  stages: TwoSidedStages,
  workspace: ExactWorkspace,
  precision: Precision,
  constants: Float64Array,
): number {
  const { periodCount, retention, inflowMWh } = problem;
  const { takenMWh, stateMWh, waterValue, values } = workspace;
  const hard = problem.windowPenalty === Infinity;
  const view = createPiecewiseLinear(1);
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
