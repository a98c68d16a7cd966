import { dispatchRows, type AssetColumns, type Dispatch } from './dispatch-rows.ts';
import { asOneOffer } from './one-offer.ts';
import { moneyScaleOf, powerScaleOf } from './extensive-form.ts';
import { firstStage, offerColumns, type FirstStage } from './first-stage.ts';
import { fleetOf } from '../domain/fleet-problem.ts';
import type { PlanProblem } from '../domain/plan-problem.ts';
import { openModel, requireOptimal, type LinearSolution, type SolverModel } from '../lp/highs-solver.ts';
import { LinearProgramBuilder, type LinearProgram, type Term } from '../lp/linear-program.ts';

const solverTolerance = 1e-9;
/** Branches that promise no more than this beyond the best found, relative, are not followed. */
const branchingGap = 1e-5;
/** After so many branches the best found counts: a share of a per cent below the optimum where it was followed on. */
const mostNodes = 200;
/** Share of full power below which charge and discharge at once is rounding. */
const burningShare = 1e-6;

/** What each scenario would earn if all its prices were known before anything is committed, S values each. */
export interface PerfectForesight {
  /** With the linear relaxation: at least what any plan earns with linear recourse. */
  readonly relaxed: Float64Array;
  /** With exact physics; where branching was cut short, what was found until then. */
  readonly exact: Float64Array;
}

/**
 * Plan and dispatch of each scenario chosen together, with all its prices known.
 *
 * One linear program serves all scenarios: only its costs change, and each solve starts from the basis before it, so
 * that the same range of scenarios is always the same work. Where its optimum charges and discharges at once the
 * scenario is branched on, up to a fixed number of branches. Bid curves and prices asked are left out: who knows the price
 * needs neither.
 */
export async function perfectForesight(problem: PlanProblem): Promise<PerfectForesight> {
  const own = asOneOffer(problem);
  const form = foresightForm(own);
  const model = await openModel(form.program, { tolerance: solverTolerance, presolve: false });
  const money = (objective: number): number => objective * form.moneyScale - form.constant;
  const relaxed = new Float64Array(own.scenarioCount);
  const exact = new Float64Array(own.scenarioCount);
  try {
    for (let s = 0; s < own.scenarioCount; s++) {
      model.setCosts(costsOf(own, form, s));
      const what = `foresight of scenario ${s}`;
      const solution = requireOptimal(model.solve(), form.program, what);
      relaxed[s] = money(solution.objective);
      exact[s] = money(exclusiveOptimum(model, form, solution, what));
    }
    return { relaxed, exact };
  } finally {
    model.dispose();
  }
}

/**
 * The optimum that never charges and discharges at once, by branch and bound on the model as it stands: in a period
 * that burns either charging or discharging is closed, the smaller of the two first.
 *
 * @param relaxed the solution without anything closed
 */
function exclusiveOptimum(model: SolverModel, form: ForesightForm, relaxed: LinearSolution, what: string): number {
  const { dispatch, program } = form;
  let best = -Infinity;
  let nodes = 0;
  const visit = (solution: LinearSolution): void => {
    if (
      best > -Infinity &&
      (solution.objective <= best + branchingGap * Math.max(1, Math.abs(best)) || nodes > mostNodes)
    )
      return;
    nodes++;
    const { values } = solution;
    const most = dispatch.charge.reduce(
      (found, _, t) => (burnt(form, values, t) > burnt(form, values, found) ? t : found),
      0,
    );
    if (burnt(form, values, most) <= burningShare) {
      best = solution.objective;
      return;
    }
    const sides = [dispatch.charge[most], dispatch.discharge[most]].sort((a, b) => values[a] - values[b]);
    for (const column of sides) {
      model.setColumnBounds(column, 0, 0);
      visit(requireOptimal(model.solve(), program, what));
      model.setColumnBounds(column, 0, program.columnUpper[column]);
    }
  };
  visit(relaxed);
  return best;
}

/** Power that period t charges and discharges at once, as a share of full power. */
function burnt({ dispatch }: ForesightForm, values: Float64Array, t: number): number {
  return Math.min(values[dispatch.charge[t]], values[dispatch.discharge[t]]);
}

interface ForesightForm {
  readonly program: LinearProgram;
  readonly stage: FirstStage;
  readonly dispatch: Dispatch;
  readonly powerScale: number;
  readonly moneyScale: number;
  /** Money, to be taken off the objective. */
  readonly constant: number;
}

/** First stage and one dispatch, in units of the battery's power; the costs are set for each scenario. */
function foresightForm(problem: PlanProblem): ForesightForm {
  const fleet = fleetOf(problem);
  const powerScale = powerScaleOf(fleet);
  const moneyScale = moneyScaleOf(fleet, powerScale);
  const stage = firstStage(problem);
  const builder = new LinearProgramBuilder();
  for (let j = 0; j < stage.columnCount; j++)
    builder.column(stage.lowerMW[j] / powerScale, stage.upperMW[j] / powerScale);
  for (const { terms, lowerMW, upperMW } of stage.rows) builder.row(lowerMW / powerScale, upperMW / powerScale, terms);
  const penalty = (problem.shortfallPenalty * powerScale) / moneyScale;
  const dispatch = dispatchRows(builder, problem, columnsOf(problem, stage), powerScale, penalty);
  const { terminal, initialStateOfChargeMWh } = problem.battery;
  return {
    program: builder.build(),
    stage,
    dispatch,
    powerScale,
    moneyScale,
    constant: terminal.kind === 'value' ? terminal.waterValue * initialStateOfChargeMWh : 0,
  };
}

function columnsOf({ services }: PlanProblem, stage: FirstStage): AssetColumns {
  const offered = (k: number, t: number): number[] => offerColumns(stage, k, stage.blockAt[k][t]);
  return {
    position: (t) => [[stage.intervalAt[t], 1]],
    offered,
    reserved: (direction, t, factor) =>
      services.flatMap((service, k) =>
        service.direction === direction ? offered(k, t).map((column): Term => [column, factor(k)]) : [],
      ),
  };
}

/** P_s as the sum of docs/method/optimise.md, by column, in money of the program. */
function costsOf(problem: PlanProblem, form: ForesightForm, s: number): Float64Array {
  const { periodCount: T, periodHours, battery } = problem;
  const { program, stage, dispatch, powerScale, moneyScale } = form;
  const costs = new Float64Array(program.columnCount);
  const add = (column: number, price: number): void => {
    costs[column] += (price * powerScale) / moneyScale;
  };
  for (const [column, value] of dispatch.penalties) costs[column] += value;
  for (let t = 0; t < T; t++) {
    const imbalance = problem.imbalance[s * T + t];
    add(stage.intervalAt[t], periodHours * (problem.dayAhead[s * T + t] - imbalance));
    add(dispatch.discharge[t], periodHours * (imbalance - battery.throughputCost));
    add(dispatch.charge[t], -periodHours * imbalance);
    problem.services.forEach((service, k) => {
      const block = stage.blockAt[k][t];
      const utilisation = service.utilisationPrice === null ? imbalance : service.utilisationPrice[s * T + t];
      const availability = service.availability[s * (service.blockStarts.length - 1) + block];
      const called = service.direction === 'up' ? utilisation - battery.throughputCost : -utilisation;
      for (const column of offerColumns(stage, k, block))
        add(column, periodHours * (availability + service.activation[t] * called));
    });
  }
  if (battery.terminal.kind === 'value') add(dispatch.lastEnergy, battery.terminal.waterValue);
  return costs;
}
