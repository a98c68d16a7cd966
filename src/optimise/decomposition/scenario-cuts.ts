import { createConcaveWorkspace, solveConcaveStorage } from '../../dispatch/concave-kernel.ts';
import {
  createCornerCurves,
  MOST_CORNERS,
  writeRelaxedStage,
  type CornerCurves,
  type RecoursePeriod,
} from '../../dispatch/recourse-stage.ts';
import {
  lastLowerMWh,
  lastUpperMWh,
  terminalSlope,
  windowPenaltyAt,
  type StorageProblem,
} from '../../dispatch/storage-problem.ts';
import { fillWaterValues } from '../../dispatch/stored-energy-value.ts';
import { DataError } from '../../errors.ts';
import { acceptedPlan, bidThreshold, reservedPower, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';
import { acceptsOffer, firstStage, vectorOf, type FirstStage } from '../first-stage.ts';
import { createStageDual, fillPlainStageDual, fillStageDual } from './stage-dual.ts';
import { StorePath } from './store-path.ts';

/**
 * Value and supergradient of every scenario of a range at one plan. For any other plan x′,
 * P_s(x′) ≤ bound_s + gradient_s·(x′ − x); money in currency, powers in MW.
 */
export interface ScenarioCuts {
  /** P_s(x), one value a scenario. */
  readonly profit: Float64Array;
  /** Dual value ≥ P_s(x), equal but for rounding. */
  readonly bound: Float64Array;
  /** Scenarios × first-stage columns, row-major. */
  readonly gradient: Float64Array;
}

/**
 * The evaluation of a shard of scenarios, `from` … `to` − 1: a pure function of the plan, so that shards can
 * be computed anywhere and joined in scenario order. Each scenario is one run of the concave kernel whose
 * multipliers give the gradient; docs/method/optimise.md.
 */
export function scenarioCuts(problem: PlanProblem, from: number, to: number): (plan: Plan) => ScenarioCuts {
  const stage = firstStage(problem);
  const linear = linearProfit(problem, stage, from, to);
  const recourse = new RecourseCuts(problem, stage);
  const n = stage.columnCount;
  return (plan) => {
    const x = vectorOf(stage, plan);
    const profit = new Float64Array(to - from);
    const bound = new Float64Array(to - from);
    const gradient = linear.slice();
    recourse.setPlan(plan, x);
    for (let s = from; s < to; s++) {
      const row = (s - from) * n;
      let direct = 0;
      for (let j = 0; j < n; j++) direct += linear[row + j] * x[j];
      recourse.solve(s, x, gradient, row);
      profit[s - from] = direct + recourse.value;
      bound[s - from] = direct + Math.max(recourse.dualValue, recourse.value);
    }
    return { profit, bound, gradient };
  };
}

/** Shards joined in scenario order, so that the result does not depend on how they were cut. */
export function joinScenarioCuts(shards: readonly ScenarioCuts[]): ScenarioCuts {
  const join = (part: (shard: ScenarioCuts) => Float64Array): Float64Array => {
    const joined = new Float64Array(shards.reduce((sum, shard) => sum + part(shard).length, 0));
    let at = 0;
    for (const shard of shards) {
      joined.set(part(shard), at);
      at += part(shard).length;
    }
    return joined;
  };
  return {
    profit: join((shard) => shard.profit),
    bound: join((shard) => shard.bound),
    gradient: join((shard) => shard.gradient),
  };
}

/** ∂P_s/∂x without the recourse, scenarios × columns: Δ(DA − IP)·q, availability, utilisation and wear of activation. */
function linearProfit(problem: PlanProblem, stage: FirstStage, from: number, to: number): Float64Array {
  const { periodCount: T, periodHours, decision, services, battery } = problem;
  const { columnCount: n, stepColumn, stepCount, intervalAt, blockAt, serviceColumns, serviceSteps } = stage;
  const linear = new Float64Array((to - from) * n);
  for (let s = from; s < to; s++) {
    const row = (s - from) * n;
    for (let t = 0; t < T; t++) {
      const at = s * T + t;
      const ahead = periodHours * (problem.dayAhead[at] - problem.imbalance[at]);
      linear[row + intervalAt[t]] += ahead;
      for (let i = 0; i < stepCount; i++) {
        if (problem.dayAhead[at] >= bidThreshold(decision, intervalAt[t], i))
          linear[row + stepColumn + intervalAt[t] * stepCount + i] += ahead;
      }
      services.forEach((service, k) => {
        const blocks = service.blockStarts.length - 1;
        const utilisation = service.utilisationPrice === null ? problem.imbalance[at] : service.utilisationPrice[at];
        const called = service.direction === 'up' ? utilisation - battery.throughputCost : -utilisation;
        const availability = service.availability[s * blocks + blockAt[k][t]];
        const steps = serviceSteps[k];
        const first = row + serviceColumns[k] + blockAt[k][t] * steps;
        for (let i = 0; i < steps; i++) {
          if (acceptsOffer(service, i, availability))
            linear[first + i] += periodHours * (availability + service.activation[t] * called);
        }
      });
    }
  }
  return linear;
}

/** The recourse of one scenario at a time: its value, its dual value and the multipliers' part of the gradient. */
class RecourseCuts {
  value = 0;
  dualValue = 0;
  private readonly problem: PlanProblem;
  private readonly stage: FirstStage;
  private readonly soft: { -readonly [K in keyof StorageProblem]: StorageProblem[K] };
  private readonly curves: CornerCurves;
  private readonly workspace: ReturnType<typeof createConcaveWorkspace>;
  private readonly store: StorePath;
  private readonly leastTaken: Float64Array;
  private readonly mostTaken: Float64Array;
  private penaltyAtStart = 0;
  private readonly scratch: Float64Array;
  private readonly positionMW: Float64Array;
  private readonly lowestMW: Float64Array;
  private readonly highestMW: Float64Array;
  private readonly highestPrice: Float64Array;
  private readonly lowestPrice: Float64Array;
  private readonly deviationPrice: Float64Array;
  /** Multipliers of the window's ends by boundary, T + 1; 0 where the terminal condition binds instead. */
  private readonly lowPrice: Float64Array;
  private readonly highPrice: Float64Array;
  /** The same, given to the period whose reservation makes the window. */
  private readonly lowPriceOfPeriod: Float64Array;
  private readonly highPriceOfPeriod: Float64Array;
  private readonly lowPeriod: Int32Array;
  private readonly highPeriod: Int32Array;
  private readonly dual = createStageDual();
  private readonly period: RecoursePeriod;
  private readonly energyScale: number;
  private readonly positionByScenario: boolean;
  /** Offers with a price: what is reserved differs by scenario. */
  private readonly reservedByScenario: boolean;
  private plan: Plan | null = null;

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
    this.curves = createCornerCurves(T);
    this.workspace = createConcaveWorkspace(T, T * (MOST_CORNERS - 1));
    const perPeriod = (): Float64Array => new Float64Array(T);
    this.leastTaken = perPeriod();
    this.mostTaken = perPeriod();
    this.scratch = new Float64Array(2 * T);
    this.positionMW = perPeriod();
    this.lowestMW = perPeriod();
    this.highestMW = perPeriod();
    this.highestPrice = perPeriod();
    this.lowestPrice = perPeriod();
    this.deviationPrice = perPeriod();
    this.lowPrice = new Float64Array(T + 1);
    this.highPrice = new Float64Array(T + 1);
    this.lowPriceOfPeriod = perPeriod();
    this.highPriceOfPeriod = perPeriod();
    this.lowPeriod = new Int32Array(T + 1);
    this.highPeriod = new Int32Array(T + 1);
    this.period = {
      periodHours,
      chargeEfficiency: battery.chargeEfficiency,
      dischargeEfficiency: battery.dischargeEfficiency,
      throughputCost: battery.throughputCost,
      deviationPenalty: problem.shortfallPenalty,
      price: 0,
      maxChargeMW: 0,
      maxDischargeMW: 0,
      lowestNetMW: 0,
      highestNetMW: 0,
      freeFromMW: -Infinity,
      freeToMW: Infinity,
    };
    // Positions of a bid curve, and with them the deviation limits, differ by scenario.
    this.positionByScenario = stage.stepCount > 0 && problem.deviationLimitMW !== null;
    this.reservedByScenario = stage.pricedServices.includes(true);
    this.energyScale = battery.energyCapacityMWh + periodHours * (battery.maxChargeMW + battery.maxDischargeMW);
    this.store = new StorePath(this.soft, MOST_CORNERS - 1, this.energyScale);
  }

  /** What the plan fixes for all scenarios. */
  setPlan(plan: Plan, x: Float64Array): void {
    this.plan = plan;
    if (!this.reservedByScenario) this.setReserved(plan);
    if (!this.positionByScenario) this.fillPosition(0, x);
    if (!this.reservedByScenario && !this.positionByScenario) this.setWindows();
  }

  private setReserved(plan: Plan): void {
    const { problem, soft } = this;
    const T = problem.periodCount;
    const reserved = reservedPower(problem, plan);
    soft.inflowMWh = reserved.inflowMWh;
    soft.lowerMWh = reserved.lowerMWh;
    soft.upperMWh = reserved.upperMWh;
    for (let t = 0; t < T; t++) {
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

  /** Solves scenario s at x and subtracts/adds its multipliers to `gradient` from `row` on. */
  solve(s: number, x: Float64Array, gradient: Float64Array, row: number): void {
    const { problem } = this;
    const T = problem.periodCount;
    if (this.reservedByScenario) this.setReserved(acceptedPlan(problem, this.plan!, s));
    if (this.positionByScenario) this.fillPosition(s, x);
    if (this.reservedByScenario || this.positionByScenario) this.setWindows();
    const price = problem.imbalance.subarray(s * T, (s + 1) * T);
    const tolerance = 1e-11 * this.energyScale * problem.shortfallPenalty;
    this.writePlainStages(price);
    if (!this.solveWithin(price, tolerance)) {
      this.writeFullStages(price);
      if (!this.solveWithin(price, tolerance)) this.solveSoftly(price);
    }
    if (!(Number.isFinite(this.value) && Number.isFinite(this.dualValue))) throw notFinite(s);
    this.addGradient(s, gradient, row);
  }

  /**
   * Solves with the stages written, outside of the windows only where schedules have to be; false where the
   * dual value does not prove the answer optimal.
   */
  private solveWithin(price: Float64Array, tolerance: number): boolean {
    const { store, curves } = this;
    this.value = store.solve(curves) - this.penaltyAtStart;
    if (this.value === -Infinity) return false;
    store.fillWaterValues(curves);
    return this.fillDual(price) <= this.value + tolerance;
  }

  /** Without burning: one to four segments a period. */
  private writePlainStages(price: Float64Array): void {
    const { problem, curves } = this;
    const { starts, slope, width, firstMWh, firstValue } = curves;
    const { battery, periodHours: hours, shortfallPenalty: penalty } = problem;
    const { chargeEfficiency, dischargeEfficiency, throughputCost } = battery;
    const putIn = hours * chargeEfficiency;
    const takeOut = hours / dischargeEfficiency;
    const limit = problem.deviationLimitMW ?? Infinity;
    let at = 0;
    for (let t = 0; t < price.length; t++) {
      const freeFrom = this.positionMW[t] - limit;
      const freeTo = this.positionMW[t] + limit;
      const highest = this.plainHighestMW(t);
      let net = this.lowestMW[t];
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
          this.writeFullStage(t, price[t], this.lowestMW[t], highest);
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

  /** Charging beyond the deviation limit is stopped at zero: more would not be concave, and pays only by burning. */
  private plainHighestMW(t: number): number {
    const { problem, lowestMW, highestMW, positionMW } = this;
    const { deviationLimitMW: limit } = problem;
    return limit !== null && positionMW[t] + limit < 0 && lowestMW[t] < 0 && highestMW[t] > 0 ? 0 : highestMW[t];
  }

  private setWindows(): void {
    const { problem, lowestMW, highestMW, positionMW, store } = this;
    const { deviationLimitMW: limit } = problem;
    store.setWindows(this.soft);
    this.allow(
      (t) => lowestMW[t],
      (t) => this.plainHighestMW(t),
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

  /** The whole polygon in every period. */
  private writeFullStages(price: Float64Array): void {
    for (let t = 0; t < price.length; t++) this.writeFullStage(t, price[t], this.lowestMW[t], this.highestMW[t]);
  }

  /** Every state allowed, with the full stages: always right. */
  private solveSoftly(price: Float64Array): void {
    const { curves, workspace, soft, store, scratch } = this;
    this.value = solveConcaveStorage(soft, curves, workspace);
    fillWaterValues(soft, curves, workspace.takenMWh, workspace.stateMWh, store.waterValue, scratch);
    this.clampWaterValues();
    this.fillDual(price);
  }

  /** Brings water values that rounding put outside of what the penalty allows back, so that they prove a bound. */
  private clampWaterValues(): void {
    const { soft, store } = this;
    let next = terminalSlope(soft);
    for (let t = soft.periodCount - 1; t >= 0; t--) {
      const value = Math.max(next - soft.windowPenalty, Math.min(next + soft.windowPenalty, store.waterValue[t]));
      store.waterValue[t] = value;
      next = soft.retention * value;
    }
  }

  private writeFullStage(t: number, price: number, lowestMW: number, highestMW: number): void {
    const { period, problem } = this;
    period.price = price;
    period.maxChargeMW = problem.maxChargeMW[t];
    period.maxDischargeMW = problem.maxDischargeMW[t];
    period.lowestNetMW = lowestMW;
    period.highestNetMW = highestMW;
    if (problem.deviationLimitMW !== null) {
      period.freeFromMW = this.positionMW[t] - problem.deviationLimitMW;
      period.freeToMW = this.positionMW[t] + problem.deviationLimitMW;
    }
    writeRelaxedStage(period, t, this.curves);
  }

  /**
   * The Lagrangian dual at the water values m, and its multipliers: the stages' maxima, m·inflow, and at each
   * boundary k = m_{i−1} − ρ·m_i, which the lower end of the window carries where k > 0 and the upper end
   * where k < 0.
   */
  private fillDual(price: Float64Array): number {
    const { problem, soft, dual, lowPrice, highPrice, lowestMW, highestMW } = this;
    const { waterValue } = this.store;
    const { battery, periodHours: hours, deviationLimitMW: limit, shortfallPenalty: penalty } = problem;
    const T = price.length;
    let value = soft.retention * waterValue[0] * soft.initialMWh - terminalSlope(soft) * soft.initialMWh;
    value -= this.penaltyAtStart;
    let outside = false;
    const lowerAtEnd = lastLowerMWh(soft);
    const upperAtEnd = lastUpperMWh(soft);
    lowPrice[0] = soft.lowerMWh[0] > soft.initialMWh ? penalty : 0;
    highPrice[0] = soft.upperMWh[0] < soft.initialMWh ? penalty : 0;
    for (let t = 0; t < T; t++) {
      const m = waterValue[t];
      const position = this.positionMW[t];
      const chargeGain = hours * (m * battery.chargeEfficiency - price[t]);
      const dischargeGain = hours * (price[t] - battery.throughputCost - m / battery.dischargeEfficiency);
      if (limit === null && chargeGain + dischargeGain <= 0)
        fillPlainStageDual(dual, chargeGain, dischargeGain, lowestMW[t], highestMW[t]);
      else {
        fillStageDual(
          dual,
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
      value += dual.value + m * soft.inflowMWh[t];
      this.highestPrice[t] = dual.highestPrice;
      this.lowestPrice[t] = dual.lowestPrice;
      this.deviationPrice[t] = dual.deviationPrice;
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
    this.dualValue = outside ? Infinity : value;
    return this.dualValue;
  }

  private addGradient(s: number, gradient: Float64Array, row: number): void {
    const { problem, stage, highestPrice, lowestPrice, deviationPrice } = this;
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
    const { waterValue } = this.store;
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

  private fillPosition(s: number, x: Float64Array): void {
    const { problem, stage, positionMW } = this;
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

  /** The period whose reservation makes the window at each boundary: the larger of the one or two that touch it. */
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

  private fillWindowPrices(): void {
    const { lowPriceOfPeriod, highPriceOfPeriod, lowPrice, highPrice, lowPeriod, highPeriod } = this;
    lowPriceOfPeriod.fill(0);
    highPriceOfPeriod.fill(0);
    for (let i = 0; i < lowPrice.length; i++) {
      lowPriceOfPeriod[lowPeriod[i]] += lowPrice[i];
      highPriceOfPeriod[highPeriod[i]] += highPrice[i];
    }
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
