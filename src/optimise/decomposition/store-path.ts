import type { StageCurves, StorageProblem } from '../../dispatch/storage-problem.ts';
import { lastLowerMWh, lastUpperMWh, terminalSlope } from '../../dispatch/storage-problem.ts';

/**
 * The concave kernel of docs/method/optimise.md for many price paths through one store: what depends on the
 * plan alone (windows, inflow, the states that have to be allowed) is prepared once, and the water values come
 * with the schedule. States may leave the window only where every schedule has to; whether that costs
 * anything is told by the dual value. Allocates nothing per path. Checked against `dispatch/recourse.ts`.
 */
export class StorePath {
  /** v_t, T values, and e_i, T + 1 values, of the last solve. */
  readonly takenMWh: Float64Array;
  readonly stateMWh: Float64Array;
  /** m_t: value of one more MWh at the end of each period. */
  readonly waterValue: Float64Array;
  private readonly periodCount: number;
  private readonly penalty: number;
  private readonly tolerance: number;
  private readonly retention: number;
  private readonly initialMWh: number;
  private readonly terminalSlope: number;
  /** Windows with the terminal condition, and the states allowed. */
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly allowedLow: Float64Array;
  private readonly allowedHigh: Float64Array;
  /** 1 where states outside of the window are allowed. */
  private readonly widened: Uint8Array;
  private readonly range = { low: 0, high: 0 };
  private inflow: Float64Array;
  private readonly segmentAt: Float64Array;
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  private readonly slopes: Float64Array;
  private readonly widths: Float64Array;
  private readonly nextSlopes: Float64Array;
  private readonly nextWidths: Float64Array;

  constructor(storage: StorageProblem, mostSegments: number, energyScale: number) {
    const T = storage.periodCount;
    const array = (length: number): Float64Array => new Float64Array(length);
    this.periodCount = T;
    this.penalty = storage.windowPenalty;
    this.tolerance = 1e-9 * energyScale;
    this.retention = storage.retention;
    this.initialMWh = storage.initialMWh;
    this.terminalSlope = terminalSlope(storage);
    this.takenMWh = array(T);
    this.stateMWh = array(T + 1);
    this.waterValue = array(T);
    this.lower = array(T + 1);
    this.upper = array(T + 1);
    this.allowedLow = array(T + 1);
    this.allowedHigh = array(T + 1);
    this.widened = new Uint8Array(T + 1);
    this.inflow = storage.inflowMWh;
    this.segmentAt = array(T * mostSegments);
    this.lowest = array(T);
    this.highest = array(T);
    const length = T * (mostSegments + 2) + 8;
    this.slopes = array(length);
    this.widths = array(length);
    this.nextSlopes = array(length);
    this.nextWidths = array(length);
  }

  /** Takes the windows and inflow of a plan. Before `solve`, `allow` at least once. */
  setWindows(storage: StorageProblem): void {
    const { periodCount: T, lower, upper, allowedLow, allowedHigh } = this;
    this.inflow = storage.inflowMWh;
    lower.set(storage.lowerMWh);
    upper.set(storage.upperMWh);
    lower[T] = lastLowerMWh(storage);
    upper[T] = lastUpperMWh(storage);
    for (let i = 0; i <= T; i++) {
      // Between ends that cross, both sides are paid for and the sum is the same everywhere.
      allowedLow[i] = Math.min(lower[i], upper[i]);
      allowedHigh[i] = Math.max(lower[i], upper[i]);
    }
    this.widened.fill(0);
  }

  /**
   * Allows the states outside of the windows that a schedule with v_t from `leastTaken` to `mostTaken` has to
   * take: the nearest one that can be reached, and the nearest one from which the next window can be.
   */
  allow(leastTaken: Float64Array, mostTaken: Float64Array): void {
    const { periodCount: T, retention, inflow } = this;
    const states = this.range;
    states.low = this.initialMWh;
    states.high = this.initialMWh;
    for (let i = 1; i <= T; i++) {
      states.low = retention * states.low + inflow[i - 1] - mostTaken[i - 1];
      states.high = retention * states.high + inflow[i - 1] - leastTaken[i - 1];
      this.allowNearest(i, states);
    }
    states.low = Math.min(this.lower[T], this.upper[T]);
    states.high = Math.max(this.lower[T], this.upper[T]);
    for (let i = T - 1; i >= 1; i--) {
      states.low = (states.low - inflow[i] + leastTaken[i]) / retention;
      states.high = (states.high - inflow[i] + mostTaken[i]) / retention;
      this.allowNearest(i, states);
    }
  }

  /** Cuts the states to the window of boundary i; where none is inside, the nearest one is allowed and left. */
  private allowNearest(i: number, states: { low: number; high: number }): void {
    const { lower, upper, allowedLow, allowedHigh, widened } = this;
    const from = Math.min(lower[i], upper[i]);
    const to = Math.max(lower[i], upper[i]);
    if (states.low <= to && states.high >= from) {
      states.low = Math.max(states.low, from);
      states.high = Math.min(states.high, to);
      return;
    }
    if (states.low > to) states.high = states.low;
    else states.low = states.high;
    allowedLow[i] = Math.min(allowedLow[i], states.low);
    allowedHigh[i] = Math.max(allowedHigh[i], states.high);
    widened[i] = 1;
  }

  /** Greatest Σ h_t(v_t) − window penalties at boundaries 1…T + waterValue·(e_T − e_0); −Infinity where the allowed states cannot be kept. */
  solve(stages: StageCurves): number {
    return this.backward(stages) ? this.forward(stages) : -Infinity;
  }

  /** Fills `segmentAt`: where each segment starts on the axis z = retention·e + inflow. */
  private backward(stages: StageCurves): boolean {
    const { periodCount: T, retention, inflow, segmentAt, allowedLow, allowedHigh, widened, tolerance } = this;
    const { starts, slope, width, firstMWh } = stages;
    let { slopes, widths, nextSlopes, nextWidths } = this;
    let low = allowedLow[T];
    let begin = 0;
    let end = 1;
    slopes[0] = this.terminalSlope;
    widths[0] = allowedHigh[T] - low;
    if (widened[T] === 1) end = this.addPenalty(T, slopes, widths, begin, end, low);
    for (let t = T - 1; t >= 0; t--) {
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
        while (from < end && slopes[from] > stageSlope) {
          nextSlopes[count] = slopes[from];
          nextWidths[count++] = widths[from];
          position += widths[from++];
        }
        // On equal slopes idling is preferred: discharging comes after what is in store already.
        const tie = taken > 0 ? stageSlope : NaN;
        while (from < end && slopes[from] === tie) {
          nextSlopes[count] = slopes[from];
          nextWidths[count++] = widths[from];
          position += widths[from++];
        }
        segmentAt[j] = position;
        nextSlopes[count] = stageSlope;
        nextWidths[count++] = stageWidth;
        position += stageWidth;
      }
      if (t === 0) {
        while (from < end) position += widths[from++];
        const z = retention * this.initialMWh + inflow[0];
        return z >= low + first - tolerance && z <= position + tolerance;
      }
      while (from < end) {
        nextSlopes[count] = slopes[from];
        nextWidths[count++] = widths[from];
        position += widths[from++];
      }
      const lowest = retention * allowedLow[t] + inflow[t];
      const highest = retention * allowedHigh[t] + inflow[t];
      if (position < lowest - tolerance || low + first > highest + tolerance) return false;
      low += first;
      begin = 0;
      if (low < lowest) {
        let excess = lowest - low;
        while (begin < count && nextWidths[begin] <= excess) excess -= nextWidths[begin++];
        if (begin < count) nextWidths[begin] -= excess;
        low = lowest;
      }
      if (position > highest) {
        let excess = position - highest;
        while (count > begin && nextWidths[count - 1] <= excess) excess -= nextWidths[--count];
        if (count > begin) nextWidths[count - 1] -= excess;
      }
      end = count;
      low -= inflow[t];
      if (retention !== 1) {
        low /= retention;
        for (let i = begin; i < end; i++) {
          nextSlopes[i] *= retention;
          nextWidths[i] /= retention;
        }
      }
      if (widened[t] === 1) end = this.addPenalty(t, nextSlopes, nextWidths, begin, end, low);
      const [swapSlopes, swapWidths] = [slopes, widths];
      slopes = nextSlopes;
      widths = nextWidths;
      nextSlopes = swapSlopes;
      nextWidths = swapWidths;
    }
    return true;
  }

  private forward(stages: StageCurves): number {
    const {
      periodCount: T,
      retention,
      inflow,
      segmentAt,
      takenMWh,
      stateMWh,
      lower,
      upper,
      penalty,
      allowedLow,
      allowedHigh,
    } = this;
    const { starts, slope, width, firstMWh, firstValue } = stages;
    let state = this.initialMWh;
    let value = -this.terminalSlope * state;
    stateMWh[0] = state;
    for (let t = 0; t < T; t++) {
      const z = retention * state + inflow[t];
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
      // Only rounding is clipped: the backward pass keeps the schedule inside.
      if (state < allowedLow[t + 1]) state = allowedLow[t + 1];
      else if (state > allowedHigh[t + 1]) state = allowedHigh[t + 1];
      stateMWh[t + 1] = state;
      if (state < lower[t + 1]) value -= penalty * (lower[t + 1] - state);
      if (state > upper[t + 1]) value -= penalty * (state - upper[t + 1]);
    }
    return value + this.terminalSlope * state;
  }

  /** Slope +penalty below the window and −penalty above it, segments split at its ends; returns the new end. */
  private addPenalty(
    i: number,
    slopes: Float64Array,
    widths: Float64Array,
    begin: number,
    end: number,
    low: number,
  ): number {
    const { lower, upper, penalty } = this;
    let last = splitAt(slopes, widths, begin, end, lower[i] - low);
    last = splitAt(slopes, widths, begin, last, upper[i] - low);
    let left = low;
    for (let j = begin; j < last; j++) {
      const middle = left + 0.5 * widths[j];
      if (middle < lower[i]) slopes[j] += penalty;
      if (middle > upper[i]) slopes[j] -= penalty;
      left += widths[j];
    }
    return last;
  }

  /**
   * Fills `waterValue` from the schedule: backward the interval that the future and h_t at v_t allow, forward
   * the value nearest to m_{t−1}/ρ. docs/method/dispatch.md.
   */
  fillWaterValues(stages: StageCurves): void {
    const {
      periodCount: T,
      retention,
      stateMWh,
      takenMWh,
      lowest,
      highest,
      lower,
      upper,
      penalty,
      tolerance,
      waterValue,
    } = this;
    const { starts, slope, width, firstMWh } = stages;
    let low = this.terminalSlope;
    let high = low;
    for (let t = T - 1; t >= 0; t--) {
      const state = stateMWh[t + 1];
      const lowEnd = lower[t + 1];
      const highEnd = upper[t + 1];
      if (state <= lowEnd + tolerance) {
        high += penalty;
        if (state < lowEnd - tolerance) low += penalty;
      }
      if (state >= highEnd - tolerance) {
        low -= penalty;
        if (state > highEnd + tolerance) high -= penalty;
      }
      const taken = takenMWh[t];
      let stageLow = -Infinity;
      let stageHigh = Infinity;
      let right = firstMWh[t];
      for (let j = starts[t]; j < starts[t + 1]; j++) {
        const left = right;
        right += width[j];
        if (right <= taken + tolerance) {
          stageHigh = slope[j];
          continue;
        }
        stageLow = slope[j];
        if (left < taken - tolerance) stageHigh = slope[j];
        break;
      }
      if (stageLow > low) low = stageLow;
      if (stageHigh < high) high = stageHigh;
      if (low > high) {
        low = 0.5 * (low + high);
        high = low;
      }
      lowest[t] = low;
      highest[t] = high;
      low *= retention;
      high *= retention;
    }
    let value =
      lowest[0] === -Infinity
        ? Math.min(0, highest[0])
        : highest[0] === Infinity
          ? Math.max(0, lowest[0])
          : 0.5 * (lowest[0] + highest[0]);
    waterValue[0] = value;
    for (let t = 1; t < T; t++) {
      const state = stateMWh[t];
      let least = 0;
      let most = 0;
      if (state <= lower[t] + tolerance) {
        most += penalty;
        if (state < lower[t] - tolerance) least += penalty;
      }
      if (state >= upper[t] - tolerance) {
        least -= penalty;
        if (state > upper[t] + tolerance) most -= penalty;
      }
      const from = Math.max(lowest[t], (value - most) / retention);
      const to = Math.min(highest[t], (value - least) / retention);
      const wanted = value / retention;
      value = from > to ? 0.5 * (from + to) : wanted < from ? from : wanted > to ? to : wanted;
      if (value < lowest[t]) value = lowest[t];
      else if (value > highest[t]) value = highest[t];
      waterValue[t] = value;
    }
  }
}

/** Splits the segment that strictly contains `offset` from the start of the list in two; returns the new end. */
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
