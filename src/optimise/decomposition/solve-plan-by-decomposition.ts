import { connectionBinds, fleetOf, type FleetProblem } from '../../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import { ConfigError } from '../../errors.ts';
import { mapPlans, type PlanRequest, type PlanSolution } from '../plan-solution.ts';
import { requireFiniteScenarios } from '../finite-scenarios.ts';
import type { Objective } from './cut-master.ts';
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
  /** Cuts and plans of earlier searches on the same scenarios; this one starts from them and adds its own as it goes. */
  readonly pool?: CutPool;
  /** Told after each solve of the master; the search waits for it. */
  readonly onIteration?: (progress: SearchProgress) => void | Promise<void>;
  /** Asked before each iteration; true ends the search with the best plan so far and its gap. */
  readonly shouldStop?: () => boolean;
  /** Seconds that the next solve of the master may take. Default: 600. One that finds nothing in them ends its question. */
  readonly masterSeconds?: () => number;
}

/** How far the search for the answer to one question is. Money in currency. */
export interface SearchProgress {
  readonly maximise: Objective;
  /** Questions begun: the one asked for first, then the ends of the frontier and its points. */
  readonly question: number;
  /** What is maximised, of the best plan known; null: none that keeps the limits. */
  readonly incumbent: number | null;
  /** No plan does better. */
  readonly bound: number;
  readonly relativeGap: number;
  readonly evaluations: number;
}

export interface DecompositionSolution<P = Plan> extends PlanSolution<P> {
  /**
   * Largest gap of the answers, relative; of the least CVaR at the greatest mean, which is sought to a hundred times the
   * gap asked for, a hundredth. Above the one asked for after an early end, or where the search makes no
   * more progress. Infinity: a question without any bound.
   */
  readonly relativeGap: number;
  /** Of `best` alone, without what stands beside it: the least CVaR of the greatest mean, the ends, the frontier. */
  readonly answerGap: number;
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
 * A master that HiGHS cannot solve ends its question with the best plan and bound known by then.
 *
 * @throws ConfigError where a grid connection binds the recourse, DataError where a scenario is not finite,
 * SolverError where HiGHS breaks down
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
  requireFiniteScenarios(fleet);
  return new PlanSearch(fleet, request).run();
}
