import type { PlanProblem } from '../../domain/plan-problem.ts';
import { lossOrder } from '../../risk/loss-order.ts';
import { tailWeights } from '../../risk/tail-weights.ts';
import type { Cut } from './cut-master.ts';
import type { FirstStage } from './first-stage.ts';
import type { ScenarioCuts } from './scenario-cuts.ts';

/** Which scenarios share a mean cut and which share a tail cut. */
export interface ScenarioGroups {
  readonly meanGroupCount: number;
  readonly tailGroupCount: number;
  readonly meanGroup: Int32Array;
  readonly tailGroup: Int32Array;
}

/**
 * Groups by the outcome of one plan. Mean groups are alike (every G-th scenario by loss). Tail groups are
 * neighbours by loss, narrow where the tail is, so that a group enters or leaves the tail together. With few
 * scenarios each is its own group.
 */
export function groupScenarios(profit: Float64Array, confidenceLevel: number): ScenarioGroups {
  const S = profit.length;
  // More groups cost time in the master and save evaluations, which grow with the scenarios.
  const meanGroupCount = Math.min(S, Math.max(20, Math.min(60, Math.floor(S / 100))));
  const tailGroupCount = Math.min(S, Math.max(30, Math.min(40, Math.floor(S / 100))));
  const meanGroup = new Int32Array(S);
  const tailGroup = new Int32Array(S);
  const near = Math.min(S, Math.ceil(2.5 * (1 - confidenceLevel) * S));
  const farGroups = near === S ? 0 : Math.max(1, Math.min(Math.floor(tailGroupCount / 5), S - near));
  const nearGroups = tailGroupCount - farGroups;
  lossOrder(profit.map((value) => -value)).forEach((s, rank) => {
    meanGroup[s] = rank % meanGroupCount;
    tailGroup[s] =
      tailGroupCount === S
        ? rank
        : rank < near
          ? Math.floor((rank * nearGroups) / near)
          : nearGroups + Math.floor(((rank - near) * farGroups) / (S - near));
  });
  return { meanGroupCount, tailGroupCount, meanGroup, tailGroup };
}

/** A loss below which no plan's value at risk can lie, currency: minus the greatest profit that the cuts allow within the bounds. */
export function leastThreshold(evaluated: ScenarioCuts, stage: FirstStage, xMW: Float64Array): number {
  const n = stage.columnCount;
  let most = -Infinity;
  evaluated.bound.forEach((bound, s) => {
    let highest = bound;
    for (let j = 0; j < n; j++) {
      const slope = evaluated.gradient[s * n + j];
      highest += slope * ((slope > 0 ? stage.upperMW[j] : stage.lowerMW[j]) - xMW[j]);
    }
    most = Math.max(most, highest);
  });
  return -most;
}

/** Mean and CVaR of a plan, in money of the master, and the cuts that its evaluation gives. */
export interface PlanOutcome {
  readonly mean: number;
  readonly risk: number;
  readonly cuts: readonly Cut[];
}

/**
 * @param x the plan in units of the master, MW / powerScale; money is in units of `moneyScale`
 */
export function planOutcome(
  problem: PlanProblem,
  evaluated: ScenarioCuts,
  groups: ScenarioGroups,
  x: Float64Array,
  powerScale: number,
  moneyScale: number,
): PlanOutcome {
  const { weights, confidenceLevel, scenarioCount: S } = problem;
  const { profit } = evaluated;
  const loss = profit.map((value) => -value);
  const tail = tailWeights(loss, weights, confidenceLevel);
  let mean = 0;
  let risk = 0;
  for (let s = 0; s < S; s++) {
    mean += weights[s] * profit[s];
    risk += tail[s] * loss[s];
  }
  // With the weights of the tail itself, of mass 1 − β, the cut is exact at x whatever the threshold z.
  const share = tail.map((weight) => weight * (1 - confidenceLevel));
  const sums = new GroupSums(evaluated, x, powerScale, moneyScale);
  const cuts: Cut[] = [];
  for (let g = 0; g < groups.meanGroupCount; g++) cuts.push(sums.cut('mean', g, groups.meanGroup, weights));
  for (let h = 0; h < groups.tailGroupCount; h++) {
    const cut = sums.cut('tail', h, groups.tailGroup, share);
    if (cut.mass > 0) cuts.push(cut);
  }
  return { mean: mean / moneyScale, risk: risk / moneyScale, cuts };
}

/** Weighted sums of the scenarios' cuts over groups, in scenario order. */
class GroupSums {
  private readonly evaluated: ScenarioCuts;
  private readonly x: Float64Array;
  private readonly powerScale: number;
  private readonly moneyScale: number;
  private readonly membersOf = new Map<Int32Array, number[][]>();

  constructor(evaluated: ScenarioCuts, x: Float64Array, powerScale: number, moneyScale: number) {
    this.evaluated = evaluated;
    this.x = x;
    this.powerScale = powerScale;
    this.moneyScale = moneyScale;
  }

  /** The cut of a group under weights that may leave out members. */
  cut(kind: Cut['kind'], group: number, groupOf: Int32Array, weights: Float64Array): Cut {
    const { x } = this;
    const { bound, gradient: gradients } = this.evaluated;
    const n = x.length;
    const gradient = new Float64Array(n);
    let constant = 0;
    let mass = 0;
    for (const s of this.members(groupOf)[group] ?? []) {
      const weight = weights[s];
      if (weight === 0) continue;
      constant += weight * bound[s];
      mass += weight;
      const row = s * n;
      for (let j = 0; j < n; j++) gradient[j] += weight * gradients[row + j];
    }
    constant /= this.moneyScale;
    for (let j = 0; j < n; j++) {
      gradient[j] *= this.powerScale / this.moneyScale;
      constant -= gradient[j] * x[j];
    }
    return { kind, group, constant, gradient, mass };
  }

  private members(groupOf: Int32Array): number[][] {
    const known = this.membersOf.get(groupOf);
    if (known !== undefined) return known;
    const members: number[][] = [];
    groupOf.forEach((group, s) => (members[group] ??= []).push(s));
    this.membersOf.set(groupOf, members);
    return members;
  }
}
