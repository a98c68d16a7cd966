import type { BatteryProblem } from './dispatch-problem.ts';
import type { Feature } from './feature.ts';
import { nestMarkets } from './market-nest.ts';
import type { MarketNode } from './market-nest.ts';
import { pricedStages } from './priced-stages.ts';
import type { PricedStages, Surcharge } from './priced-stages.ts';
import { losesWithinCommitments } from './trading-stages.ts';

/** What the kernels may cover, where every interval is the better of two concave sides. */
export const stageFeatures: readonly Feature[] = ['availability', 'efficiencyByPeriod', 'untradedIntervals', 'site'];

/** Every delivery interval as a stage of its own; null where the problem has no such stages. */
export function stagesOf(problem: BatteryProblem, surcharge: Surcharge = null): PricedStages | null {
  if (problem.markets.length === 0) return pricedStages(problem, null, surcharge);
  const intervals = sharedIntervals(problem);
  return intervals === null ? null : pricedStages(problem, intervals, surcharge);
}

/** The delivery intervals, where all markets share them and each decides without the others. */
export function sharedIntervals(problem: BatteryProblem): MarketNode[] | null {
  const nest = separableNest(problem);
  return nest !== null && nest.every(({ children }) => children.length === 0) ? nest : null;
}

/** The markets' intervals, where they nest and decide without each other. */
export function separableNest(problem: BatteryProblem): MarketNode[] | null {
  if (problem.netting && problem.markets.length > 1) return null;
  const roots = nestMarkets(problem.markets);
  return roots === null || losesWithinCommitments(problem, roots) ? null : roots;
}
