import type { Cut, MasterMeasure } from './cut-master.ts';
import type { ScenarioGroups } from './scenario-groups.ts';
import type { VisitedPlan } from './visited-plans.ts';

/**
 * What a search learnt of its scenarios: cuts hold for every plan and limit, so that a search for other bounds or
 * limits (of the same confidence levels) starts from them. Pass one pool to several searches.
 */
export class CutPool {
  content: CutPoolContent | null = null;
}

export interface CutPoolContent {
  readonly groups: ScenarioGroups;
  readonly measures: readonly MasterMeasure[];
  readonly cuts: readonly Cut[];
  readonly visited: readonly VisitedPlan[];
}
