import { createConcaveMemory, createConcaveStore, solveConcaveRecursion } from '../../dispatch/concave-recursion.ts';
import type { ConcaveMemory, ConcaveStore } from '../../dispatch/concave-recursion.ts';
import type { StageCurves, StorageProblem } from '../../dispatch/storage-problem.ts';
import { lastLowerMWh, lastUpperMWh, terminalSlope } from '../../dispatch/storage-problem.ts';

/**
 * The concave recursion of docs/method/dispatch.md for many price paths through one store: what depends on the
 * plan alone (windows, inflow, the states that have to be admitted) is prepared once, and the water values come
 * with the schedule. States may leave the window only where every schedule has to; whether that costs
 * anything is told by the dual value. Allocates nothing per path. Checked against `dispatch/recourse.ts`.
 */
export class StorePath {
  /** v_t, T values, and e_i, T + 1 values, of the last solve. */
  readonly takenMWh: Float64Array;
  readonly stateMWh: Float64Array;
  /** m_t: value of one more MWh at the end of each period. */
  readonly waterValue: Float64Array;
  private readonly store: ConcaveStore;
  private readonly memory: ConcaveMemory;
  private readonly range = { low: 0, high: 0 };
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;

  constructor(storage: StorageProblem, mostSegments: number, energyScale: number) {
    const { periodCount } = storage;
    this.store = createConcaveStore(periodCount);
    this.store.initialMWh = storage.initialMWh;
    this.store.retention = storage.retention;
    this.store.terminalSlope = terminalSlope(storage);
    this.store.windowPenalty = storage.windowPenalty;
    this.store.toleranceMWh = 1e-9 * energyScale;
    this.memory = createConcaveMemory(periodCount, periodCount * mostSegments);
    this.takenMWh = this.memory.takenMWh;
    this.stateMWh = this.memory.stateMWh;
    this.waterValue = new Float64Array(periodCount);
    this.lowest = new Float64Array(periodCount);
    this.highest = new Float64Array(periodCount);
  }

  /** Takes the windows and inflow of a plan. Before `solve`, `allow` at least once. */
  setWindows(storage: StorageProblem): void {
    const { periodCount: T, lowerMWh, upperMWh, admittedLowMWh, admittedHighMWh, widened } = this.store;
    this.store.inflowMWh = storage.inflowMWh;
    lowerMWh.set(storage.lowerMWh);
    upperMWh.set(storage.upperMWh);
    lowerMWh[T] = lastLowerMWh(storage);
    upperMWh[T] = lastUpperMWh(storage);
    for (let i = 0; i <= T; i++) {
      // Between ends that cross, both sides are paid for and the sum is the same everywhere.
      admittedLowMWh[i] = Math.min(lowerMWh[i], upperMWh[i]);
      admittedHighMWh[i] = Math.max(lowerMWh[i], upperMWh[i]);
    }
    widened.fill(0);
  }

  /**
   * Allows the states outside of the windows that a schedule with v_t from `leastTaken` to `mostTaken` has to
   * take: the nearest one that can be reached, and the nearest one from which the next window can be.
   */
  allow(leastTaken: Float64Array, mostTaken: Float64Array): void {
    const { periodCount: T, initialMWh, retention, inflowMWh, lowerMWh, upperMWh } = this.store;
    const states = this.range;
    states.low = initialMWh;
    states.high = initialMWh;
    for (let i = 1; i <= T; i++) {
      states.low = retention * states.low + inflowMWh[i - 1] - mostTaken[i - 1];
      states.high = retention * states.high + inflowMWh[i - 1] - leastTaken[i - 1];
      this.allowNearest(i, states);
    }
    states.low = Math.min(lowerMWh[T], upperMWh[T]);
    states.high = Math.max(lowerMWh[T], upperMWh[T]);
    for (let i = T - 1; i >= 1; i--) {
      states.low = (states.low - inflowMWh[i] + leastTaken[i]) / retention;
      states.high = (states.high - inflowMWh[i] + mostTaken[i]) / retention;
      this.allowNearest(i, states);
    }
  }

  /** Cuts the states to the window of boundary i; where none is inside, the nearest one is allowed and left. */
  private allowNearest(i: number, states: { low: number; high: number }): void {
    const { lowerMWh, upperMWh, admittedLowMWh, admittedHighMWh, widened } = this.store;
    const from = Math.min(lowerMWh[i], upperMWh[i]);
    const to = Math.max(lowerMWh[i], upperMWh[i]);
    if (states.low <= to && states.high >= from) {
      states.low = Math.max(states.low, from);
      states.high = Math.min(states.high, to);
      return;
    }
    if (states.low > to) states.high = states.low;
    else states.low = states.high;
    admittedLowMWh[i] = Math.min(admittedLowMWh[i], states.low);
    admittedHighMWh[i] = Math.max(admittedHighMWh[i], states.high);
    widened[i] = 1;
  }

  /** Greatest Σ h_t(v_t) − window penalties at boundaries 1…T + waterValue·(e_T − e_0); −Infinity where the allowed states cannot be kept. */
  solve(stages: StageCurves): number {
    return solveConcaveRecursion(this.store, stages, this.memory) ? this.memory.optimum[0] : -Infinity;
  }

  /**
   * Fills `waterValue` from the schedule: backward the interval that the future and h_t at v_t allow, forward
   * the value nearest to m_{t−1}/ρ. docs/method/dispatch.md.
   */
  fillWaterValues(stages: StageCurves): void {
    const { periodCount: T, retention, lowerMWh: lower, upperMWh: upper, windowPenalty: penalty } = this.store;
    const { stateMWh, takenMWh, waterValue, lowest, highest } = this;
    const tolerance = this.store.toleranceMWh;
    const { starts, slope, width, firstMWh } = stages;
    let low = this.store.terminalSlope;
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
