import { connectionBinds, fleetOf, type FleetProblem } from '../../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import { ConfigError } from '../../errors.ts';
import { mapPlans, type PlanRequest, type PlanSolution } from '../plan-solution.ts';
import type { CutPool } from './cut-pool.ts';
import { PlanSearch } from './plan-search.ts';
import type { ScenarioCuts } from './scenario-cuts.ts';

export interface DecompositionRequest extends Omit<PlanRequest, 'timeLimitSeconds' | 'dispatch'> {
  /** Stop when the gap between bound and incumbent is below this share of the objective. Default 1e-6. */
  readonly relativeGap?: number;
  /**
   * Evaluates all scenarios of a battery at a plan, shards joined in scenario order (`joinScenarioCuts`). Default:
   * `scenarioCuts` of the whole problem, in this process.
   */
  readonly evaluate?: (plan: Plan, asset: number) => Promise<ScenarioCuts>;
  /** Cuts and plans of earlier searches on the same scenarios; this one starts from them and adds its own. */
  readonly pool?: CutPool;
  /** Asked before each iteration; true ends the search with the best plan so far and its gap. */
  readonly shouldStop?: () => boolean;
}

export interface DecompositionSolution<P = Plan> extends PlanSolution<P> {
  /** Largest gap of the answers, relative. */
  readonly relativeGap: number;
  /**
   * Of `best`: no plan that keeps the limits has a greater mean (or mean − riskAversion·CVaR). With status
   * `limitUnattainable` no plan has a lower CVaR (of several limits: a lower largest excess, in units of their
   * scales); after an early end that is proof only where the bound lies above the limit.
   */
  readonly bound: number;
  /** Evaluations of all scenarios. */
  readonly evaluations: number;
}

/** `solveFleetPlanByDecomposition` for one battery. */
export async function solvePlanByDecomposition(
  problem: PlanProblem,
  request: DecompositionRequest,
): Promise<DecompositionSolution> {
  return mapPlans<readonly Plan[], Plan, DecompositionSolution<readonly Plan[]>>(
    await solveFleetPlanByDecomposition(fleetOf(problem), request),
    ([plan]) => plan,
  );
}

/**
 * Solves the two-stage plan by cutting planes: for a fixed plan every scenario is one run of the kernel,
 * whose multipliers give a supergradient of P_s; a master in HiGHS over the first stage holds grouped cuts
 * of the mean and of the tail. The next plan lies between the incumbent (a mixture of visited plans) and the
 * master's; the master's value is the bound. One pool of cuts answers all questions, the one asked
 * first. docs/method/optimise.md; in-out separation: Ben-Ameur and Neto (2007).
 *
 * @throws ConfigError where a grid connection binds the recourse, DataError where a scenario is not finite,
 * SolverError where the master fails
 */
export async function solveFleetPlanByDecomposition(
  fleet: FleetProblem,
  request: DecompositionRequest,
): Promise<DecompositionSolution<readonly Plan[]>> {
  if (connectionBinds(fleet)) {
    throw new ConfigError('the decomposition takes the batteries of a scenario one by one', {
      field: 'connection',
      rule: 'all batteries at full power must fit through it together',
      value: `import ${fleet.connection!.maxImportMW} MW, export ${fleet.connection!.maxExportMW} MW`,
      remedy: 'solve the extensive form (--method extensive), or lower the power of the batteries',
    });
  }
  return new PlanSearch(fleet, request).run();
}
