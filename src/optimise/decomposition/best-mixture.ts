import { solveLinearProgram } from '../../lp/highs-solver.ts';
import { LinearProgramBuilder } from '../../lp/linear-program.ts';
import type { VisitedPlan } from './visited-plans.ts';

/** Several limits on the CVaRs of a mixture, in money of the master. */
export interface MixtureLimits {
  /** By measure; Infinity: none. */
  readonly riskLimits: readonly number[];
  /** Money per unit of overrun, by measure. */
  readonly excessScales: readonly number[];
}

/** Shares below this are rounding of the solver. */
const leastShare = 1e-9;
const tolerance = 1e-9;

/**
 * The mixture of visited plans with the greatest mean whose CVaRs keep all limits with `overrun` units of their
 * scales to spare; null where none does. Mixtures are feasible and, profits being concave in the plan, at least as
 * good as the figures interpolated here.
 */
export async function richestMixture(
  plans: readonly VisitedPlan[],
  limits: MixtureLimits,
  overrun: number,
): Promise<VisitedPlan | null> {
  return mixture(plans, limits, (builder, shares) => {
    shares.forEach((column, p) => builder.addCost(column, plans[p].mean));
    return builder.column(overrun, overrun);
  });
}

/** The mixture whose largest scaled excess over the limits is the least. */
export async function nearestMixture(plans: readonly VisitedPlan[], limits: MixtureLimits): Promise<VisitedPlan> {
  const found = await mixture(plans, limits, (builder) => builder.column(-Infinity, Infinity, -1));
  return found ?? plans.reduce((best, plan) => (overrunOf(plan, limits) < overrunOf(best, limits) ? plan : best));
}

/** The largest excess of a plan over its limits, in units of their scales; negative where it keeps all. */
export function overrunOf({ risks }: VisitedPlan, { riskLimits, excessScales }: MixtureLimits): number {
  return risks.reduce(
    (most, risk, m) => (riskLimits[m] === Infinity ? most : Math.max(most, (risk - riskLimits[m]) / excessScales[m])),
    -Infinity,
  );
}

async function mixture(
  plans: readonly VisitedPlan[],
  { riskLimits, excessScales }: MixtureLimits,
  prepare: (builder: LinearProgramBuilder, shares: readonly number[]) => number,
): Promise<VisitedPlan | null> {
  const builder = new LinearProgramBuilder();
  const shares = plans.map(() => builder.column(0, 1));
  const overrunColumn = prepare(builder, shares);
  builder.row(
    1,
    1,
    shares.map((column) => [column, 1] as const),
  );
  riskLimits.forEach((limit, m) => {
    if (limit === Infinity) return;
    builder.row(-Infinity, limit, [
      ...shares.map((column, p) => [column, plans[p].risks[m]] as const),
      [overrunColumn, -excessScales[m]],
    ]);
  });
  const { status, values } = await solveLinearProgram(builder.build(), { method: 'simplex', tolerance });
  return status === 'optimal' ? mixed(plans, values) : null;
}

function mixed(plans: readonly VisitedPlan[], shares: Float64Array): VisitedPlan {
  const used = plans.flatMap((plan, p) => (shares[p] > leastShare ? [{ plan, share: shares[p] }] : []));
  if (used.length === 1) return used[0].plan;
  const total = used.reduce((sum, { share }) => sum + share, 0);
  const sum = (value: (plan: VisitedPlan) => number): number =>
    used.reduce((result, { plan, share }) => result + (share / total) * value(plan), 0);
  return {
    x: used[0].plan.x.map((_, j) => sum(({ x }) => x[j])),
    mean: sum((plan) => plan.mean),
    risks: plans[0].risks.map((_, m) => sum((plan) => plan.risks[m])),
    risk: sum((plan) => plan.risk),
    mixed: true,
  };
}
