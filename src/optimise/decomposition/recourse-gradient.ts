import { bidThreshold, type PlanProblem } from '../../domain/plan-problem.ts';
import { acceptsOffer, type FirstStage } from '../first-stage.ts';
import type { RecourseDual } from './recourse-dual.ts';
import type { RecourseLimits } from './recourse-limits.ts';

/** What the multipliers of a scenario's recourse say of the first stage. */
export class RecourseGradient {
  private readonly problem: PlanProblem;
  private readonly stage: FirstStage;
  private readonly limits: RecourseLimits;
  private readonly dual: RecourseDual;
  /** The multipliers of the window's ends, given to the period whose reservation makes the window. */
  private readonly lowPriceOfPeriod: Float64Array;
  private readonly highPriceOfPeriod: Float64Array;

  constructor(problem: PlanProblem, stage: FirstStage, limits: RecourseLimits, dual: RecourseDual) {
    this.problem = problem;
    this.stage = stage;
    this.limits = limits;
    this.dual = dual;
    this.lowPriceOfPeriod = new Float64Array(problem.periodCount);
    this.highPriceOfPeriod = new Float64Array(problem.periodCount);
  }

  /** Adds ∂(recourse of scenario s)/∂x to `gradient` from `row` on, with the multipliers at water values m. */
  add(s: number, waterValue: Float64Array, gradient: Float64Array, row: number): void {
    const { problem, stage } = this;
    const { highestPrice, lowestPrice, deviationPrice } = this.dual;
    const { periodCount: T, periodHours: hours, battery, services, decision } = problem;
    const { intervalAt, stepCount, stepColumn, serviceColumns, serviceSteps, blockAt } = stage;
    if (problem.deviationLimitMW !== null) {
      for (let t = 0; t < T; t++) {
        gradient[row + intervalAt[t]] += deviationPrice[t];
        for (let i = 0; i < stepCount; i++) {
          if (problem.dayAhead[s * T + t] >= bidThreshold(decision, intervalAt[t], i))
            gradient[row + stepColumn + intervalAt[t] * stepCount + i] += deviationPrice[t];
        }
      }
    }
    if (services.length === 0) return;
    this.fillWindowPrices();
    for (let k = 0; k < services.length; k++) {
      const { direction, activation, sustainHours } = services[k];
      const blocks = blockAt[k];
      const up = direction === 'up';
      const perInflow = up ? -hours / battery.dischargeEfficiency : hours * battery.chargeEfficiency;
      const perWindow = up ? sustainHours / battery.dischargeEfficiency : sustainHours * battery.chargeEfficiency;
      const powerPrice = up ? highestPrice : lowestPrice;
      const windowPrice = up ? this.lowPriceOfPeriod : this.highPriceOfPeriod;
      const first = row + serviceColumns[k];
      const steps = serviceSteps[k];
      const priced = stage.pricedServices[k];
      for (let t = 0; t < T; t++) {
        const slope = waterValue[t] * activation[t] * perInflow - powerPrice[t] - perWindow * windowPrice[t];
        if (!priced) gradient[first + blocks[t]] += slope;
        else
          for (let i = 0; i < steps; i++)
            if (this.accepts(k, i, s, blocks[t])) gradient[first + blocks[t] * steps + i] += slope;
      }
    }
  }

  private accepts(k: number, step: number, s: number, block: number): boolean {
    const service = this.problem.services[k];
    return acceptsOffer(service, step, service.availability[s * (service.blockStarts.length - 1) + block]);
  }

  private fillWindowPrices(): void {
    const { lowPriceOfPeriod, highPriceOfPeriod } = this;
    const { lowPrice, highPrice } = this.dual;
    const { lowPeriod, highPeriod } = this.limits;
    lowPriceOfPeriod.fill(0);
    highPriceOfPeriod.fill(0);
    for (let i = 0; i < lowPrice.length; i++) {
      lowPriceOfPeriod[lowPeriod[i]] += lowPrice[i];
      highPriceOfPeriod[highPeriod[i]] += highPrice[i];
    }
  }
}
