import type { FleetProblem } from '../domain/fleet-problem.ts';
import { bidStepCount, bidThreshold, type Plan, type PlanProblem } from '../domain/plan-problem.ts';

/** The plans of all batteries as JSON: totals, then what was sold and what is added, then each battery where there are several. */
export function plansJson({ assets }: FleetProblem, plans: readonly Plan[]) {
  if (assets.length === 1) return planJson(assets[0], plans[0]);
  const [first] = assets;
  return {
    dayAheadMW: summed(plans.map(({ dayAheadMW }) => dayAheadMW)),
    reservedMW: Object.fromEntries(
      first.services.map(({ name }, k) => [name, summed(plans.map(({ reservedMW }) => reservedMW[k]))]),
    ),
    assets: assets.map((asset, a) => ({ name: asset.battery.name, ...planJson(asset, plans[a]) })),
  };
}

function planJson(problem: PlanProblem, plan: Plan) {
  return {
    dayAheadMW: Array.from(plan.dayAheadMW),
    ...bidCurveJson(problem, plan),
    reservedMW: byService(problem, (k) => Array.from(plan.reservedMW[k])),
    ...offersJson(problem, plan),
    ...soldJson(problem, plan),
  };
}

function bidCurveJson({ decision }: PlanProblem, plan: Plan) {
  if (decision.kind === 'position') return {};
  const steps = bidStepCount(decision);
  const bidCurve = Array.from(plan.dayAheadMW, (baseMW, interval) => ({
    interval,
    baseMW,
    steps: Array.from({ length: steps }, (_, i) => ({
      threshold: bidThreshold(decision, interval, i),
      volumeMW: plan.stepsMW[interval * steps + i],
    })),
  }));
  return { bidCurve };
}

/** Offers with a price: by block, the volume that each price asks for. */
function offersJson(problem: PlanProblem, { offerStepsMW }: Plan) {
  if (offerStepsMW === undefined) return {};
  const offers = problem.services.flatMap(({ name, offerThresholds }, k) => {
    const steps = offerStepsMW[k];
    if (offerThresholds === undefined || steps === null) return [];
    const count = offerThresholds.length;
    const blocks = Array.from({ length: steps.length / count }, (_, block) => ({
      block,
      steps: Array.from(offerThresholds, (threshold, i) => ({ threshold, volumeMW: steps[block * count + i] })),
    }));
    return [[name, blocks] as const];
  });
  return { offers: Object.fromEntries(offers) };
}

function soldJson(problem: PlanProblem, plan: Plan) {
  const { sold } = problem;
  if (sold === undefined) return {};
  const less = (total: Float64Array, before: Float64Array): number[] =>
    Array.from(total, (value, i) => value - before[i]);
  return {
    sold: {
      dayAheadMW: Array.from(sold.dayAheadMW),
      reservedMW: byService(problem, (k) => Array.from(sold.reservedMW[k])),
    },
    increment: {
      dayAheadMW: less(plan.dayAheadMW, sold.dayAheadMW),
      reservedMW: byService(problem, (k) => less(plan.reservedMW[k], sold.reservedMW[k])),
    },
  };
}

function byService<T>({ services }: PlanProblem, value: (k: number) => T): Record<string, T> {
  return Object.fromEntries(services.map(({ name }, k) => [name, value(k)]));
}

function summed(rows: readonly Float64Array[]): number[] {
  return Array.from(rows[0], (_, i) => rows.reduce((sum, row) => sum + row[i], 0));
}
