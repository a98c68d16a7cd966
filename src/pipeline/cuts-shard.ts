import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { scenarioCuts, type ScenarioCuts } from '../optimise/decomposition/scenario-cuts.ts';

/** Value and gradient of some scenarios of one battery at a plan: `scenarioCuts` on a worker thread. */
export interface CutsShard {
  readonly kind: 'cuts';
  /** Of one problem for as long as the process lives: what a thread prepared for another is dropped. */
  readonly search: number;
  readonly asset: number;
  /** Scenario prices in shared memory: a thread reads them where they are. */
  readonly problem: PlanProblem;
  readonly from: number;
  readonly to: number;
  readonly plan: Plan;
}

/** Evaluations that this thread has prepared, by battery and range. */
const prepared = { search: -1, evaluations: new Map<string, (plan: Plan) => ScenarioCuts>() };

export function cutsOfShard({ search, asset, problem, from, to, plan }: CutsShard): ScenarioCuts {
  if (prepared.search !== search) {
    prepared.search = search;
    prepared.evaluations.clear();
  }
  const key = `${asset} ${from} ${to}`;
  const evaluate = prepared.evaluations.get(key) ?? scenarioCuts(problem, from, to);
  prepared.evaluations.set(key, evaluate);
  return evaluate(plan);
}
