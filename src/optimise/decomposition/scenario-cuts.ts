import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import { firstStage, vectorOf } from '../first-stage.ts';
import { linearProfit } from './linear-profit.ts';
import { RecourseCuts } from './recourse-cuts.ts';

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
      recourse.solve(s, gradient, row);
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
