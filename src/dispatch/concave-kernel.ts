import { energyScale, lastLowerMWh, lastUpperMWh, terminalSlope, windowPenaltyAt } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';

/**
 * Memory of the concave kernel, reused for every path. Results of the last solve: `takenMWh` (v_t, T values)
 * and `stateMWh` (e_i, T + 1 values).
 */
export interface ConcaveWorkspace {
  readonly takenMWh: Float64Array;
  readonly stateMWh: Float64Array;
  /** Where each stage segment starts on the axis z = retention·e + inflow: v(z) = first + Σ clamp(z − at, 0, width). */
  readonly segmentAt: Float64Array;
  /** Value functions as descending slopes with widths: two buffers, written in turn. */
  readonly slopes: readonly [Float64Array, Float64Array];
  readonly widths: readonly [Float64Array, Float64Array];
  /** Soft windows only: the states that can be reached, T + 1 values each. */
  readonly reachLow: Float64Array;
  readonly reachHigh: Float64Array;
}

/** A workspace for problems of up to `periodCount` periods and `segmentCount` stage segments in total. */
export function createConcaveWorkspace(periodCount: number, segmentCount: number): ConcaveWorkspace {
  const listLength = segmentCount + 2 * periodCount + 8;
  return {
    takenMWh: new Float64Array(periodCount),
    stateMWh: new Float64Array(periodCount + 1),
    segmentAt: new Float64Array(segmentCount),
    slopes: [new Float64Array(listLength), new Float64Array(listLength)],
    widths: [new Float64Array(listLength), new Float64Array(listLength)],
    reachLow: new Float64Array(periodCount + 1),
    reachHigh: new Float64Array(periodCount + 1),
  };
}

/**
 * The greatest Σ h_t(v_t) − penalties + waterValue·(e_T − e_0) of a concave storage problem, or −Infinity
 * where hard windows cannot be kept. Schedule in the workspace. Time O(T·k), k the segments of a value
 * function (about usable energy over energy per period); allocates nothing.
 *
 * Backward, V_t(e) = max_v h_t(v) + V_{t+1}(z − v) with z = retention·e + inflow merges two lists of
 * descending slopes; the windows clip its domain (hard) or steepen it (soft). docs/method/dispatch.md;
 * readable twin: concave-kernel-twin.ts.
 */
export function solveConcaveStorage(problem: StorageProblem, stages: StageCurves, workspace: ConcaveWorkspace): number {
  const feasible =
    problem.windowPenalty === Infinity
      ? backward(problem, stages, workspace, problem.lowerMWh, problem.upperMWh)
      : backwardSoft(problem, stages, workspace);
  return feasible ? forward(problem, stages, workspace) : -Infinity;
}

function backwardSoft(problem: StorageProblem, stages: StageCurves, workspace: ConcaveWorkspace): boolean {
  const { reachLow, reachHigh } = workspace;
  const { starts, width, firstMWh } = stages;
  reachLow[0] = problem.initialMWh;
  reachHigh[0] = problem.initialMWh;
  for (let t = 0; t < problem.periodCount; t++) {
    let largest = firstMWh[t];
    for (let j = starts[t]; j < starts[t + 1]; j++) largest += width[j];
    reachLow[t + 1] = problem.retention * reachLow[t] + problem.inflowMWh[t] - largest;
    reachHigh[t + 1] = problem.retention * reachHigh[t] + problem.inflowMWh[t] - firstMWh[t];
  }
  return backward(problem, stages, workspace, reachLow, reachHigh);
}

/** Fills `segmentAt`; false where the domain becomes empty. */
function backward(
  problem: StorageProblem,
  stages: StageCurves,
  workspace: ConcaveWorkspace,
  domainLow: Float64Array,
  domainHigh: Float64Array,
): boolean {
  const { periodCount, retention, inflowMWh, windowPenalty } = problem;
  const { starts, slope, width, firstMWh } = stages;
  const { segmentAt } = workspace;
  const soft = windowPenalty !== Infinity;
  const tolerance = 1e-9 * energyScale(problem, stages);
  let slopes = workspace.slopes[0];
  let widths = workspace.widths[0];
  let slopesNext = workspace.slopes[1];
  let widthsNext = workspace.widths[1];

  // V_{t+1}: segments `begin` … `end` − 1 from the state `low`.
  let low = soft ? domainLow[periodCount] : lastLowerMWh(problem);
  const high = soft ? domainHigh[periodCount] : lastUpperMWh(problem);
  if (low > high + tolerance) return false;
  let begin = 0;
  let end = 1;
  slopes[0] = terminalSlope(problem);
  widths[0] = Math.max(0, high - low);
  if (soft)
    end = addWindowSlopes(slopes, widths, begin, end, low, lastLowerMWh(problem), lastUpperMWh(problem), windowPenalty);

  for (let t = periodCount - 1; t >= 0; t--) {
    // (i) Sup-convolution: merge the stage's segments into the sorted list. On equal slopes idling is preferred.
    let from = begin;
    let count = 0;
    const first = firstMWh[t];
    let position = low + first;
    let taken = first;
    const last = starts[t + 1];
    for (let j = starts[t]; j < last; j++) {
      const stageSlope = slope[j];
      const stageWidth = width[j];
      taken += stageWidth;
      if (taken <= 0) {
        while (from < end && slopes[from] > stageSlope) {
          slopesNext[count] = slopes[from];
          widthsNext[count++] = widths[from];
          position += widths[from++];
        }
      } else {
        while (from < end && slopes[from] >= stageSlope) {
          slopesNext[count] = slopes[from];
          widthsNext[count++] = widths[from];
          position += widths[from++];
        }
      }
      segmentAt[j] = position;
      slopesNext[count] = stageSlope;
      widthsNext[count++] = stageWidth;
      position += stageWidth;
    }
    if (t === 0) break;
    while (from < end) {
      slopesNext[count] = slopes[from];
      widthsNext[count++] = widths[from];
      position += widths[from++];
    }

    // (ii) Clip to the states that the window at boundary t lets through.
    const lowest = retention * domainLow[t] + inflowMWh[t];
    const highest = retention * domainHigh[t] + inflowMWh[t];
    if (lowest > highest + tolerance || position < lowest - tolerance || low + first > highest + tolerance)
      return false;
    low += first;
    begin = 0;
    if (low < lowest) {
      let excess = lowest - low;
      while (begin < count && widthsNext[begin] <= excess) excess -= widthsNext[begin++];
      if (begin < count) widthsNext[begin] -= excess;
      low = lowest;
    }
    if (position > highest) {
      let excess = position - highest;
      while (count > begin && widthsNext[count - 1] <= excess) excess -= widthsNext[--count];
      if (count > begin) widthsNext[count - 1] -= excess;
    }
    end = count;

    // (iii) From z to e = (z − inflow) / retention.
    low = low - inflowMWh[t];
    if (retention !== 1) {
      low /= retention;
      for (let i = begin; i < end; i++) {
        slopesNext[i] *= retention;
        widthsNext[i] /= retention;
      }
    }
    if (soft)
      end = addWindowSlopes(
        slopesNext,
        widthsNext,
        begin,
        end,
        low,
        problem.lowerMWh[t],
        problem.upperMWh[t],
        windowPenalty,
      );
    const swapSlopes = slopes;
    const swapWidths = widths;
    slopes = slopesNext;
    widths = widthsNext;
    slopesNext = swapSlopes;
    widthsNext = swapWidths;
  }
  // Boundary 0 is given: can the first period reach the domain of V_1?
  if (soft || periodCount === 0) return true;
  const initial = problem.initialMWh;
  if (initial < domainLow[0] - tolerance || initial > domainHigh[0] + tolerance) return false;
  return reaches(problem, stages, low, begin, end, widths, tolerance);
}

function reaches(
  problem: StorageProblem,
  stages: StageCurves,
  low: number,
  begin: number,
  end: number,
  widths: Float64Array,
  tolerance: number,
): boolean {
  let high = low;
  for (let i = begin; i < end; i++) high += widths[i];
  let largest = stages.firstMWh[0];
  for (let j = stages.starts[0]; j < stages.starts[1]; j++) largest += stages.width[j];
  const start = problem.retention * problem.initialMWh + problem.inflowMWh[0];
  return start - stages.firstMWh[0] >= low - tolerance && start - largest <= high + tolerance;
}

/** Adds slope +penalty below `lower` and −penalty above `upper`, splitting segments there; returns the new end. */
function addWindowSlopes(
  slopes: Float64Array,
  widths: Float64Array,
  begin: number,
  end: number,
  low: number,
  lower: number,
  upper: number,
  penalty: number,
): number {
  let last = splitAt(slopes, widths, begin, end, lower - low);
  last = splitAt(slopes, widths, begin, last, upper - low);
  let middle = 0.5 * widths[begin];
  for (let i = begin; i < last; i++) {
    if (low + middle < lower) slopes[i] += penalty;
    if (low + middle > upper) slopes[i] -= penalty;
    middle += 0.5 * widths[i] + (i + 1 < last ? 0.5 * widths[i + 1] : 0);
  }
  return last;
}

/** Splits the segment that strictly contains `offset` (from the start of the list) in two; returns the new end. */
function splitAt(slopes: Float64Array, widths: Float64Array, begin: number, end: number, offset: number): number {
  if (offset <= 0) return end;
  let rest = offset;
  let i = begin;
  while (i < end && widths[i] <= rest) rest -= widths[i++];
  if (i === end || rest <= 0) return end;
  slopes.copyWithin(i + 1, i, end);
  widths.copyWithin(i + 1, i, end);
  widths[i + 1] -= rest;
  widths[i] = rest;
  return end + 1;
}

function forward(problem: StorageProblem, stages: StageCurves, workspace: ConcaveWorkspace): number {
  const { periodCount, retention, inflowMWh, lowerMWh, upperMWh } = problem;
  const { starts, slope, width, firstMWh, firstValue } = stages;
  const { segmentAt, takenMWh, stateMWh } = workspace;
  const hard = problem.windowPenalty === Infinity;
  let state = problem.initialMWh;
  let value = -terminalSlope(problem) * state;
  stateMWh[0] = state;
  for (let t = 0; t < periodCount; t++) {
    const z = retention * state + inflowMWh[t];
    let taken = firstMWh[t];
    value += firstValue[t];
    for (let j = starts[t]; j < starts[t + 1]; j++) {
      const into = z - segmentAt[j];
      if (into <= 0) break;
      const part = into < width[j] ? into : width[j];
      taken += part;
      value += slope[j] * part;
    }
    takenMWh[t] = taken;
    state = z - taken;
    if (hard) {
      // Only rounding is clipped: the backward pass keeps the schedule inside.
      if (state < lowerMWh[t + 1]) state = lowerMWh[t + 1];
      else if (state > upperMWh[t + 1]) state = upperMWh[t + 1];
    }
    stateMWh[t + 1] = state;
  }
  value += terminalSlope(problem) * state;
  if (!hard) for (let i = 0; i <= periodCount; i++) value -= windowPenaltyAt(problem, i, stateMWh[i]);
  return value;
}
