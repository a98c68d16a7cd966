import { createConcaveWorkspace, solveConcaveStorage } from '../../dispatch/concave-kernel.ts';
import { MOST_CORNERS } from '../../dispatch/recourse-stage.ts';
import { terminalSlope } from '../../dispatch/storage-problem.ts';
import { fillWaterValues } from '../../dispatch/stored-energy-value.ts';
import { DataError } from '../../errors.ts';
import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import type { FirstStage } from '../first-stage.ts';
import { RecourseDual } from './recourse-dual.ts';
import { RecourseGradient } from './recourse-gradient.ts';
import { RecourseLimits } from './recourse-limits.ts';
import { StageWriter } from './stage-writer.ts';
import { StorePath } from './store-path.ts';

/** The recourse of one scenario at a time: its value, its dual value and the multipliers' part of the gradient. */
export class RecourseCuts {
  value = 0;
  private readonly problem: PlanProblem;
  private readonly limits: RecourseLimits;
  private readonly stages: StageWriter;
  private readonly dual: RecourseDual;
  private readonly gradient: RecourseGradient;
  private readonly store: StorePath;
  /** For the rare scenarios that need every state allowed. */
  private readonly workspace: ReturnType<typeof createConcaveWorkspace>;
  private readonly scratch: Float64Array;
  private readonly leastTaken: Float64Array;
  private readonly mostTaken: Float64Array;
  private readonly tolerance: number;

  constructor(problem: PlanProblem, stage: FirstStage) {
    const { periodCount: T, periodHours, battery } = problem;
    this.problem = problem;
    this.limits = new RecourseLimits(problem, stage);
    this.stages = new StageWriter(problem, this.limits);
    this.dual = new RecourseDual(problem, this.limits);
    this.gradient = new RecourseGradient(problem, stage, this.limits, this.dual);
    const energyScale = battery.energyCapacityMWh + periodHours * (battery.maxChargeMW + battery.maxDischargeMW);
    this.store = new StorePath(this.limits.soft, MOST_CORNERS - 1, energyScale);
    this.workspace = createConcaveWorkspace(T, T * (MOST_CORNERS - 1));
    this.scratch = new Float64Array(2 * T);
    this.leastTaken = new Float64Array(T);
    this.mostTaken = new Float64Array(T);
    this.tolerance = 1e-11 * energyScale * problem.shortfallPenalty;
  }

  get dualValue(): number {
    return this.dual.value;
  }

  /** What the plan fixes for all scenarios. */
  setPlan(plan: Plan, x: Float64Array): void {
    this.limits.setPlan(plan, x);
    if (!this.limits.byScenario) this.setWindows();
  }

  /** Solves scenario s at the plan and adds its multipliers to `gradient` from `row` on. */
  solve(s: number, gradient: Float64Array, row: number): void {
    const { periodCount: T, imbalance } = this.problem;
    if (this.limits.byScenario) {
      this.limits.setScenario(s);
      this.setWindows();
    }
    const price = imbalance.subarray(s * T, (s + 1) * T);
    this.stages.writePlain(price);
    if (!this.solveWithin(price)) {
      this.stages.writeFull(price);
      if (!this.solveWithin(price)) this.solveSoftly(price);
    }
    if (!(Number.isFinite(this.value) && Number.isFinite(this.dualValue))) throw notFinite(s);
    this.gradient.add(s, this.store.waterValue, gradient, row);
  }

  /**
   * Solves with the stages written, outside of the windows only where schedules have to be; false where the
   * dual value does not prove the answer optimal.
   */
  private solveWithin(price: Float64Array): boolean {
    const { store, limits } = this;
    const { curves } = this.stages;
    this.value = store.solve(curves) - limits.penaltyAtStart;
    if (this.value === -Infinity) return false;
    store.fillWaterValues(curves);
    return this.dual.fill(price, store.waterValue) <= this.value + this.tolerance;
  }

  /** Every state allowed, with the full stages: always right. */
  private solveSoftly(price: Float64Array): void {
    const { workspace, store, scratch } = this;
    const { soft } = this.limits;
    const { curves } = this.stages;
    this.value = solveConcaveStorage(soft, curves, workspace);
    fillWaterValues(soft, curves, workspace.takenMWh, workspace.stateMWh, store.waterValue, scratch);
    this.clampWaterValues();
    this.dual.fill(price, store.waterValue);
  }

  /** Brings water values that rounding put outside of what the penalty allows back, so that they prove a bound. */
  private clampWaterValues(): void {
    const { soft } = this.limits;
    const { waterValue } = this.store;
    let next = terminalSlope(soft);
    for (let t = soft.periodCount - 1; t >= 0; t--) {
      const value = Math.max(next - soft.windowPenalty, Math.min(next + soft.windowPenalty, waterValue[t]));
      waterValue[t] = value;
      next = soft.retention * value;
    }
  }

  private setWindows(): void {
    const { limits, store } = this;
    const { soft, lowestMW, highestMW, positionMW } = limits;
    const { deviationLimitMW: limit } = this.problem;
    store.setWindows(soft);
    this.allow(
      (t) => lowestMW[t],
      (t) => limits.plainHighestMW(t),
    );
    if (limit === null) return;
    // States that following the position within its limit leads to.
    const within = (t: number, net: number): number => Math.min(Math.max(net, lowestMW[t]), highestMW[t]);
    this.allow(
      (t) => within(t, positionMW[t] - limit),
      (t) => within(t, positionMW[t] + limit),
    );
  }

  private allow(lowestOf: (t: number) => number, highestOf: (t: number) => number): void {
    const { leastTaken, mostTaken, problem } = this;
    const { periodHours: hours, battery } = problem;
    const taken = (net: number): number =>
      hours * net * (net < 0 ? battery.chargeEfficiency : 1 / battery.dischargeEfficiency);
    for (let t = 0; t < problem.periodCount; t++) {
      leastTaken[t] = taken(lowestOf(t));
      mostTaken[t] = taken(highestOf(t));
    }
    this.store.allow(leastTaken, mostTaken);
  }
}

function notFinite(scenario: number): DataError {
  return new DataError('a scenario cannot be evaluated', {
    field: `scenario ${scenario}`,
    rule: 'prices, availability and limits are finite numbers',
    value: 'a value that is not finite',
    remedy: 'check the scenario for missing values',
  });
}
