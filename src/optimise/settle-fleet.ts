import { connectionBinds, type FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { openModel, requireOptimal } from '../lp/highs-solver.ts';
import { evaluateRecourse, shortfallTolerance } from './evaluate-plan.ts';
import { extensiveForm } from './extensive-form.ts';
import { fleetStage, vectorOfPlans } from './fleet-stage.ts';

/** What the plans of all batteries earn with the best recourse of every scenario. */
export interface FleetOutcome {
  /** By battery, S values each, currency, gain positive. */
  readonly profitByAsset: readonly Float64Array[];
  /** Their sum, S. */
  readonly profit: Float64Array;
  /** Largest departure of a battery from its energy window, S, MWh. */
  readonly shortfallMWh: Float64Array;
}

/** Tolerance of HiGHS where the recourse is one program. */
const solverTolerance = 1e-9;

/**
 * Settles plans with the recourse lp of every scenario: by the kernel, battery by battery; in one linear program
 * where the connection binds the batteries together.
 */
export async function settleFleet(fleet: FleetProblem, plans: readonly Plan[]): Promise<FleetOutcome> {
  const settled = connectionBinds(fleet)
    ? await settleTogether(fleet, plans)
    : fleet.assets.map((asset, a) => settleAlone(asset, plans[a]));
  const S = fleet.assets[0].scenarioCount;
  return {
    profitByAsset: settled.map(({ profit }) => profit),
    profit: Float64Array.from({ length: S }, (_, s) => settled.reduce((sum, { profit }) => sum + profit[s], 0)),
    shortfallMWh: Float64Array.from({ length: S }, (_, s) =>
      settled.reduce((most, { shortfallMWh }) => Math.max(most, shortfallMWh[s]), 0),
    ),
  };
}

interface AssetOutcome {
  readonly profit: Float64Array;
  readonly shortfallMWh: Float64Array;
}

function settleAlone(problem: PlanProblem, plan: Plan): AssetOutcome {
  const { periodCount: T, scenarioCount: S } = problem;
  const { profitByPeriod, shortfallMWh } = evaluateRecourse(problem, plan, 'relaxed');
  const profit = Float64Array.from({ length: S }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
  return { profit, shortfallMWh };
}

async function settleTogether(fleet: FleetProblem, plans: readonly Plan[]): Promise<AssetOutcome[]> {
  const x = vectorOfPlans(fleetStage(fleet), plans);
  const form = extensiveForm(fleet, { bounds: { lowerMW: x, upperMW: x }, rows: false });
  const S = fleet.assets[0].scenarioCount;
  const costs = new Float64Array(form.program.columnCount);
  // Every scenario counts, those of weight zero too.
  costs.fill(1, form.profitColumn, form.profitColumn + fleet.assets.length * S);
  const model = await openModel(form.program, { tolerance: solverTolerance });
  try {
    model.setCosts(costs);
    const { values } = requireOptimal(model.solve(), form.program, 'the settlement of the plan');
    return fleet.assets.map((_, a) => ({
      profit: values.slice(form.profitColumn + a * S, form.profitColumn + (a + 1) * S).map((v) => v * form.moneyScale),
      shortfallMWh: Float64Array.from(form.shortfallColumns[a], (columns) => {
        const most = columns.reduce((largest, column) => Math.max(largest, values[column]), 0) * form.powerScale;
        return most > shortfallTolerance ? most : 0;
      }),
    }));
  } finally {
    model.dispose();
  }
}
