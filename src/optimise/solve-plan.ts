import { fleetOf, type FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { openModel } from '../lp/highs-solver.ts';
import { extensiveForm } from './extensive-form.ts';
import { ExtensiveSearch, solverTolerance } from './extensive-search.ts';
import { requireFeasibleStart } from './feasible-start.ts';
import { requireFiniteScenarios } from './finite-scenarios.ts';
import { mapPlans, type PlanRequest, type PlanSolution } from './plan-solution.ts';
import { riskMeasures } from './risk-measure.ts';

export type { FrontierPlan, PlanRequest, PlanSolution } from './plan-solution.ts';

/** `solveFleetPlan` for one battery. */
export async function solvePlan(problem: PlanProblem, request: PlanRequest): Promise<PlanSolution> {
  return mapPlans<readonly Plan[], Plan>(await solveFleetPlan(fleetOf(problem), request), ([plan]) => plan);
}

/**
 * Solves the two-stage plan by the extensive form in HiGHS: the ends of the frontier first (greatest mean
 * among plans of least CVaR; least CVaR among plans of greatest mean), then limits equally spaced between
 * them, then the question asked. One model answers all.
 *
 * @throws DataError where a scenario is not finite, SolverError where a solve ends neither optimal nor at the time limit
 */
export async function solveFleetPlan(
  fleet: FleetProblem,
  request: PlanRequest,
): Promise<PlanSolution<readonly Plan[]>> {
  requireFiniteScenarios(fleet);
  const measures = riskMeasures(fleet.assets[0].confidenceLevel, request);
  const form = extensiveForm(fleet, { dispatch: request.dispatch ?? 'recourse', measures, bounds: request.bounds });
  await requireFeasibleStart(form.stage);
  const options = { timeLimitSeconds: request.timeLimitSeconds, tolerance: solverTolerance };
  const model = await openModel(form.program, options);
  try {
    return new ExtensiveSearch(fleet, form, measures, model, request).run();
  } finally {
    model.dispose();
  }
}
