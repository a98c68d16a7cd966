import { createConcaveWorkspace, solveConcaveStorage, type ConcaveWorkspace } from '../../dispatch/concave-kernel.ts';
import { createRecourseWorkspace, solveRecourse, type RecourseWorkspace } from '../../dispatch/recourse.ts';
import type { StageCurves, StorageProblem } from '../../dispatch/storage-problem.ts';
import type { PlanProblem, ReservedPower } from '../../domain/plan-problem.ts';
import { shortfallTolerance } from '../evaluate-plan.ts';
import type { Schedule } from '../settle.ts';
import { createStageCurves, DaySegments } from './day-segments.ts';

/**
 * The best dispatch of the rest of a day given position and reservation, of which only the first period is wanted: one
 * run of the concave kernel. What depends on the plan alone is prepared once, so that a run costs microseconds.
 *
 * Where a price makes slopes ascend (negative prices), the later periods take the concave envelope, as the linear
 * recourse does. The period that is carried out never does: where its optimum lies inside
 * a chord, or a limit has to be left, the rest of the day is solved again with exact physics and soft windows.
 */
export class RestOfDay {
  /** The decision of the last `decide`. */
  chargeMW = 0;
  dischargeMW = 0;
  nextStateMWh = 0;
  excessDeviationMW = 0;

  /** Windows of the boundaries, the day's end condition written into the last. */
  readonly lowerMWh: Float64Array;
  readonly upperMWh: Float64Array;
  readonly inflowMWh: Float64Array;
  readonly segments: DaySegments;
  private readonly problem: PlanProblem;
  private reserved: ReservedPower | null = null;
  private positionMW: Float64Array | null = null;
  /** The kernel's view of the rest of the day from each period. */
  private readonly storages: readonly StorageProblem[];
  private readonly stages: StageCurves;
  private readonly workspace: ConcaveWorkspace;
  private recourseWorkspace: RecourseWorkspace | null = null;
  /** Chord of the first period, MWh taken; empty where from = to. */
  private chordFrom = 0;
  private chordTo = 0;

  constructor(problem: PlanProblem) {
    const { periodCount: T } = problem;
    this.problem = problem;
    this.lowerMWh = new Float64Array(T + 1);
    this.upperMWh = new Float64Array(T + 1);
    this.inflowMWh = new Float64Array(T);
    this.segments = new DaySegments(problem);
    this.stages = createStageCurves(T);
    this.workspace = createConcaveWorkspace(T, this.stages.slope.length);
    const { battery } = problem;
    this.storages = Array.from({ length: T }, (_, t) => ({
      periodCount: T - t,
      initialMWh: 0,
      retention: (1 - battery.standingLossPerHour) ** problem.periodHours,
      inflowMWh: this.inflowMWh.subarray(t),
      lowerMWh: this.lowerMWh.subarray(t),
      upperMWh: this.upperMWh.subarray(t),
      windowPenalty: Infinity,
      // The day's end condition is written into the last window: it refers to the start of the day, not of the rest.
      terminal: battery.terminal.kind === 'value' ? battery.terminal : { kind: 'free' },
    }));
  }

  /**
   * Starts a scenario: what it reserves, its position, MW by period (the same objects: the same day), and its state of
   * charge.
   */
  begin(reserved: ReservedPower, positionMW: Float64Array, initialStateMWh: number): void {
    const { periodCount: T, battery } = this.problem;
    const { terminal } = battery;
    if (reserved !== this.reserved) {
      this.lowerMWh.set(reserved.lowerMWh);
      this.upperMWh.set(reserved.upperMWh);
      this.inflowMWh.set(reserved.inflowMWh);
    }
    if (terminal.kind === 'atLeast') this.lowerMWh[T] = Math.max(reserved.lowerMWh[T], terminal.stateOfChargeMWh);
    if (terminal.kind === 'cyclic') {
      this.lowerMWh[T] = Math.max(reserved.lowerMWh[T], initialStateMWh);
      this.upperMWh[T] = Math.min(reserved.upperMWh[T], initialStateMWh);
    }
    if (positionMW !== this.positionMW || reserved !== this.reserved) this.segments.prepare(reserved, positionMW);
    this.positionMW = positionMW;
    this.reserved = reserved;
  }

  /** Decides period t from `stateMWh`, expecting the price `expected[u]` in each period u ≥ t. */
  decide(t: number, stateMWh: number, expected: Float64Array): void {
    const { battery } = this.problem;
    this.writeStages(t, expected);
    const value = solveConcaveStorage({ ...this.storages[t], initialMWh: stateMWh }, this.stages, this.workspace);
    const taken = this.workspace.takenMWh[0];
    this.take(t, taken, this.workspace.stateMWh[1]);
    const rounding = 1e-9 * Math.max(1, battery.maxChargeMW + battery.maxDischargeMW);
    const insideChord = taken > this.chordFrom + rounding && taken < this.chordTo - rounding;
    if (!Number.isFinite(value) || insideChord || this.deviatesTooFar(t, rounding))
      this.decideExactly(t, stateMWh, expected);
  }

  /** Carries out in period t what leaves the store at `endMWh`, from `stateMWh`. */
  endAt(t: number, stateMWh: number, endMWh: number): void {
    this.take(t, this.storages[t].retention * stateMWh + this.inflowMWh[t] - endMWh, endMWh);
  }

  /** Writes the decision of period t into a schedule. */
  record(t: number, schedule: Schedule): void {
    schedule.chargeMW[t] = this.chargeMW;
    schedule.dischargeMW[t] = this.dischargeMW;
    schedule.stateOfChargeMWh[t + 1] = this.nextStateMWh;
    schedule.excessDeviationMW[t] = this.excessDeviationMW > shortfallTolerance ? this.excessDeviationMW : 0;
  }

  /** low − high at each boundary of a schedule's states, MWh; 0 where it is rounding. */
  fillShortfall(stateMWh: Float64Array, shortfallMWh: Float64Array): void {
    for (let i = 0; i < stateMWh.length; i++) {
      const outside = Math.max(0, this.lowerMWh[i] - stateMWh[i]) - Math.max(0, stateMWh[i] - this.upperMWh[i]);
      shortfallMWh[i] = Math.abs(outside) > shortfallTolerance ? outside : 0;
    }
  }

  private take(t: number, taken: number, endMWh: number): void {
    const { battery, periodHours, deviationLimitMW } = this.problem;
    const positionMW = this.positionMW as Float64Array;
    this.chargeMW = taken < 0 ? -taken / (battery.chargeEfficiency * periodHours) : 0;
    this.dischargeMW = taken > 0 ? (taken * battery.dischargeEfficiency) / periodHours : 0;
    this.nextStateMWh = endMWh;
    this.excessDeviationMW =
      deviationLimitMW === null
        ? 0
        : Math.max(0, Math.abs(this.dischargeMW - this.chargeMW - positionMW[t]) - deviationLimitMW);
  }

  /** True where the dispatch found leaves the deviation limit: leaving the energy window may then be cheaper. */
  private deviatesTooFar(t: number, rounding: number): boolean {
    if (this.problem.deviationLimitMW === null) return false;
    const { takenMWh } = this.workspace;
    const { freeFromMWh, freeToMWh } = this.segments;
    for (let u = t; u < this.problem.periodCount; u++) {
      const taken = takenMWh[u - t];
      if (taken < freeFromMWh[u] - rounding || taken > freeToMWh[u] + rounding) return true;
    }
    return false;
  }

  /** The same with exact physics in every period and soft windows. */
  decideExactly(t: number, stateMWh: number, expected: Float64Array): void {
    const { problem, storages } = this;
    const reserved = this.reserved as ReservedPower;
    const positionMW = this.positionMW as Float64Array;
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

  /** Stages of the rest of the day from period t. */
  private writeStages(t: number, price: Float64Array): void {
    const { segments, stages } = this;
    for (let u = t; u < this.problem.periodCount; u++) {
      segments.writeStage(u, price[u], stages, u - t);
      if (u > t) continue;
      this.chordFrom = segments.chordFrom;
      this.chordTo = segments.chordTo;
    }
  }
}
