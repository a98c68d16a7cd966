import type { Plan } from '../domain/plan-problem.ts';
import type { DispatchKind } from './extensive-form.ts';

/** Most that CVaR may be at one confidence level; 1 is the worst case. */
export interface RiskLimit {
  readonly confidenceLevel: number;
  /** Currency of loss. */
  readonly limit: number;
  /** The battery whose own profit is limited; null: all together. */
  readonly asset: number | null;
}

/** How a plan stands to one of several limits. Money in currency. */
export interface LimitOutcome extends RiskLimit {
  readonly conditionalValueAtRisk: number;
  /** d(mean)/d(limit) ≥ 0; null where the limits cannot be kept together. */
  readonly shadowPrice: number | null;
  /** The limit holds the plan back; where the limits are out of reach, its scaled excess is the largest. */
  readonly binding: boolean;
}

/** One point of the mean-CVaR frontier, in sample. Money in currency. */
export interface FrontierPlan<P = Plan> {
  readonly plan: P;
  /** The CVaR limit that the point answers. */
  readonly limit: number;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
  /** d(mean)/d(limit) ≥ 0; null at the plan of least CVaR, and where several limits have prices of their own. */
  readonly shadowPrice: number | null;
}

/** The frontier of a plan problem and the answer to the question asked. */
export interface PlanSolution<P = Plan> {
  readonly status: 'optimal' | 'limitUnattainable';
  /** Greatest mean under the limits, or of mean − riskAversion·CVaR; where the limits are out of reach, the plan nearest to them. */
  readonly best: FrontierPlan<P>;
  /** Of the CVaR at the problem's confidence level, whatever other limits are asked for. */
  readonly frontier: readonly FrontierPlan<P>[];
  readonly minimumConditionalValueAtRisk: number;
  /** Of `PlanRequest.limits`, in their order. */
  readonly limits: readonly LimitOutcome[];
  readonly iterations: number;
}

/** What is asked of a plan: at most one of `limit`, `limits` and `riskAversion`. */
export interface PlanQuestion {
  /** Most that CVaR may be at the problem's confidence level, currency; null: no limit. */
  readonly limit: number | null;
  /** Several limits at once. Default: none. */
  readonly limits?: readonly RiskLimit[];
  /** λ ≥ 0 of mean − λ·CVaR. Default: null, the mean alone. */
  readonly riskAversion?: number | null;
  /** Bounds of the first stage that are narrower than the problem's. */
  readonly bounds?: FirstStageBounds;
}

/** Lower and upper bound of each first-stage column, MW: `fleetStage`. */
export interface FirstStageBounds {
  readonly lowerMW: Float64Array;
  readonly upperMW: Float64Array;
}

export interface PlanRequest extends PlanQuestion {
  /** 0: no frontier. */
  readonly frontierPoints: number;
  /**
   * false: only the question is answered, without a frontier; `minimumConditionalValueAtRisk` is then the least
   * of the plans met, and without a limit the CVaR of the plan is not the least of its mean. Default true.
   */
  readonly ends?: boolean;
  readonly timeLimitSeconds: number;
  /** Whose dispatch the plan is made for. Default: recourse. */
  readonly dispatch?: DispatchKind;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The same figures with another form of the plans. */
export function mapPlans<P, Q, S extends PlanSolution<P> = PlanSolution<P>>(
  solution: S,
  convert: (plan: P) => Q,
): Omit<S, 'best' | 'frontier'> & PlanSolution<Q> {
  const point = (one: FrontierPlan<P>): FrontierPlan<Q> => ({ ...one, plan: convert(one.plan) });
  return { ...solution, best: point(solution.best), frontier: solution.frontier.map(point) };
}
