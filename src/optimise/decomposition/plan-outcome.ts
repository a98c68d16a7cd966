import type { FleetProblem } from '../../domain/fleet-problem.ts';
import { lossOrder } from '../../risk/loss-order.ts';
import { tailWeights } from '../../risk/tail-weights.ts';
import type { FleetStage } from '../fleet-stage.ts';
import type { RiskMeasure } from '../risk-measure.ts';
import type { Cut } from './cut-master.ts';
import type { ScenarioCuts } from './scenario-cuts.ts';
import type { ScenarioGroups } from './scenario-groups.ts';

/** Mean and CVaR of a plan, in money of the master, and the cuts that its evaluation gives. */
export interface PlanOutcome {
  readonly mean: number;
  /** By measure. */
  readonly risks: readonly number[];
  readonly cuts: readonly Cut[];
}

/** Scenarios of the worst case that get a cut in each evaluation. */
const worstCutCount = 20;

/** Profits that a measure looks at: of one battery, or the sum of all. */
export function measuredProfit(evaluated: readonly ScenarioCuts[], asset: number | null): Float64Array {
  if (asset !== null) return evaluated[asset].profit;
  if (evaluated.length === 1) return evaluated[0].profit;
  return evaluated[0].profit.map((_, s) => evaluated.reduce((sum, { profit }) => sum + profit[s], 0));
}

/** A loss below which no plan's value at risk can lie, currency: minus the greatest profit that the cuts allow within the bounds. */
export function leastThreshold(
  evaluated: readonly ScenarioCuts[],
  stage: FleetStage,
  xMW: Float64Array,
  asset: number | null,
): number {
  let most = -Infinity;
  for (let s = 0; s < evaluated[0].bound.length; s++) {
    let highest = 0;
    evaluated.forEach(({ bound, gradient }, a) => {
      if (asset !== null && asset !== a) return;
      const { firstColumn, stage: own } = stage.assets[a];
      const n = own.columnCount;
      highest += bound[s];
      for (let j = 0; j < n; j++) {
        const slope = gradient[s * n + j];
        const column = firstColumn + j;
        highest += slope * ((slope > 0 ? stage.upperMW[column] : stage.lowerMW[column]) - xMW[column]);
      }
    });
    most = Math.max(most, highest);
  }
  return -most;
}

/**
 * @param evaluated by battery
 * @param x the plan in units of the master, MW / powerScale; money is in units of `moneyScale`
 */
export function planOutcome(
  { assets: [{ weights }] }: FleetProblem,
  stage: FleetStage,
  evaluated: readonly ScenarioCuts[],
  groups: ScenarioGroups,
  measures: readonly RiskMeasure[],
  x: Float64Array,
  powerScale: number,
  moneyScale: number,
): PlanOutcome {
  let mean = 0;
  measuredProfit(evaluated, null).forEach((profit, s) => (mean += weights[s] * profit));
  const sums = new GroupSums(stage, evaluated, x, powerScale, moneyScale);
  const cuts: Cut[] = [];
  evaluated.forEach((_, a) => {
    for (let g = 0; g < groups.meanGroupCount; g++) {
      const cut = sums.cut('mean', 0, a, sums.members(groups.meanGroup)[g] ?? [], weights);
      cuts.push({ ...cut, group: a * groups.meanGroupCount + g });
    }
  });
  const risks = measures.map(({ confidenceLevel, asset }, m) => {
    const loss = measuredProfit(evaluated, asset).map((value) => -value);
    const tail = tailWeights(loss, weights, confidenceLevel);
    let risk = 0;
    for (let s = 0; s < loss.length; s++) risk += tail[s] * loss[s];
    if (confidenceLevel === 1) {
      const worst = Array.from(lossOrder(loss)).filter((s) => weights[s] > 0);
      const one = new Float64Array(loss.length).fill(1);
      for (const s of worst.slice(0, worstCutCount)) cuts.push(sums.cut('worst', m, asset, [s], one));
      return risk / moneyScale;
    }
    // With the weights of the tail itself, of mass 1 − β, the cut is exact at x whatever the threshold z.
    const share = tail.map((weight) => weight * (1 - confidenceLevel));
    const { groupCount, groupOf } = groups.tails[m];
    for (let h = 0; h < groupCount; h++) {
      const cut = sums.cut('tail', m, asset, sums.members(groupOf)[h] ?? [], share);
      if (cut.mass > 0) cuts.push({ ...cut, group: h });
    }
    return risk / moneyScale;
  });
  return { mean: mean / moneyScale, risks, cuts };
}

/** Weighted sums of the scenarios' cuts over groups, in scenario order. */
class GroupSums {
  private readonly stage: FleetStage;
  private readonly evaluated: readonly ScenarioCuts[];
  private readonly x: Float64Array;
  private readonly powerScale: number;
  private readonly moneyScale: number;
  private readonly membersOf = new Map<Int32Array, number[][]>();

  constructor(
    stage: FleetStage,
    evaluated: readonly ScenarioCuts[],
    x: Float64Array,
    powerScale: number,
    moneyScale: number,
  ) {
    this.stage = stage;
    this.evaluated = evaluated;
    this.x = x;
    this.powerScale = powerScale;
    this.moneyScale = moneyScale;
  }

  /** The cut of some scenarios of one battery, or of all together, under weights that may leave out members. */
  cut(
    kind: Cut['kind'],
    measure: number,
    asset: number | null,
    scenarios: readonly number[],
    weights: Float64Array,
  ): Cut {
    const { x, stage } = this;
    const firstColumn = asset === null ? 0 : stage.assets[asset].firstColumn;
    const gradient = new Float64Array(asset === null ? x.length : stage.assets[asset].stage.columnCount);
    let constant = 0;
    let mass = 0;
    for (const s of scenarios) mass += weights[s];
    this.evaluated.forEach(({ bound, gradient: gradients }, a) => {
      if (asset !== null && asset !== a) return;
      const n = stage.assets[a].stage.columnCount;
      const own = stage.assets[a].firstColumn - firstColumn;
      for (const s of scenarios) {
        const weight = weights[s];
        if (weight === 0) continue;
        constant += weight * bound[s];
        const row = s * n;
        for (let j = 0; j < n; j++) gradient[own + j] += weight * gradients[row + j];
      }
    });
    constant /= this.moneyScale;
    for (let j = 0; j < gradient.length; j++) {
      gradient[j] *= this.powerScale / this.moneyScale;
      constant -= gradient[j] * x[firstColumn + j];
    }
    return { kind, measure, group: 0, constant, gradient, firstColumn, mass };
  }

  /** Scenarios of each group, ascending. */
  members(groupOf: Int32Array): readonly (readonly number[])[] {
    const known = this.membersOf.get(groupOf);
    if (known !== undefined) return known;
    const members: number[][] = [];
    groupOf.forEach((group, s) => (members[group] ??= []).push(s));
    this.membersOf.set(groupOf, members);
    return members;
  }
}
