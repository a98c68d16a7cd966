import { dispatchRows, type AssetColumns, type Dispatch, type Term } from './dispatch-rows.ts';
import { moneyScaleOf, powerScaleOf } from './extensive-form.ts';
import { firstStage, offerColumns, type FirstStage } from './first-stage.ts';
import { fleetOf } from '../domain/fleet-problem.ts';
import type { PlanProblem, PlanService } from '../domain/plan-problem.ts';
import { openModel, requireOptimal } from '../lp/highs-solver.ts';
import { LinearProgramBuilder, type LinearProgram } from '../lp/linear-program.ts';

const solverTolerance = 1e-9;
/** Where switches are needed, the optimum is proved to this, relative. */
const switchedGap = 1e-5;
/** Share of full power below which charge and discharge at once is rounding. */
const burningShare = 1e-6;

/**
 * What each scenario would earn if all its prices were known before anything is committed, S values: plan and dispatch
 * are chosen together, with exact physics. No plan and no policy can earn more.
 *
 * One linear program serves all scenarios: only its costs change, and each solve starts from the basis before it, so
 * that the same range of scenarios is always the same work. Where its optimum charges and discharges at once the
 * scenario is solved again with one switch a period. Bid curves and prices asked are left out: who knows the price
 * needs neither.
 */
export async function perfectForesight(problem: PlanProblem): Promise<Float64Array> {
  const own: PlanProblem = {
    ...problem,
    decision: { kind: 'position' },
    services: problem.services.map(withoutAskedPrices),
  };
  const form = foresightForm(own, false);
  const model = await openModel(form.program, { tolerance: solverTolerance, presolve: false });
  const earned = new Float64Array(own.scenarioCount);
  try {
    for (let s = 0; s < own.scenarioCount; s++) {
      model.setCosts(costsOf(own, form, s));
      const { objective, values } = requireOptimal(model.solve(), form.program, `foresight of scenario ${s}`);
      earned[s] = burns(form, values) ? await exclusiveOptimum(own, s) : moneyOf(form, objective);
    }
    return earned;
  } finally {
    model.dispose();
  }
}

function withoutAskedPrices(service: PlanService): PlanService {
  const { offerThresholds: _asked, ...rest } = service;
  return rest;
}

/** The same with one switch a period for charging or discharging: few scenarios need it. */
async function exclusiveOptimum(problem: PlanProblem, s: number): Promise<number> {
  const form = foresightForm(problem, true);
  const model = await openModel(form.program, { tolerance: solverTolerance, mipRelativeGap: switchedGap });
  try {
    model.setCosts(costsOf(problem, form, s));
    return moneyOf(form, requireOptimal(model.solve(), form.program, `exact foresight of scenario ${s}`).objective);
  } finally {
    model.dispose();
  }
}

function moneyOf({ moneyScale, constant }: ForesightForm, objective: number): number {
  return objective * moneyScale - constant;
}

/** True where a period charges and discharges at once. */
function burns({ dispatch }: ForesightForm, values: Float64Array): boolean {
  return dispatch.charge.some((charge, t) => Math.min(values[charge], values[dispatch.discharge[t]]) > burningShare);
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
function foresightForm(problem: PlanProblem, exclusive: boolean): ForesightForm {
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
  if (exclusive) addSwitches(builder, problem, dispatch, powerScale);
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

/** c ≤ C·z and d ≤ D·(1 − z), z whole. */
function addSwitches(
  builder: LinearProgramBuilder,
  problem: PlanProblem,
  { charge, discharge }: Dispatch,
  powerScale: number,
): void {
  for (let t = 0; t < problem.periodCount; t++) {
    const charging = builder.column(0, 1, 0, true);
    const [most, mostOut] = [problem.maxChargeMW[t] / powerScale, problem.maxDischargeMW[t] / powerScale];
    builder.row(-Infinity, 0, [
      [charge[t], 1],
      [charging, -most],
    ]);
    builder.row(-Infinity, mostOut, [
      [discharge[t], 1],
      [charging, mostOut],
    ]);
  }
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
