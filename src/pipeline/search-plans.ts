import type { Plan } from '../domain/plan-problem.ts';
import {
  solvePlanByDecomposition,
  type DecompositionRequest,
  type DecompositionSolution,
} from '../optimise/decomposition/solve-plan-by-decomposition.ts';
import { meanPathProblem } from '../optimise/mean-path.ts';
import { asOneOffer, fromOneOffer } from '../optimise/one-offer.ts';
import { mapPlans } from '../optimise/plan-solution.ts';
import { solvePlan, type PlanSolution } from '../optimise/solve-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';

/** What the searches of a day found. */
export interface PlanFrontiers {
  readonly recourse: DecompositionSolution;
  readonly schedule: PlanSolution;
  /** What would be planned on the mean path alone. */
  readonly meanPath: Plan;
}

export interface SearchTools extends Pick<DecompositionRequest, 'evaluate' | 'onIteration'> {
  readonly onSchedule?: (done: number, total: number) => void;
  readonly warn?: (text: string) => void;
}

/** The two-stage search may end this far from its bound, relative. */
export const recourseGap = 1e-4;

/** Both frontiers without a limit, each scenario with its own recourse and one schedule for all, and the mean path's plan. */
export async function searchPlans(
  { config, planned, inFull }: PreparedPlan,
  { evaluate, onIteration, onSchedule, warn }: SearchTools,
): Promise<PlanFrontiers> {
  const { frontierPoints } = config.risk;
  const timeLimitSeconds = config.run.solverTimeLimitSeconds;
  const recourse = await solvePlanByDecomposition(inFull, {
    limit: null,
    frontierPoints,
    relativeGap: recourseGap,
    evaluate,
    onIteration,
  });
  if (recourse.relativeGap > recourseGap)
    warn?.(`optimise: the frontier is known to a gap of ${recourse.relativeGap}, not ${recourseGap}`);
  // One schedule for all scenarios has one volume for all of them, whatever clears.
  const schedule = await solvePlan(asOneOffer(planned), {
    limit: null,
    frontierPoints,
    onProgress: onSchedule,
    timeLimitSeconds,
    dispatch: 'schedule',
  });
  const meanPath = await solvePlan(asOneOffer(meanPathProblem(inFull)), {
    limit: null,
    frontierPoints: 0,
    timeLimitSeconds,
  });
  return {
    recourse,
    schedule: mapPlans<Plan, Plan>(schedule, (plan) => fromOneOffer(planned, plan)),
    meanPath: fromOneOffer(planned, meanPath.best.plan),
  };
}
