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
import { reservedPower, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';
import { firstStage, vectorOf, type FirstStage } from './first-stage.ts';
import { createStageDual, fillStageDual } from './stage-dual.ts';

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
 * multipliers give the gradient; OPTIMISATION section 3.
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
    recourse.setPlan(plan);
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
  const { columnCount: n, stepColumn, stepCount, intervalAt, blockAt, serviceColumns } = stage;
  const linear = new Float64Array((to - from) * n);
  for (let s = from; s < to; s++) {
    const row = (s - from) * n;
    for (let t = 0; t < T; t++) {
      const at = s * T + t;
      const ahead = periodHours * (problem.dayAhead[at] - problem.imbalance[at]);
      linear[row + intervalAt[t]] += ahead;
      for (let i = 0; i < stepCount; i++) {
        if (reaches(decision, i, problem.dayAhead[at]))
          linear[row + stepColumn + intervalAt[t] * stepCount + i] += ahead;
      }
      services.forEach((service, k) => {
        const blocks = service.blockStarts.length - 1;
        const utilisation = service.utilisationPrice === null ? problem.imbalance[at] : service.utilisationPrice[at];
        const called = service.direction === 'up' ? utilisation - battery.throughputCost : -utilisation;
        const availability = service.availability[s * blocks + blockAt[k][t]];
        linear[row + serviceColumns[k] + blockAt[k][t]] +=
          periodHours * (availability + service.activation[t] * called);
      });
    }
  }
  return linear;
}

function reaches(decision: PlanProblem['decision'], step: number, dayAheadPrice: number): boolean {
  return decision.kind === 'bidCurve' && dayAheadPrice >= decision.thresholds[step];
}

/** The recourse of one scenario at a time: its value, its dual value and the multipliers' part of the gradient. */
class RecourseCuts {
  value = 0;
  dualValue = 0;
  private readonly problem: PlanProblem;
  private readonly stage: FirstStage;
  private readonly hard: { -readonly [K in keyof StorageProblem]: StorageProblem[K] };
  private readonly soft: { -readonly [K in keyof StorageProblem]: StorageProblem[K] };
  private readonly curves: CornerCurves;
  private readonly workspace: ReturnType<typeof createConcaveWorkspace>;
  private readonly waterValue: Float64Array;
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

  constructor(problem: PlanProblem, stage: FirstStage) {
    const { periodCount: T, periodHours, battery } = problem;
    this.problem = problem;
    this.stage = stage;
    const empty = new Float64Array(0);
    this.hard = {
      periodCount: T,
      initialMWh: battery.initialStateOfChargeMWh,
      retention: (1 - battery.standingLossPerHour) ** periodHours,
      inflowMWh: empty,
      lowerMWh: empty,
      upperMWh: empty,
      windowPenalty: Infinity,
      terminal: battery.terminal,
    };
    this.soft = { ...this.hard, windowPenalty: problem.shortfallPenalty };
    this.curves = createCornerCurves(T);
    this.workspace = createConcaveWorkspace(T, T * (MOST_CORNERS - 1));
    const perPeriod = (): Float64Array => new Float64Array(T);
    this.waterValue = perPeriod();
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
    this.energyScale = battery.energyCapacityMWh + periodHours * (battery.maxChargeMW + battery.maxDischargeMW);
  }

  /** What the plan fixes for all scenarios. */
  setPlan(plan: Plan): void {
    const { problem, hard, soft } = this;
    const T = problem.periodCount;
    const reserved = reservedPower(problem, plan);
    for (const storage of [hard, soft]) {
      storage.inflowMWh = reserved.inflowMWh;
      storage.lowerMWh = reserved.lowerMWh;
      storage.upperMWh = reserved.upperMWh;
    }
    for (let t = 0; t < T; t++) {
      const [maxCharge, maxDischarge] = [problem.maxChargeMW[t], problem.maxDischargeMW[t]];
      const lowest = Math.min(maxDischarge, reserved.downMW[t] - maxCharge);
      const highest = Math.max(-maxCharge, maxDischarge - reserved.upMW[t]);
      // A solver's reservation may overshoot by rounding: then the net power is the middle of the two limits.
      this.lowestMW[t] = lowest <= highest ? lowest : 0.5 * (lowest + highest);
      this.highestMW[t] = lowest <= highest ? highest : 0.5 * (lowest + highest);
    }
    this.fillWindowPeriods(plan);
  }

  /** Solves scenario s at x and subtracts/adds its multipliers to `gradient` from `row` on. */
  solve(s: number, x: Float64Array, gradient: Float64Array, row: number): void {
    const { problem } = this;
    const T = problem.periodCount;
    this.fillPosition(s, x);
    const price = problem.imbalance.subarray(s * T, (s + 1) * T);
    const tolerance = 1e-11 * this.energyScale * problem.shortfallPenalty;
    if (!this.solvePlain(price) || this.fillDual(price) > this.value + tolerance) {
      this.solveFully(price);
      this.fillDual(price);
    }
    if (!(Number.isFinite(this.value) && Number.isFinite(this.dualValue))) throw notFinite(s);
    this.addGradient(s, gradient, row);
  }

  /**
   * Hard windows, hard deviation limits and no burning: short lists and one or two segments a period. The
   * dual value tells whether the answer is optimal for the true problem.
   */
  private solvePlain(price: Float64Array): boolean {
    const { problem, curves, workspace, hard, soft } = this;
    const { battery, periodHours: hours, deviationLimitMW: limit } = problem;
    const { chargeEfficiency, dischargeEfficiency, throughputCost } = battery;
    const [putIn, takeOut] = [hours * chargeEfficiency, hours / dischargeEfficiency];
    const { starts, slope, width, firstMWh, firstValue } = curves;
    let at = 0;
    for (let t = 0; t < price.length; t++) {
      const chargeSlope = price[t] / chargeEfficiency;
      const dischargeSlope = (price[t] - throughputCost) * dischargeEfficiency;
      let lowest = this.lowestMW[t];
      let highest = this.highestMW[t];
      if (limit !== null) {
        lowest = Math.max(lowest, this.positionMW[t] - limit);
        highest = Math.min(highest, this.positionMW[t] + limit);
        if (lowest > highest) return false;
      }
      if (chargeSlope < dischargeSlope && lowest < 0 && highest > 0) {
        this.writeFullStage(t, price[t], lowest, highest);
        at = starts[t + 1];
        continue;
      }
      firstMWh[t] = lowest * (lowest < 0 ? putIn : takeOut);
      firstValue[t] = firstMWh[t] * (lowest < 0 ? chargeSlope : dischargeSlope);
      if (lowest < 0) {
        slope[at] = chargeSlope;
        width[at++] = putIn * ((highest < 0 ? highest : 0) - lowest);
      }
      if (highest > 0) {
        slope[at] = dischargeSlope;
        width[at++] = takeOut * (highest - (lowest > 0 ? lowest : 0));
      }
      starts[t + 1] = at;
    }
    this.value = solveConcaveStorage(hard, curves, workspace);
    if (this.value === -Infinity) return false;
    this.value -= windowPenaltyAt(soft, 0, hard.initialMWh);
    fillWaterValues(soft, curves, workspace.takenMWh, workspace.stateMWh, this.waterValue, this.scratch);
    return true;
  }

  /** Everything soft and the whole polygon: always right. */
  private solveFully(price: Float64Array): void {
    const { curves, workspace, soft, lowestMW, highestMW } = this;
    for (let t = 0; t < price.length; t++) this.writeFullStage(t, price[t], lowestMW[t], highestMW[t]);
    this.value = solveConcaveStorage(soft, curves, workspace);
    fillWaterValues(soft, curves, workspace.takenMWh, workspace.stateMWh, this.waterValue, this.scratch);
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
    const { problem, soft, waterValue, dual, lowPrice, highPrice } = this;
    const { battery, periodHours: hours, deviationLimitMW: limit, shortfallPenalty: penalty } = problem;
    const T = price.length;
    let value = soft.retention * waterValue[0] * soft.initialMWh - terminalSlope(soft) * soft.initialMWh;
    value -= windowPenaltyAt(soft, 0, soft.initialMWh);
    lowPrice[0] = soft.lowerMWh[0] > soft.initialMWh ? penalty : 0;
    highPrice[0] = soft.upperMWh[0] < soft.initialMWh ? penalty : 0;
    for (let t = 0; t < T; t++) {
      const m = waterValue[t];
      const position = this.positionMW[t];
      fillStageDual(
        dual,
        hours * (m * battery.chargeEfficiency - price[t]),
        hours * (price[t] - battery.throughputCost - m / battery.dischargeEfficiency),
        problem.maxChargeMW[t],
        problem.maxDischargeMW[t],
        this.lowestMW[t],
        this.highestMW[t],
        limit === null ? -Infinity : position - limit,
        limit === null ? Infinity : position + limit,
        hours * penalty,
      );
      value += dual.value + m * soft.inflowMWh[t];
      this.highestPrice[t] = dual.highestPrice;
      this.lowestPrice[t] = dual.lowestPrice;
      this.deviationPrice[t] = dual.deviationPrice;
      const last = t === T - 1;
      const net = m - (last ? terminalSlope(soft) : soft.retention * waterValue[t + 1]);
      const lower = last ? lastLowerMWh(soft) : soft.lowerMWh[t + 1];
      const upper = last ? lastUpperMWh(soft) : soft.upperMWh[t + 1];
      let high = net < 0 ? -net : 0;
      // Where the ends cross, the state stands between them and pays on both sides.
      if (lower > upper) high = Math.max(high, Math.min(penalty, penalty - net));
      const low = high + net;
      value += high * upper - low * lower;
      lowPrice[t + 1] = lower > soft.lowerMWh[t + 1] ? 0 : low;
      highPrice[t + 1] = upper < soft.upperMWh[t + 1] ? 0 : high;
    }
    this.dualValue = value;
    return value;
  }

  private addGradient(s: number, gradient: Float64Array, row: number): void {
    const { problem, stage, waterValue, highestPrice, lowestPrice, deviationPrice } = this;
    const { periodCount: T, periodHours: hours, battery, services, decision } = problem;
    const { intervalAt, stepCount, stepColumn, serviceColumns, blockAt } = stage;
    if (problem.deviationLimitMW !== null) {
      for (let t = 0; t < T; t++) {
        gradient[row + intervalAt[t]] += deviationPrice[t];
        for (let i = 0; i < stepCount; i++) {
          if (reaches(decision, i, problem.dayAhead[s * T + t]))
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
      for (let t = 0; t < T; t++) {
        gradient[first + blocks[t]] +=
          waterValue[t] * activation[t] * perInflow - powerPrice[t] - perWindow * windowPrice[t];
      }
    }
  }

  private fillPosition(s: number, x: Float64Array): void {
    const { problem, stage, positionMW } = this;
    if (problem.deviationLimitMW === null) return;
    const { intervalAt, stepCount, stepColumn } = stage;
    for (let t = 0; t < problem.periodCount; t++) {
      positionMW[t] = x[intervalAt[t]];
      for (let i = 0; i < stepCount; i++) {
        if (reaches(problem.decision, i, problem.dayAhead[s * problem.periodCount + t]))
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
