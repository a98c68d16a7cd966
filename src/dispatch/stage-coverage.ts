import type { BatteryProblem } from './dispatch-problem.ts';
import type { Feature } from './feature.ts';
import { nestMarkets } from './market-nest.ts';
import type { MarketNode } from './market-nest.ts';
import { pricedStages } from './priced-stages.ts';
import type { PricedStages, Surcharge } from './priced-stages.ts';
import { losesWithinCommitments } from './trading-stages.ts';

/** What the kernels may cover, where every interval is the better of two concave sides. */
export const stageFeatures: readonly Feature[] = ['availability', 'efficiencyByPeriod', 'untradedIntervals', 'site'];

/**
 * Every delivery interval as a stage of its own, every period where there are no markets; null where the problem has no
 * such stages.
 *
 * @param nest its `separableNest`
 */
export function stagesOf(
  problem: BatteryProblem,
  surcharge: Surcharge = null,
  nest: readonly MarketNode[] | null = separableNest(problem),
): PricedStages | null {
  return sharesIntervals(nest) ? pricedStages(problem, nest.length === 0 ? null : nest, surcharge) : null;
}

/** True where all markets share their delivery intervals and each decides without the others. */
export function sharesIntervals(nest: readonly MarketNode[] | null): nest is readonly MarketNode[] {
  return nest !== null && nest.every(({ children }) => children.length === 0);
}

/** The markets' intervals, where they nest and decide without each other. */
export function separableNest(problem: BatteryProblem): MarketNode[] | null {
  if (problem.netting && problem.markets.length > 1) return null;
  const roots = nestMarkets(problem.markets);
  return roots === null || losesWithinCommitments(problem, roots) ? null : roots;
}
