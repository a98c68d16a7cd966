import type { StageCurves } from './storage-problem.ts';

/**
 * A store as the recursion sees it: windows with the terminal condition, and the states that are admitted.
 * Boundaries i = 0…T, energies in MWh. Fields may be set anew for another problem of as many periods or fewer.
 */
export interface ConcaveStore {
  periodCount: number;
  initialMWh: number;
  /** Share of the stored energy that is left after one period, in (0, 1]. */
  retention: number;
  /** Value of one MWh in the store at the end of the horizon. */
  terminalSlope: number;
  /** Currency per MWh outside of the window and boundary; 0 where windows are hard. */
  windowPenalty: number;
  /** Domains that are empty by no more than this are empty by rounding. */
  toleranceMWh: number;
  /** T values. */
  inflowMWh: Float64Array;
  lowerMWh: Float64Array;
  upperMWh: Float64Array;
  /** States admitted; beyond the window only where `widened` is 1, and there at the penalty. */
  admittedLowMWh: Float64Array;
  admittedHighMWh: Float64Array;
  readonly widened: Uint8Array;
}

/** Memory of the recursion, reused for every path, and its results. */
export interface ConcaveMemory {
  /** v_t, T values. */
  readonly takenMWh: Float64Array;
  /** e_i, T + 1 values. */
  readonly stateMWh: Float64Array;
  /** One value: a number that a function returns would be a new object for every path. */
  readonly optimum: Float64Array;
  /** Where each stage segment starts on the axis retention·e: v(e) = first + Σ clamp(retention·e − at, 0, width). */
  readonly segmentAt: Float64Array;
  /** The value function: segment i has slopes[i] from positions[i] to positions[i + 1]. */
  readonly slopes: Float64Array;
  readonly positions: Float64Array;
}

export function createConcaveStore(periodCount: number): ConcaveStore {
  const atBoundaries = (): Float64Array => new Float64Array(periodCount + 1);
  return {
    periodCount,
    initialMWh: 0,
    retention: 1,
    terminalSlope: 0,
    windowPenalty: 0,
    toleranceMWh: 0,
    inflowMWh: new Float64Array(periodCount),
    lowerMWh: atBoundaries(),
    upperMWh: atBoundaries(),
    admittedLowMWh: atBoundaries(),
    admittedHighMWh: atBoundaries(),
    widened: new Uint8Array(periodCount + 1),
  };
}

/** Memory for problems of up to `periodCount` periods and `segmentCount` stage segments in total. */
export function createConcaveMemory(periodCount: number, segmentCount: number): ConcaveMemory {
  // The list moves to the left by the segments of each stage and the two ends of each window.
  const listLength = segmentCount + 2 * periodCount + 8;
  return {
    takenMWh: new Float64Array(periodCount),
    stateMWh: new Float64Array(periodCount + 1),
    optimum: new Float64Array(1),
    segmentAt: new Float64Array(segmentCount),
    slopes: new Float64Array(listLength),
    positions: new Float64Array(listLength),
  };
}

/**
 * The greatest Σ h_t(v_t) − penalties at boundaries 1…T + terminalSlope·(e_T − e_0) over concave stages, into
 * `memory`; false where the admitted states cannot be kept. Time O(T·k), k the segments of a value function;
 * allocates nothing. The only copy of the merge: `concave-kernel.ts` and the plan's `store-path.ts` run it.
 */
export function solveConcaveRecursion(store: ConcaveStore, stages: StageCurves, memory: ConcaveMemory): boolean {
  if (!backward(store, stages, memory)) return false;
  forward(store, stages, memory);
  return true;
}

/**
 * V_t(e) = max_v h_t(v) + V_{t+1}(retention·e + inflow − v), from the end. Merging h_t into the list moves the
 * segments before its own to the left, in place: those after them keep their index, and only positions change.
 */
function backward(store: ConcaveStore, stages: StageCurves, memory: ConcaveMemory): boolean {
  const { retention, inflowMWh, admittedLowMWh, admittedHighMWh, widened, toleranceMWh } = store;
  const { starts, slope, width, firstMWh } = stages;
  const { segmentAt, slopes, positions } = memory;
  const last = store.periodCount;
  if (admittedLowMWh[last] > admittedHighMWh[last] + toleranceMWh) return false;

  // V_{t+1}: segments `begin` … `end` − 1. The slope −Infinity at `end` stops every search.
  let end = slopes.length - 1;
  let begin = end - 1;
  slopes[begin] = store.terminalSlope;
  positions[begin] = admittedLowMWh[last];
  slopes[end] = -Infinity;
  positions[end] = Math.max(admittedLowMWh[last], admittedHighMWh[last]);
  if (widened[last] === 1) begin = addPenalty(store, last, slopes, positions, begin, end);

  for (let t = last - 1; t >= 0; t--) {
    // (i) Sup-convolution: the stage's segments into the sorted list, on the axis retention·e.
    let j = starts[t];
    const stageEnd = starts[t + 1];
    let shift = firstMWh[t] - inflowMWh[t];
    let taken = firstMWh[t];
    const bottom = positions[begin] + shift;
    let from = begin;
    begin -= stageEnd - j;
    let to = begin;
    // On equal slopes idling is preferred: charging comes first, discharging last.
    for (; j < stageEnd && taken + width[j] <= 0; j++) {
      const stageSlope = slope[j];
      for (let own = slopes[from]; own > stageSlope; own = slopes[from]) {
        slopes[to] = own;
        positions[to++] = positions[from++] + shift;
      }
      const at = positions[from] + shift;
      segmentAt[j] = at;
      slopes[to] = stageSlope;
      positions[to++] = at;
      shift += width[j];
      taken += width[j];
    }
    for (; j < stageEnd; j++) {
      const stageSlope = slope[j];
      for (let own = slopes[from]; own >= stageSlope; own = slopes[from]) {
        slopes[to] = own;
        positions[to++] = positions[from++] + shift;
      }
      const at = positions[from] + shift;
      segmentAt[j] = at;
      slopes[to] = stageSlope;
      positions[to++] = at;
      shift += width[j];
    }

    // (ii) Clip to the admitted states.
    const top = positions[end] + shift;
    if (t === 0) {
      const initial = retention * store.initialMWh;
      return initial >= bottom - toleranceMWh && initial <= top + toleranceMWh;
    }
    const lowest = retention * admittedLowMWh[t];
    const highest = retention * admittedHighMWh[t];
    const low = lowest > bottom ? lowest : bottom;
    const high = highest < top ? highest : top;
    if (low > high + toleranceMWh) return false;
    let position = positions[from] + shift;
    while (from < end && position < highest) {
      positions[from++] = position;
      position = positions[from] + shift;
    }
    end = from;
    while (end - 1 > begin && positions[end - 1] >= highest) end--;
    while (begin < end - 1 && positions[begin + 1] <= lowest) begin++;
    slopes[end] = -Infinity;
    positions[begin] = low;
    positions[end] = high > low ? high : low;

    // (iii) From retention·e to e.
    if (retention !== 1) {
      for (let i = begin; i < end; i++) slopes[i] *= retention;
      for (let i = begin; i <= end; i++) positions[i] /= retention;
    }
    if (widened[t] === 1) begin = addPenalty(store, t, slopes, positions, begin, end);
  }
  return true;
}

/** Slope +penalty below the window and −penalty above it, segments split at its ends; returns the new begin. */
function addPenalty(
  store: ConcaveStore,
  i: number,
  slopes: Float64Array,
  positions: Float64Array,
  begin: number,
  end: number,
): number {
  const lower = store.lowerMWh[i];
  const upper = store.upperMWh[i];
  const penalty = store.windowPenalty;
  let first = splitAt(slopes, positions, begin, end, lower);
  first = splitAt(slopes, positions, first, end, upper);
  for (let k = first; k < end; k++) {
    if (positions[k] < lower) slopes[k] += penalty;
    if (positions[k] >= upper) slopes[k] -= penalty;
  }
  return first;
}

/** Splits the segment that strictly contains `at` in two, those before it one place to the left; returns the new begin. */
function splitAt(slopes: Float64Array, positions: Float64Array, begin: number, end: number, at: number): number {
  if (!(at > positions[begin] && at < positions[end])) return begin;
  let right = begin + 1;
  while (positions[right] < at) right++;
  if (positions[right] === at) return begin;
  for (let i = begin; i < right; i++) {
    slopes[i - 1] = slopes[i];
    positions[i - 1] = positions[i];
  }
  positions[right - 1] = at;
  return begin - 1;
}

function forward(store: ConcaveStore, stages: StageCurves, memory: ConcaveMemory): void {
  const { periodCount, retention, inflowMWh, terminalSlope, windowPenalty } = store;
  const { lowerMWh, upperMWh, admittedLowMWh, admittedHighMWh } = store;
  const { starts, slope, width, firstMWh, firstValue } = stages;
  const { segmentAt, takenMWh, stateMWh } = memory;
  let state = store.initialMWh;
  let value = -terminalSlope * state;
  stateMWh[0] = state;
  let j = starts[0];
  for (let t = 0; t < periodCount; t++) {
    const kept = retention * state;
    let taken = firstMWh[t];
    value += firstValue[t];
    const stageEnd = starts[t + 1];
    for (; j < stageEnd; j++) {
      const into = kept - segmentAt[j];
      if (into <= 0) break;
      const part = into < width[j] ? into : width[j];
      taken += part;
      value += slope[j] * part;
    }
    j = stageEnd;
    takenMWh[t] = taken;
    state = kept + inflowMWh[t] - taken;
    // Only rounding is clipped: the backward pass keeps the schedule inside.
    if (state < admittedLowMWh[t + 1]) state = admittedLowMWh[t + 1];
    else if (state > admittedHighMWh[t + 1]) state = admittedHighMWh[t + 1];
    stateMWh[t + 1] = state;
    if (windowPenalty === 0) continue;
    if (state < lowerMWh[t + 1]) value -= windowPenalty * (lowerMWh[t + 1] - state);
    if (state > upperMWh[t + 1]) value -= windowPenalty * (state - upperMWh[t + 1]);
  }
  memory.optimum[0] = value + terminalSlope * state;
}
