import { lastLowerMWh, lastUpperMWh, terminalSlope } from '../../dispatch/storage-problem.ts';
import type { PlanProblem } from '../../domain/plan-problem.ts';
import type { RecourseLimits } from './recourse-limits.ts';
import { createStageDual, fillPlainStageDual, fillStageDual } from './stage-dual.ts';

/** The Lagrangian dual of a scenario's recourse at water values m, and its multipliers. */
export class RecourseDual {
  /** No less than the recourse's value; Infinity where the water values prove nothing. */
  value = 0;
  /** Multipliers of the highest and lowest net power and of the position, T. */
  readonly highestPrice: Float64Array;
  readonly lowestPrice: Float64Array;
  readonly deviationPrice: Float64Array;
  /** Multipliers of the window's ends by boundary, T + 1; 0 where the terminal condition binds instead. */
  readonly lowPrice: Float64Array;
  readonly highPrice: Float64Array;
  private readonly problem: PlanProblem;
  private readonly limits: RecourseLimits;
  private readonly ofStage = createStageDual();

  constructor(problem: PlanProblem, limits: RecourseLimits) {
    const { periodCount: T } = problem;
    this.problem = problem;
    this.limits = limits;
    this.highestPrice = new Float64Array(T);
    this.lowestPrice = new Float64Array(T);
    this.deviationPrice = new Float64Array(T);
    this.lowPrice = new Float64Array(T + 1);
    this.highPrice = new Float64Array(T + 1);
  }

  /**
   * The stages' maxima, m·inflow, and at each boundary k = m_{i−1} − ρ·m_i, which the lower end of the window carries
   * where k > 0 and the upper end where k < 0. Returns the value.
   */
  fill(price: Float64Array, waterValue: Float64Array): number {
    const { problem, ofStage, highestPrice, lowestPrice, deviationPrice, lowPrice, highPrice } = this;
    const { soft, lowestMW, highestMW, positionMW, penaltyAtStart } = this.limits;
    const { battery, periodHours: hours, deviationLimitMW: limit, shortfallPenalty: penalty } = problem;
    const T = price.length;
    let value = soft.retention * waterValue[0] * soft.initialMWh - terminalSlope(soft) * soft.initialMWh;
    value -= penaltyAtStart;
    let outside = false;
    const lowerAtEnd = lastLowerMWh(soft);
    const upperAtEnd = lastUpperMWh(soft);
    lowPrice[0] = soft.lowerMWh[0] > soft.initialMWh ? penalty : 0;
    highPrice[0] = soft.upperMWh[0] < soft.initialMWh ? penalty : 0;
    for (let t = 0; t < T; t++) {
      const m = waterValue[t];
      const position = positionMW[t];
      const chargeGain = hours * (m * battery.chargeEfficiency - price[t]);
      const dischargeGain = hours * (price[t] - battery.throughputCost - m / battery.dischargeEfficiency);
      if (limit === null && chargeGain + dischargeGain <= 0)
        fillPlainStageDual(ofStage, chargeGain, dischargeGain, lowestMW[t], highestMW[t]);
      else {
        fillStageDual(
          ofStage,
          chargeGain,
          dischargeGain,
          problem.maxChargeMW[t],
          problem.maxDischargeMW[t],
          lowestMW[t],
          highestMW[t],
          limit === null ? -Infinity : position - limit,
          limit === null ? Infinity : position + limit,
          hours * penalty,
        );
      }
      value += ofStage.value + m * soft.inflowMWh[t];
      highestPrice[t] = ofStage.highestPrice;
      lowestPrice[t] = ofStage.lowestPrice;
      deviationPrice[t] = ofStage.deviationPrice;
      const last = t === T - 1;
      const net = m - (last ? terminalSlope(soft) : soft.retention * waterValue[t + 1]);
      const lower = last ? lowerAtEnd : soft.lowerMWh[t + 1];
      const upper = last ? upperAtEnd : soft.upperMWh[t + 1];
      // No multiplier of a window exceeds the penalty: such water values prove nothing.
      if (Math.abs(net) > penalty * (1 + 1e-12)) outside = true;
      let high = net < 0 ? -net : 0;
      // Where the ends cross, the state stands between them and pays on both sides.
      if (lower > upper) high = Math.max(high, Math.min(penalty, penalty - net));
      const low = high + net;
      value += high * upper - low * lower;
      lowPrice[t + 1] = lower > soft.lowerMWh[t + 1] ? 0 : low;
      highPrice[t + 1] = upper < soft.upperMWh[t + 1] ? 0 : high;
    }
    this.value = outside ? Infinity : value;
    return this.value;
  }
}
