import type { Plan } from '../domain/plan-problem.ts';
import { hasOfferRules } from '../optimise/offer-rules.ts';
import type { PlanFile } from '../optimise/plan-problem-schema.ts';
import type { PlanSolution, RiskLimit } from '../optimise/plan-solution.ts';
import { settleExactly, settleFleet, type FleetOutcome } from '../optimise/settle-fleet.ts';
import { fleetRisk } from './plan-figures.ts';

/** How the answer fares where no battery charges and discharges at once. Money in currency. */
export interface ExactRecourse {
  /** Share of scenarios, by weight, that earn less so: the linear recourse burns energy there. */
  readonly burningShare: number;
  /** Most that one scenario earns less. */
  readonly largestFall: number;
  readonly mean: number;
  readonly valueAtRisk: number;
  readonly conditionalValueAtRisk: number;
  /** Only with a risk aversion. */
  readonly objective?: number;
  /** Only with limits. */
  readonly limitsKept?: boolean;
  /** Only with several limits, in their order. */
  readonly limits?: readonly { readonly conditionalValueAtRisk: number }[];
  /**
   * Only where the one limit is kept by the linear recourse alone and a frontier was asked for: the point of it, from
   * 0, that has the greatest mean of those that keep the limit so; null where none does.
   */
  readonly frontierPoint?: number | null;
}

/** Of a profit, relative: less than this is rounding. */
const fallTolerance = 1e-6;

/**
 * Carries the answer out by exact recourse, chosen anew in every scenario; null where the batteries share a connection
 * that binds them together.
 *
 * @param outcome of the answer by linear recourse
 * @param gap by which a limit may be exceeded, relative
 */
export async function exactRecourse(
  asked: PlanFile,
  solution: PlanSolution<readonly Plan[]>,
  outcome: FleetOutcome,
  gap: number,
): Promise<ExactRecourse | null> {
  const { fleet, riskAversion = null, limits = [] } = asked;
  const exact = settleExactly(fleet, solution.best.plan, outcome);
  if (exact === null) return null;
  const { weights } = fleet.assets[0];
  const fall = outcome.profit.map((profit, s) =>
    profit - exact.profit[s] > fallTolerance * Math.max(1, Math.abs(profit)) ? profit - exact.profit[s] : 0,
  );
  const { mean, valueAtRisk, conditionalValueAtRisk } = fleetRisk(fleet, exact.profit);
  const standing = allLimits(asked).map(({ confidenceLevel, limit, asset }) => {
    const own = asset === null ? exact.profit : exact.profitByAsset[asset];
    const risk = fleetRisk(fleet, own, confidenceLevel).conditionalValueAtRisk;
    return { conditionalValueAtRisk: risk, kept: keeps(risk, limit, gap) };
  });
  const limitsKept = standing.every(({ kept }) => kept);
  return {
    burningShare: fall.reduce((sum, value, s) => (value > 0 ? sum + weights[s] : sum), 0),
    largestFall: fall.reduce((most, value) => Math.max(most, value), 0),
    mean,
    valueAtRisk,
    conditionalValueAtRisk,
    ...(riskAversion === null ? {} : { objective: mean - riskAversion * conditionalValueAtRisk }),
    ...(standing.length === 0 ? {} : { limitsKept }),
    ...(limits.length === 0
      ? {}
      : { limits: standing.map(({ conditionalValueAtRisk: risk }) => ({ conditionalValueAtRisk: risk })) }),
    ...(limitsKept ? {} : await frontierPointJson(asked, solution, gap)),
  };
}

/** What is worth a warning: a mean or a CVaR that leans on burning by more than the gap, and a limit that then breaks. */
export function exactRecourseWarnings(
  asked: PlanFile,
  relaxed: Pick<ExactRecourse, 'mean' | 'conditionalValueAtRisk'> & Pick<PlanSolution, 'status'>,
  exact: ExactRecourse | null,
  gap: number,
): string[] {
  if (exact === null) return [];
  const beyond = (change: number, figure: number): boolean => change > gap * Math.max(1, Math.abs(figure));
  const { mean, conditionalValueAtRisk } = exact;
  if (
    !beyond(relaxed.mean - mean, relaxed.mean) &&
    !beyond(conditionalValueAtRisk - relaxed.conditionalValueAtRisk, relaxed.conditionalValueAtRisk)
  )
    return [];
  const money = (amount: number): string => amount.toFixed(2);
  const leaning =
    `in ${(100 * exact.burningShare).toFixed(1)} % of its scenarios the plan leans on charging and discharging at once, ` +
    `which no battery can: without that its mean is ${money(mean)}, not ${money(relaxed.mean)}, and its CVaR ` +
    `${money(conditionalValueAtRisk)}, not ${money(relaxed.conditionalValueAtRisk)}`;
  // A limit that is out of reach is told as such.
  if (exact.limitsKept !== false || relaxed.status !== 'optimal') return [leaning];
  return [leaning, `by exact recourse the plan breaks its limit: ${remedyOf(asked, exact)}`];
}

function remedyOf(asked: PlanFile, { frontierPoint }: ExactRecourse): string {
  if (frontierPoint !== undefined && frontierPoint !== null)
    return `point ${frontierPoint + 1} of the frontier keeps it`;
  const change = asked.fleet.assets.some(({ deviationLimitMW }) => deviationLimitMW !== null)
    ? 'widen deviationLimitMW'
    : 'ask for a lower limit';
  if (frontierPoint === null) return `no point of the frontier keeps it; ${change}`;
  return asked.frontierPoints === 0 && canTakeFrontierPoint(asked)
    ? `${change}, or set risk.frontierPoints to have other plans tried`
    : change;
}

/** The frontier answers one limit, and is drawn without lots and exclusions: with them its plans cannot be offered. */
function canTakeFrontierPoint({ fleet, limit }: PlanFile): boolean {
  return limit !== null && !hasOfferRules(fleet);
}

/** All limits asked for, one or several. */
function allLimits({ fleet, limit, limits = [] }: PlanFile): readonly RiskLimit[] {
  return limit === null ? limits : [{ confidenceLevel: fleet.assets[0].confidenceLevel, limit, asset: null }];
}

function keeps(risk: number, limit: number, gap: number): boolean {
  return risk <= limit + gap * Math.max(1, Math.abs(limit));
}

/** Exact recourse earns no more than linear: only points that keep the limit by that, best mean first, are tried. */
async function frontierPointJson(
  asked: PlanFile,
  { status, frontier }: PlanSolution<readonly Plan[]>,
  gap: number,
): Promise<{ readonly frontierPoint?: number | null }> {
  const { fleet } = asked;
  if (!canTakeFrontierPoint(asked) || status !== 'optimal' || frontier.length === 0) return {};
  const limit = asked.limit as number;
  const order = [...frontier.keys()].toSorted((a, b) => frontier[b].mean - frontier[a].mean);
  let best: { readonly point: number; readonly mean: number } | null = null;
  for (const point of order) {
    const { plan, mean, conditionalValueAtRisk } = frontier[point];
    if (best !== null && mean <= best.mean) break;
    if (!keeps(conditionalValueAtRisk, limit, gap)) continue;
    const exact = settleExactly(fleet, plan, await settleFleet(fleet, plan));
    if (exact === null) return {};
    const risk = fleetRisk(fleet, exact.profit);
    if (keeps(risk.conditionalValueAtRisk, limit, gap) && (best === null || risk.mean > best.mean))
      best = { point, mean: risk.mean };
  }
  return { frontierPoint: best?.point ?? null };
}
