import { applySide } from './apply-side.ts';
import { applyConcaveStage, isConcave } from './concave-stage.ts';
import { precisionOf } from './exact-precision.ts';
import type { Precision } from './exact-precision.ts';
import { followValues } from './exact-schedule.ts';
import type { ExactSchedule } from './exact-schedule.ts';
import { append, copyInto, createPiecewiseLinear, evaluate, pointwiseMaximum, Pruner } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { lastLowerMWh, lastUpperMWh, terminalSlope, windowPenaltyAt } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';
import { isConcaveStage } from './two-sided-stages.ts';
import type { TwoSidedStages } from './two-sided-stages.ts';
import { createValueStore, storeValue } from './value-store.ts';

/** Memory of the exact kernel, with the schedule of the last solve. */
export interface ExactWorkspace extends ExactSchedule {
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

/**
 * The greatest Σ h_t(v_t) − penalties + waterValue·(e_T − e_0) where stages are the maximum of two concave
 * sides, or −Infinity where hard windows cannot be kept. Value functions are piecewise linear but not
 * concave: each step is the pointwise maximum of sliding-window maxima, or where value function and stage are
 * both concave a merge of slopes (docs/method/dispatch.md). Every run proves itself: the backward value bounds the optimum from
 * above, the schedule's value from below. Throws SolverError when the two differ by more than 1e-6 relative.
 */
export function solveExactStorage(problem: StorageProblem, stages: TwoSidedStages, workspace: ExactWorkspace): number {
  const precision = precisionOf(problem, stages);
  const valueAhead = backward(problem, stages, workspace, precision);
  if (valueAhead === null) return -Infinity;
  return followValues(problem, stages, workspace, precision, valueAhead);
}

/** Stores V_1 … V_T, each less its constant; returns the sums of the constants, null where infeasible. */
function backward(
  problem: StorageProblem,
  stages: TwoSidedStages,
  workspace: ExactWorkspace,
  precision: Precision,
): Float64Array | null {
  const { periodCount, retention, inflowMWh } = problem;
  const { buffers, pruner, values } = workspace;
  const { near, money, slack } = precision;
  const [, , discharged, scratch, spare] = buffers;
  let [value, charged] = buffers;
  const hard = problem.windowPenalty === Infinity;
  const low = hard ? problem.lowerMWh : reachable(problem, stages, 'low');
  const high = hard ? problem.upperMWh : reachable(problem, stages, 'high');
  const lastLow = hard ? lastLowerMWh(problem) : low[periodCount];
  const lastHigh = hard ? lastUpperMWh(problem) : high[periodCount];
  if (lastLow > lastHigh + slack) return null;
  const slope = terminalSlope(problem);
  value.count = 0;
  append(value, lastLow, 0);
  if (lastHigh > lastLow + near) append(value, lastHigh, slope * (lastHigh - lastLow));
  values.used = 0;
  const constants = new Float64Array(periodCount + 1);
  constants[periodCount] = slope * lastLow;
  let carry = 0;
  let concave = true;
  for (let t = periodCount; ; t--) {
    addWindowPenalty(problem, t, value, scratch);
    storeValue(values, t, value);
    if (t === 1) break;
    const period = t - 1;
    const lowest = retention * low[period] + inflowMWh[period];
    const highest = retention * high[period] + inflowMWh[period];
    // Most value functions are concave, and most stages: then a merge does, and a kink that is lost is soon gone.
    if (concave && isConcaveStage(stages, period, near, money)) {
      if (!applyConcaveStage(stages, period, value, lowest, highest, near, slack, charged)) return null;
      const swap = value;
      value = charged;
      charged = swap;
    } else {
      const { charge, discharge } = stages;
      const apply = (side: StageCurves, direction: -1 | 1, result: PiecewiseLinear): boolean =>
        applySide(side, period, direction, value, lowest, highest, precision, pruner, result, scratch, spare);
      const canCharge = apply(charge, -1, charged);
      const canDischarge = apply(discharge, 1, discharged);
      if (canCharge && canDischarge) {
        pruner.start(value, money, near);
        pointwiseMaximum(charged, discharged, 100 * near, pruner);
        pruner.finish();
      } else if (canCharge) copyInto(charged, value);
      else if (canDischarge) copyInto(discharged, value);
      else return null;
      concave = isConcave(value, money);
    }
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
