import type { StageCurves } from '../../dispatch/storage-problem.ts';
import type { PlanProblem, ReservedPower } from '../../domain/plan-problem.ts';

/** Net-power levels of a period: its two ends, zero, and the two ends of the free deviation. */
const mostSegments = 4;

/** Where stages are written, one after the other; what they earn at `firstMWh` makes no decision and stays 0. */
export function createStageCurves(periodCount: number): StageCurves {
  const size = periodCount * mostSegments;
  return {
    starts: new Int32Array(periodCount + 1),
    slope: new Float64Array(size),
    width: new Float64Array(size),
    firstMWh: new Float64Array(periodCount),
    firstValue: new Float64Array(periodCount),
  };
}

/**
 * What each period of a day can do beside position and reservation, prepared for any price. Segment j of a period
 * moves the net power from one level to the next; its slope is linear in the price, priceFactor·p + constant, on the
 * axis of the energy taken from the store, MWh.
 */
export class DaySegments {
  /** Segments of period t: start[t] … start[t + 1] − 1. */
  readonly start: Int32Array;
  readonly firstMWh: Float64Array;
  readonly widthMWh: Float64Array;
  readonly priceFactor: Float64Array;
  readonly constant: Float64Array;
  /** Energy taken in each period that keeps the deviation limit, MWh. */
  readonly freeFromMWh: Float64Array;
  readonly freeToMWh: Float64Array;
  /** Chord of the stage written last, MWh taken; empty where from = to. */
  chordFrom = 0;
  chordTo = 0;

  private readonly problem: PlanProblem;

  constructor(problem: PlanProblem) {
    const { periodCount: T } = problem;
    const size = T * mostSegments;
    this.problem = problem;
    this.start = new Int32Array(T + 1);
    this.firstMWh = new Float64Array(T);
    this.widthMWh = new Float64Array(size);
    this.priceFactor = new Float64Array(size);
    this.constant = new Float64Array(size);
    this.freeFromMWh = new Float64Array(T).fill(-Infinity);
    this.freeToMWh = new Float64Array(T).fill(Infinity);
  }

  /** Prepares a position, MW by period, beside a reservation. */
  prepare(reserved: ReservedPower, positionMW: Float64Array): void {
    for (let t = 0; t < this.problem.periodCount; t++) this.preparePeriod(t, reserved, positionMW[t]);
  }

  /**
   * Writes period t at a price as stage `place`, after the segments of the stages before: where slopes ascend (negative
   * prices), neighbours are pooled into their chord, which is the concave envelope.
   */
  writeStage(t: number, price: number, stages: StageCurves, place: number): void {
    const { start, widthMWh, priceFactor, constant } = this;
    const { starts, slope, width, firstMWh } = stages;
    const begin = starts[place];
    let size = begin;
    let to = this.firstMWh[t];
    this.chordFrom = 0;
    this.chordTo = 0;
    firstMWh[place] = to;
    for (let j = start[t]; j < start[t + 1]; j++) {
      let ownSlope = priceFactor[j] * price + constant[j];
      let ownWidth = widthMWh[j];
      to += ownWidth;
      if (size > begin && slope[size - 1] < ownSlope) {
        while (size > begin && slope[size - 1] < ownSlope) {
          size--;
          ownSlope = (slope[size] * width[size] + ownSlope * ownWidth) / (width[size] + ownWidth);
          ownWidth += width[size];
        }
        this.chordFrom = to - ownWidth;
        this.chordTo = to;
      }
      slope[size] = ownSlope;
      width[size++] = ownWidth;
    }
    starts[place + 1] = size;
  }

  /** Least and most energy that period t can take within the deviation limit, MWh. */
  freeRange(t: number): { least: number; most: number } {
    let last = this.firstMWh[t];
    for (let j = this.start[t]; j < this.start[t + 1]; j++) last += this.widthMWh[j];
    const possible = (taken: number): number => Math.min(Math.max(taken, this.firstMWh[t]), last);
    return { least: possible(this.freeFromMWh[t]), most: possible(this.freeToMWh[t]) };
  }

  /** The segments of period t between the net-power levels that its limits, zero and the free deviation leave. */
  private preparePeriod(t: number, reserved: ReservedPower, positionMW: number): void {
    const { battery, periodHours, deviationLimitMW: deviation, shortfallPenalty } = this.problem;
    const [C, D] = [this.problem.maxChargeMW[t], this.problem.maxDischargeMW[t]];
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
    let j = this.start[t];
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
    this.start[t + 1] = j;
  }
}
