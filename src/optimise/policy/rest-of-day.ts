import { createConcaveWorkspace, solveConcaveStorage, type ConcaveWorkspace } from '../../dispatch/concave-kernel.ts';
import { createRecourseWorkspace, solveRecourse, type RecourseWorkspace } from '../../dispatch/recourse.ts';
import type { StorageProblem } from '../../dispatch/storage-problem.ts';
import type { PlanProblem, ReservedPower } from '../../domain/plan-problem.ts';
import { shortfallTolerance } from '../evaluate-plan.ts';

/** Net-power levels of a period: its two ends, zero, and the two ends of the free deviation. */
const mostSegments = 4;

/**
 * The best dispatch of the rest of a day given position and reservation, of which only the first period is wanted: one
 * run of the concave kernel. What depends on the plan alone is prepared once, so that a run costs microseconds.
 *
 * Segment j of a period moves the net power from one level to the next; its slope is linear in the price,
 * priceFactor·p + constant. Where a price makes slopes ascend (negative prices), the later periods take the concave
 * envelope, as the linear recourse does. The period that is carried out never does: where its optimum lies inside
 * a chord, or a limit has to be left, the rest of the day is solved again with exact physics and soft windows.
 */
export class RestOfDay {
  /** The decision of the last `decide`. */
  chargeMW = 0;
  dischargeMW = 0;
  nextStateMWh = 0;
  excessDeviationMW = 0;

  private readonly problem: PlanProblem;
  private readonly reserved: ReservedPower;
  private readonly lowerMWh: Float64Array;
  private readonly upperMWh: Float64Array;
  private positionMW: Float64Array | null = null;
  /** Segments of period t: segmentStart[t] … segmentStart[t + 1] − 1. */
  private readonly segmentStart: Int32Array;
  private readonly firstMWh: Float64Array;
  private readonly widthMWh: Float64Array;
  private readonly priceFactor: Float64Array;
  private readonly constant: Float64Array;
  /** Energy taken in each period that keeps the deviation limit, MWh. */
  private readonly freeFromMWh: Float64Array;
  private readonly freeToMWh: Float64Array;
  /** The kernel's view of the rest of the day from each period. */
  private readonly storages: readonly StorageProblem[];
  private readonly stages;
  private readonly workspace: ConcaveWorkspace;
  private recourseWorkspace: RecourseWorkspace | null = null;
  /** Chord of the first period, MWh taken; empty where from = to. */
  private chordFrom = 0;
  private chordTo = 0;

  constructor(problem: PlanProblem, reserved: ReservedPower) {
    const { periodCount: T } = problem;
    const size = T * mostSegments;
    this.problem = problem;
    this.reserved = reserved;
    this.lowerMWh = reserved.lowerMWh.slice();
    this.upperMWh = reserved.upperMWh.slice();
    this.segmentStart = new Int32Array(T + 1);
    this.firstMWh = new Float64Array(T);
    this.widthMWh = new Float64Array(size);
    this.priceFactor = new Float64Array(size);
    this.constant = new Float64Array(size);
    this.freeFromMWh = new Float64Array(T).fill(-Infinity);
    this.freeToMWh = new Float64Array(T).fill(Infinity);
    this.stages = {
      starts: new Int32Array(T + 1),
      slope: new Float64Array(size),
      width: new Float64Array(size),
      firstMWh: new Float64Array(T),
      firstValue: new Float64Array(T),
    };
    this.workspace = createConcaveWorkspace(T, size);
    const { battery } = problem;
    this.storages = Array.from({ length: T }, (_, t) => ({
      periodCount: T - t,
      initialMWh: 0,
      retention: (1 - battery.standingLossPerHour) ** problem.periodHours,
      inflowMWh: reserved.inflowMWh.subarray(t),
      lowerMWh: this.lowerMWh.subarray(t),
      upperMWh: this.upperMWh.subarray(t),
      windowPenalty: Infinity,
      // The day's end condition is written into the last window: it refers to the start of the day, not of the rest.
      terminal: battery.terminal.kind === 'value' ? battery.terminal : { kind: 'free' },
    }));
  }

  /** Starts a scenario: its position, MW by period (the same array: the same position), and its state of charge. */
  begin(positionMW: Float64Array, initialStateMWh: number): void {
    const { periodCount: T, battery } = this.problem;
    const { lowerMWh, upperMWh } = this.reserved;
    const { terminal } = battery;
    this.lowerMWh[T] = lowerMWh[T];
    this.upperMWh[T] = upperMWh[T];
    if (terminal.kind === 'atLeast') this.lowerMWh[T] = Math.max(lowerMWh[T], terminal.stateOfChargeMWh);
    if (terminal.kind === 'cyclic') {
      this.lowerMWh[T] = Math.max(lowerMWh[T], initialStateMWh);
      this.upperMWh[T] = Math.min(upperMWh[T], initialStateMWh);
    }
    if (positionMW === this.positionMW) return;
    this.positionMW = positionMW;
    for (let t = 0; t < T; t++) this.writeSegments(t, positionMW[t]);
  }

  /** Decides period t from `stateMWh`, expecting the price `expected[u]` in each period u ≥ t. */
  decide(t: number, stateMWh: number, expected: Float64Array): void {
    const { battery, periodHours, deviationLimitMW } = this.problem;
    const positionMW = this.positionMW as Float64Array;
    this.writeStages(t, expected);
    const value = solveConcaveStorage({ ...this.storages[t], initialMWh: stateMWh }, this.stages, this.workspace);
    const taken = this.workspace.takenMWh[0];
    this.chargeMW = taken < 0 ? -taken / (battery.chargeEfficiency * periodHours) : 0;
    this.dischargeMW = taken > 0 ? (taken * battery.dischargeEfficiency) / periodHours : 0;
    this.nextStateMWh = this.workspace.stateMWh[1];
    this.excessDeviationMW =
      deviationLimitMW === null
        ? 0
        : Math.max(0, Math.abs(this.dischargeMW - this.chargeMW - positionMW[t]) - deviationLimitMW);
    const rounding = 1e-9 * Math.max(1, battery.maxChargeMW + battery.maxDischargeMW);
    const insideChord = taken > this.chordFrom + rounding && taken < this.chordTo - rounding;
    if (!Number.isFinite(value) || insideChord || this.deviatesTooFar(t, rounding))
      this.decideExactly(t, stateMWh, expected, positionMW);
  }

  /** low − high at each boundary of a schedule's states, MWh; 0 where it is rounding. */
  fillShortfall(stateMWh: Float64Array, shortfallMWh: Float64Array): void {
    for (let i = 0; i < stateMWh.length; i++) {
      const outside = Math.max(0, this.lowerMWh[i] - stateMWh[i]) - Math.max(0, stateMWh[i] - this.upperMWh[i]);
      shortfallMWh[i] = Math.abs(outside) > shortfallTolerance ? outside : 0;
    }
  }

  /** True where the dispatch found leaves the deviation limit: leaving the energy window may then be cheaper. */
  private deviatesTooFar(t: number, rounding: number): boolean {
    if (this.problem.deviationLimitMW === null) return false;
    const { takenMWh } = this.workspace;
    for (let u = t; u < this.problem.periodCount; u++) {
      const taken = takenMWh[u - t];
      if (taken < this.freeFromMWh[u] - rounding || taken > this.freeToMWh[u] + rounding) return true;
    }
    return false;
  }

  private decideExactly(t: number, stateMWh: number, expected: Float64Array, positionMW: Float64Array): void {
    const { problem, reserved, storages } = this;
    this.recourseWorkspace ??= createRecourseWorkspace(problem.periodCount);
    const { battery } = problem;
    const solution = solveRecourse(
      {
        battery: { ...battery, initialStateOfChargeMWh: stateMWh, terminal: storages[t].terminal },
        periodHours: problem.periodHours,
        price: expected.subarray(t),
        positionMW: positionMW.subarray(t),
        reservedUpMW: reserved.upMW.subarray(t),
        reservedDownMW: reserved.downMW.subarray(t),
        inflowMWh: storages[t].inflowMWh,
        lowerMWh: storages[t].lowerMWh,
        upperMWh: storages[t].upperMWh,
        deviationLimitMW: problem.deviationLimitMW,
        shortfallPenalty: problem.shortfallPenalty,
        maxChargeMW: problem.maxChargeMW.subarray(t),
        maxDischargeMW: problem.maxDischargeMW.subarray(t),
      },
      'exact',
      this.recourseWorkspace,
    );
    this.chargeMW = solution.chargeMW[0];
    this.dischargeMW = solution.dischargeMW[0];
    this.nextStateMWh = solution.stateOfChargeMWh[1];
    this.excessDeviationMW = solution.excessDeviationMW[0];
  }

  /** The segments of period t between the net-power levels that its limits, zero and the free deviation leave. */
  private writeSegments(t: number, positionMW: number): void {
    const { problem, reserved } = this;
    const { battery, periodHours, deviationLimitMW: deviation, shortfallPenalty } = problem;
    const [C, D] = [problem.maxChargeMW[t], problem.maxDischargeMW[t]];
    let lowest = Math.min(D, Math.max(-C, reserved.downMW[t] - C));
    let highest = Math.max(-C, Math.min(D, D - reserved.upMW[t]));
    // A reservation by a solver may overshoot by rounding.
    if (lowest > highest) lowest = highest = 0.5 * (lowest + highest);
    const inner = deviation === null ? [0] : [0, positionMW - deviation, positionMW + deviation];
    const levels = [lowest, ...inner.filter((level) => level > lowest && level < highest), highest].sort(
      (a, b) => a - b,
    );
    const taken = (net: number): number =>
      periodHours * (net < 0 ? net * battery.chargeEfficiency : net / battery.dischargeEfficiency);
    const excess = (net: number): number =>
      deviation === null ? 0 : Math.max(0, Math.abs(net - positionMW) - deviation);
    this.firstMWh[t] = taken(lowest);
    if (deviation !== null) {
      this.freeFromMWh[t] = taken(positionMW - deviation);
      this.freeToMWh[t] = taken(positionMW + deviation);
    }
    let j = this.segmentStart[t];
    for (let i = 1; i < levels.length; i++) {
      const [from, to] = [levels[i - 1], levels[i]];
      const width = taken(to) - taken(from);
      if (width <= 0) continue;
      const discharged = Math.max(0, to) - Math.max(0, from);
      this.widthMWh[j] = width;
      this.priceFactor[j] = (periodHours * (to - from)) / width;
      this.constant[j] =
        (-periodHours * (battery.throughputCost * discharged + shortfallPenalty * (excess(to) - excess(from)))) / width;
      j++;
    }
    this.segmentStart[t + 1] = j;
  }

  /** Stages of the rest of the day from period t: descending slopes, ascending neighbours pooled into their chord. */
  private writeStages(t: number, price: Float64Array): void {
    const { segmentStart, widthMWh, priceFactor, constant, firstMWh, stages } = this;
    const { starts, slope, width } = stages;
    this.chordFrom = 0;
    this.chordTo = 0;
    let size = 0;
    for (let u = t; u < this.problem.periodCount; u++) {
      const begin = size;
      let to = firstMWh[u];
      stages.firstMWh[u - t] = to;
      for (let j = segmentStart[u]; j < segmentStart[u + 1]; j++) {
        let ownSlope = priceFactor[j] * price[u] + constant[j];
        let ownWidth = widthMWh[j];
        to += ownWidth;
        if (size > begin && slope[size - 1] < ownSlope) {
          while (size > begin && slope[size - 1] < ownSlope) {
            size--;
            ownSlope = (slope[size] * width[size] + ownSlope * ownWidth) / (width[size] + ownWidth);
            ownWidth += width[size];
          }
          if (u === t) {
            this.chordFrom = to - ownWidth;
            this.chordTo = to;
          }
        }
        slope[size] = ownSlope;
        width[size++] = ownWidth;
      }
      starts[u - t + 1] = size;
    }
  }
}
