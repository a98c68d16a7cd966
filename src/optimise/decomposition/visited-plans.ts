/** A plan that was evaluated, in units of the master. */
export interface VisitedPlan {
  readonly x: Float64Array;
  readonly mean: number;
  /** CVaR by measure; the first is the one of the hull. */
  readonly risks: readonly number[];
  readonly risk: number;
  /** A mixture whose figures are interpolated, not evaluated. */
  readonly mixed?: true;
}

/**
 * The upper concave hull of the visited (CVaR, mean) pairs. A mixture of two plans is feasible and, profits
 * being concave in the plan, at least as good as the point between them.
 */
export class VisitedPlans {
  /** Vertices by ascending risk, mean ascending too. */
  private hull: VisitedPlan[] = [];
  /** Every plan visited, in order. */
  readonly all: VisitedPlan[] = [];

  add(plan: VisitedPlan): void {
    this.all.push(plan);
    const sorted = [...this.hull, plan].sort((a, b) => a.risk - b.risk || b.mean - a.mean);
    const hull: VisitedPlan[] = [];
    for (const next of sorted) {
      if (hull.length > 0 && next.mean <= hull[hull.length - 1].mean) continue;
      while (hull.length > 1 && below(hull[hull.length - 2], hull[hull.length - 1], next)) hull.pop();
      hull.push(next);
    }
    this.hull = hull;
  }

  get safest(): VisitedPlan {
    return this.hull[0];
  }

  get richest(): VisitedPlan {
    return this.hull[this.hull.length - 1];
  }

  /** The plan of greatest mean − riskAversion·CVaR; no mixture beats it in the interpolated figures. */
  balanced(riskAversion: number): VisitedPlan {
    const value = (plan: VisitedPlan): number => plan.mean - riskAversion * plan.risk;
    return this.hull.reduce((best, plan) => (value(plan) > value(best) ? plan : best));
  }

  /** The mixture of greatest mean with CVaR ≤ limit, its figures interpolated; null where no plan keeps the limit. */
  underRisk(limit: number): VisitedPlan | null {
    const { hull } = this;
    if (hull.length === 0 || hull[0].risk > limit) return null;
    const after = hull.findIndex((plan) => plan.risk > limit);
    if (after < 0) return this.richest;
    return mixture(
      hull[after - 1],
      hull[after],
      (limit - hull[after - 1].risk) / (hull[after].risk - hull[after - 1].risk),
    );
  }

  /** The plan of greatest mean with CVaR ≤ limit among those that were evaluated; null where none keeps the limit. */
  richestEvaluated(limit: number): VisitedPlan | null {
    return this.all.reduce<VisitedPlan | null>(
      (best, plan) => (plan.risk <= limit && plan.mean > (best?.mean ?? -Infinity) ? plan : best),
      null,
    );
  }

  /** The mixture of least CVaR with mean ≥ floor; null where no plan reaches it. */
  aboveMean(floor: number): VisitedPlan | null {
    const { hull } = this;
    const at = hull.findIndex((plan) => plan.mean >= floor);
    if (at < 0) return null;
    if (at === 0) return hull[0];
    return mixture(hull[at - 1], hull[at], (floor - hull[at - 1].mean) / (hull[at].mean - hull[at - 1].mean));
  }
}

function below(left: VisitedPlan, middle: VisitedPlan, right: VisitedPlan): boolean {
  return (middle.mean - left.mean) * (right.risk - left.risk) <= (right.mean - left.mean) * (middle.risk - left.risk);
}

function mixture(left: VisitedPlan, right: VisitedPlan, share: number): VisitedPlan {
  if (share <= 0) return left;
  if (share >= 1) return right;
  const mix = (a: number, b: number): number => a + share * (b - a);
  return {
    x: left.x.map((value, j) => mix(value, right.x[j])),
    mean: mix(left.mean, right.mean),
    risks: left.risks.map((risk, m) => mix(risk, right.risks[m])),
    risk: mix(left.risk, right.risk),
    mixed: true,
  };
}
