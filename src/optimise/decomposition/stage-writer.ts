import {
  createCornerCurves,
  createRecoursePeriod,
  writeRelaxedStage,
  type CornerCurves,
  type RecoursePeriod,
} from '../../dispatch/recourse-stage.ts';
import type { PlanProblem } from '../../domain/plan-problem.ts';
import type { RecourseLimits } from './recourse-limits.ts';

/** What each period of a scenario earns over the energy taken from the store, as the concave kernel reads it. */
export class StageWriter {
  readonly curves: CornerCurves;
  private readonly problem: PlanProblem;
  private readonly limits: RecourseLimits;
  private readonly period: RecoursePeriod;

  constructor(problem: PlanProblem, limits: RecourseLimits) {
    this.problem = problem;
    this.limits = limits;
    this.curves = createCornerCurves(problem.periodCount);
    this.period = createRecoursePeriod(problem.battery, problem.periodHours, problem.shortfallPenalty);
  }

  /** Without burning: one to four segments a period. */
  writePlain(price: Float64Array): void {
    const { problem, curves, limits } = this;
    const { starts, slope, width, firstMWh, firstValue } = curves;
    const { lowestMW, positionMW } = limits;
    const { battery, periodHours: hours, shortfallPenalty: penalty } = problem;
    const { chargeEfficiency, dischargeEfficiency, throughputCost } = battery;
    const putIn = hours * chargeEfficiency;
    const takeOut = hours / dischargeEfficiency;
    const limit = problem.deviationLimitMW ?? Infinity;
    let at = 0;
    for (let t = 0; t < price.length; t++) {
      const freeFrom = positionMW[t] - limit;
      const freeTo = positionMW[t] + limit;
      const highest = limits.plainHighestMW(t);
      let net = lowestMW[t];
      const beyond = net < freeFrom ? freeFrom - net : net > freeTo ? net - freeTo : 0;
      firstMWh[t] = net * (net < 0 ? putIn : takeOut);
      firstValue[t] =
        hours * (price[t] * net - (net > 0 ? throughputCost * net : 0) - (beyond > 0 ? penalty * beyond : 0));
      let before = Infinity;
      const first = at;
      while (net < highest) {
        let next = highest;
        if (net < 0 && next > 0) next = 0;
        if (freeFrom > net && freeFrom < next) next = freeFrom;
        if (freeTo > net && freeTo < next) next = freeTo;
        const worth = price[t] + (net < freeFrom ? penalty : net >= freeTo ? -penalty : 0);
        const own = net < 0 ? worth / chargeEfficiency : (worth - throughputCost) * dischargeEfficiency;
        if (own > before) {
          // Not concave: the polygon's upper edge, with burning, takes its place.
          starts[t] = first;
          this.writePolygon(t, price[t], lowestMW[t], highest);
          at = starts[t + 1];
          break;
        }
        before = own;
        slope[at] = own;
        width[at++] = (next - net) * (net < 0 ? putIn : takeOut);
        net = next;
      }
      starts[t + 1] = at;
    }
  }

  /** The whole polygon in every period. */
  writeFull(price: Float64Array): void {
    const { lowestMW, highestMW } = this.limits;
    for (let t = 0; t < price.length; t++) this.writePolygon(t, price[t], lowestMW[t], highestMW[t]);
  }

  private writePolygon(t: number, price: number, lowestMW: number, highestMW: number): void {
    const { period, problem } = this;
    period.price = price;
    period.maxChargeMW = problem.maxChargeMW[t];
    period.maxDischargeMW = problem.maxDischargeMW[t];
    period.lowestNetMW = lowestMW;
    period.highestNetMW = highestMW;
    if (problem.deviationLimitMW !== null) {
      period.freeFromMW = this.limits.positionMW[t] - problem.deviationLimitMW;
      period.freeToMW = this.limits.positionMW[t] + problem.deviationLimitMW;
    }
    writeRelaxedStage(period, t, this.curves);
  }
}
