import { windowPenaltyAt, type StorageProblem } from '../../dispatch/storage-problem.ts';
import { acceptedPlan, bidThreshold, reservedPower, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';
import type { FirstStage } from '../first-stage.ts';

/**
 * What a plan leaves to the recourse: net power, windows and inflow beside what is reserved, and the position that the
 * deviation limit refers to. Of a bid curve the position differs by scenario, of offers with a price what is reserved.
 */
export class RecourseLimits {
  /** The store with its soft windows. */
  readonly soft: { -readonly [K in keyof StorageProblem]: StorageProblem[K] };
  /** What the windows cost at the state that the day starts with. */
  penaltyAtStart = 0;
  /** Net power by period, MW. */
  readonly lowestMW: Float64Array;
  readonly highestMW: Float64Array;
  /** Filled where there is a deviation limit. */
  readonly positionMW: Float64Array;
  /** The period whose reservation makes the lower and the upper end of the window at each boundary, T + 1. */
  readonly lowPeriod: Int32Array;
  readonly highPeriod: Int32Array;
  /** True where `setScenario` has to follow `setPlan`. */
  readonly byScenario: boolean;
  private readonly problem: PlanProblem;
  private readonly stage: FirstStage;
  private readonly positionByScenario: boolean;
  private readonly reservedByScenario: boolean;
  private plan: Plan | null = null;
  private x: Float64Array = new Float64Array(0);

  constructor(problem: PlanProblem, stage: FirstStage) {
    const { periodCount: T, periodHours, battery } = problem;
    this.problem = problem;
    this.stage = stage;
    const empty = new Float64Array(0);
    this.soft = {
      periodCount: T,
      initialMWh: battery.initialStateOfChargeMWh,
      retention: (1 - battery.standingLossPerHour) ** periodHours,
      inflowMWh: empty,
      lowerMWh: empty,
      upperMWh: empty,
      windowPenalty: problem.shortfallPenalty,
      terminal: battery.terminal,
    };
    this.lowestMW = new Float64Array(T);
    this.highestMW = new Float64Array(T);
    this.positionMW = new Float64Array(T);
    this.lowPeriod = new Int32Array(T + 1);
    this.highPeriod = new Int32Array(T + 1);
    this.positionByScenario = stage.stepCount > 0 && problem.deviationLimitMW !== null;
    this.reservedByScenario = stage.pricedServices.includes(true);
    this.byScenario = this.positionByScenario || this.reservedByScenario;
  }

  /** Takes a plan, by itself and as a vector of the first stage. */
  setPlan(plan: Plan, x: Float64Array): void {
    this.plan = plan;
    this.x = x;
    if (!this.reservedByScenario) this.setReserved(plan);
    if (!this.positionByScenario) this.setPosition(0);
  }

  /** What of the plan scenario s accepts. */
  setScenario(s: number): void {
    if (this.reservedByScenario) this.setReserved(acceptedPlan(this.problem, this.plan!, s));
    if (this.positionByScenario) this.setPosition(s);
  }

  /** Highest net power without burning: charging beyond the deviation limit is stopped at zero, more would not be concave. */
  plainHighestMW(t: number): number {
    const { lowestMW, highestMW, positionMW } = this;
    const { deviationLimitMW: limit } = this.problem;
    return limit !== null && positionMW[t] + limit < 0 && lowestMW[t] < 0 && highestMW[t] > 0 ? 0 : highestMW[t];
  }

  private setReserved(plan: Plan): void {
    const { problem, soft } = this;
    const reserved = reservedPower(problem, plan);
    soft.inflowMWh = reserved.inflowMWh;
    soft.lowerMWh = reserved.lowerMWh;
    soft.upperMWh = reserved.upperMWh;
    for (let t = 0; t < problem.periodCount; t++) {
      const [maxCharge, maxDischarge] = [problem.maxChargeMW[t], problem.maxDischargeMW[t]];
      const lowest = Math.min(maxDischarge, reserved.downMW[t] - maxCharge);
      const highest = Math.max(-maxCharge, maxDischarge - reserved.upMW[t]);
      // A solver's reservation may overshoot by rounding: then the net power is the middle of the two limits.
      this.lowestMW[t] = lowest <= highest ? lowest : 0.5 * (lowest + highest);
      this.highestMW[t] = lowest <= highest ? highest : 0.5 * (lowest + highest);
    }
    this.fillWindowPeriods(plan);
    this.penaltyAtStart = windowPenaltyAt(soft, 0, soft.initialMWh);
  }

  private setPosition(s: number): void {
    const { problem, stage, positionMW, x } = this;
    if (problem.deviationLimitMW === null) return;
    const { intervalAt, stepCount, stepColumn } = stage;
    for (let t = 0; t < problem.periodCount; t++) {
      positionMW[t] = x[intervalAt[t]];
      for (let i = 0; i < stepCount; i++) {
        if (problem.dayAhead[s * problem.periodCount + t] >= bidThreshold(problem.decision, intervalAt[t], i))
          positionMW[t] += x[stepColumn + intervalAt[t] * stepCount + i];
      }
    }
  }

  /** Of the one or two periods that touch a boundary the one that reserves more. */
  private fillWindowPeriods(plan: Plan): void {
    const { problem, stage } = this;
    const T = problem.periodCount;
    const sustained = (direction: 'up' | 'down', t: number): number =>
      problem.services.reduce(
        (sum, service, k) =>
          sum + (service.direction === direction ? plan.reservedMW[k][stage.blockAt[k][t]] * service.sustainHours : 0),
        0,
      );
    for (const [direction, periods] of [
      ['up', this.lowPeriod],
      ['down', this.highPeriod],
    ] as const) {
      for (let i = 0; i <= T; i++) {
        const before = Math.max(0, i - 1);
        const after = Math.min(T - 1, i);
        periods[i] = sustained(direction, after) > sustained(direction, before) ? after : before;
      }
    }
  }
}
