import type { StageCurves } from '../../dispatch/storage-problem.ts';
import type { BasisChain } from '../../domain/basis-chain.ts';
import type { PlanProblem } from '../../domain/plan-problem.ts';
import { bestEndMWh, type EnergyWorth } from './best-trade.ts';
import { createStageCurves } from './day-segments.ts';
import type { RestOfDay } from './rest-of-day.ts';

/** Equal cells of the viable states of a boundary; within one the value of energy counts as constant. */
const cellCount = 48;

/**
 * What energy left in the store is worth in each state of a chain, by backward recursion over one day:
 * V_t(e, k) = max_v h_t(v) + W_t(ρe + u − v, k), W_t(e, k) = E[V_{t+1}(e, k′) | k]. All concave in e, held as their mean
 * slope in each cell of the *viable* states: those from which every window and the deviation limit can be kept. Merging
 * slopes is exact; spreading the result over the next cells is not, and costs less the more cells there are.
 */
export class EnergyValues {
  /** Viable states of each boundary, T + 1 values, MWh; none before boundary `viableFrom`. */
  readonly lowMWh: Float64Array;
  readonly highMWh: Float64Array;
  viableFrom = 0;

  private readonly periodCount: number;
  private readonly stateCount: number;
  private readonly retention: number;
  private readonly terminalSlope: number;
  /** Slopes of W_t, T × K × cells, currency per MWh; before the first publication only the first state is there. */
  private readonly slopes: Float64Array;
  /** Slopes of V_{t+1}, K × cells. */
  private readonly atStart: Float64Array;
  private readonly stage: StageCurves = createStageCurves(1);
  private readonly worth: EnergyWorth;
  private readonly chain: BasisChain;

  constructor(problem: PlanProblem, chain: BasisChain) {
    const { periodCount: T, periodHours, battery } = problem;
    this.chain = chain;
    this.periodCount = T;
    this.stateCount = chain.stateCount;
    this.retention = (1 - battery.standingLossPerHour) ** periodHours;
    this.terminalSlope = battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0;
    this.lowMWh = new Float64Array(T + 1);
    this.highMWh = new Float64Array(T + 1);
    this.slopes = new Float64Array(T * chain.stateCount * cellCount);
    this.atStart = new Float64Array(chain.stateCount * cellCount);
    this.worth = { lowMWh: 0, highMWh: 0, slopes: new Float64Array(cellCount) };
  }

  /** Viable states given what the day has begun with; once for a plan, a position and an end condition. */
  prepare({ segments, lowerMWh, upperMWh, inflowMWh }: RestOfDay): void {
    const { periodCount: T, retention, lowMWh, highMWh } = this;
    lowMWh[T] = lowerMWh[T];
    highMWh[T] = upperMWh[T];
    this.viableFrom = lowMWh[T] > highMWh[T] ? T + 1 : T;
    for (let t = T - 1; t >= 0 && this.viableFrom === t + 1; t--) {
      const { least, most } = segments.freeRange(t);
      lowMWh[t] = Math.max(lowerMWh[t], (lowMWh[t + 1] + least - inflowMWh[t]) / retention);
      highMWh[t] = Math.min(upperMWh[t], (highMWh[t + 1] + most - inflowMWh[t]) / retention);
      if (lowMWh[t] <= highMWh[t]) this.viableFrom = t;
    }
  }

  /** The recursion for one day's day-ahead prices: `dayAhead[from + t]`. */
  solve({ segments, inflowMWh }: RestOfDay, dayAhead: Float64Array, from: number): void {
    const { periodCount: T, stateCount: K, chain, slopes, atStart } = this;
    const { publicationDelay, meanBasis, group, expected, transition, start } = chain;
    slopes.fill(this.terminalSlope, (T - 1) * K * cellCount);
    for (let t = T - 1; t > 0 && t >= this.viableFrom; t--) {
      const seen = t - publicationDelay;
      const states = seen < 0 ? 1 : K;
      for (let k = 0; k < states; k++) {
        const surprise = seen < 0 ? 0 : expected[group[seen] * K + k];
        segments.writeStage(t, dayAhead[from + t] + meanBasis[t] + surprise, this.stage, 0);
        this.stepBack(t, k, inflowMWh[t]);
      }
      const into = (t - 1) * K * cellCount;
      if (seen < 0) slopes.set(atStart.subarray(0, cellCount), into);
      else if (seen === 0) blend(atStart, K, start, 0, slopes, into);
      else
        for (let k = 0; k < K; k++)
          blend(atStart, K, transition, (group[seen - 1] * K + k) * K, slopes, into + k * cellCount);
    }
  }

  /**
   * The state at the end of period t, MWh, that earns most at `price` plus what it is worth in `state` (between two
   * states in proportion); NaN where not every limit can be kept from here on.
   */
  bestEndMWh({ segments, inflowMWh }: RestOfDay, t: number, price: number, stateMWh: number, state: number): number {
    if (t + 1 < this.viableFrom) return Number.NaN;
    const { worth } = this;
    worth.lowMWh = this.lowMWh[t + 1];
    worth.highMWh = this.highMWh[t + 1];
    this.readSlopes(t, state);
    return bestEndMWh(segments, t, price, this.retention * stateMWh + inflowMWh[t], worth);
  }

  private readSlopes(t: number, state: number): void {
    const { stateCount: K, slopes, worth } = this;
    const k = Math.floor(state);
    const share = state - k;
    const at = (t * K + k) * cellCount;
    worth.slopes.set(slopes.subarray(at, at + cellCount));
    if (share === 0) return;
    for (let i = 0; i < cellCount; i++) worth.slopes[i] += share * (slopes[at + cellCount + i] - slopes[at + i]);
  }

  /** V_t of state k into `atStart`: the stage's slopes merged into those of W_t, then the mean over each cell. */
  private stepBack(t: number, k: number, inflow: number): void {
    const { slopes, atStart, retention, lowMWh, highMWh } = this;
    const { slope: stageSlope, width: stageWidth, starts, firstMWh } = this.stage;
    const next = (t * this.stateCount + k) * cellCount;
    const nextCell = (highMWh[t + 1] - lowMWh[t + 1]) / cellCount;
    const cell = (highMWh[t] - lowMWh[t]) / cellCount;
    const out = k * cellCount;
    const stageCount = starts[1];
    let [i, j] = [0, 0];
    let at = lowMWh[t + 1] + firstMWh[0];
    let slope = 0;
    let left = 0;
    let rise = 0;
    for (let n = 0; n <= cellCount; n++) {
      const target = retention * (lowMWh[t] + n * cell) + inflow;
      while (at + left < target && (i < cellCount || j < stageCount)) {
        rise += slope * left;
        at += left;
        if (j >= stageCount || (i < cellCount && slopes[next + i] >= stageSlope[j])) {
          slope = slopes[next + i++];
          left = nextCell;
        } else {
          slope = stageSlope[j];
          left = stageWidth[j++];
        }
      }
      const part = target - at;
      rise += slope * part;
      at = target;
      left -= part;
      if (n > 0) atStart[out + n - 1] = cell > 0 ? rise / cell : slope * retention;
      rise = 0;
    }
  }
}

/** Σ weight·row of K rows of cells. */
function blend(
  rows: Float64Array,
  K: number,
  weights: Float64Array,
  weightsFrom: number,
  out: Float64Array,
  outFrom: number,
): void {
  out.fill(0, outFrom, outFrom + cellCount);
  for (let k = 0; k < K; k++) {
    const weight = weights[weightsFrom + k];
    const row = k * cellCount;
    for (let n = 0; n < cellCount; n++) out[outFrom + n] += weight * rows[row + n];
  }
}
