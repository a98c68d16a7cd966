import { connectionBinds, type FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { openModel, requireOptimal } from '../lp/highs-solver.ts';
import { evaluateRecourse, shortfallTolerance } from './evaluate-plan.ts';
import { extensiveForm } from './extensive-form.ts';
import { fleetStage, vectorOfPlans } from './fleet-stage.ts';
import { scenarioSubset } from './scenario-subset.ts';

/** What the plans of all batteries earn in every scenario. */
export interface FleetProfit {
  /** By battery, S values each, currency, gain positive. */
  readonly profitByAsset: readonly Float64Array[];
  /** Their sum, S. */
  readonly profit: Float64Array;
}

/** The same with the best linear recourse of every scenario. */
export interface FleetOutcome extends FleetProfit {
  /** Largest departure of a battery from its energy window, S, MWh. */
  readonly shortfallMWh: Float64Array;
  /**
   * By battery, S: energy lost because it charges and discharges at once, MWh; null where the connection binds the
   * batteries together.
   */
  readonly burnedMWhByAsset: readonly Float64Array[] | null;
}

/** Tolerance of HiGHS where the recourse is one program. */
const solverTolerance = 1e-9;

/**
 * Settles plans with the recourse lp of every scenario: by the kernel, battery by battery; in one linear program
 * where the connection binds the batteries together.
 */
export async function settleFleet(fleet: FleetProblem, plans: readonly Plan[]): Promise<FleetOutcome> {
  if (connectionBinds(fleet)) return { ...joined(await settleTogether(fleet, plans)), burnedMWhByAsset: null };
  const settled = fleet.assets.map((asset, a) => settleAlone(asset, plans[a], 'relaxed'));
  return { ...joined(settled), burnedMWhByAsset: settled.map(({ burnedMWh }) => burnedMWh) };
}

/**
 * What the same plans earn where no battery charges and discharges at once, its recourse chosen anew: only the
 * scenarios that burn energy are solved again. Null where the connection binds the batteries together.
 *
 * @param relaxed of `settleFleet` for these plans
 */
export function settleExactly(fleet: FleetProblem, plans: readonly Plan[], relaxed: FleetOutcome): FleetProfit | null {
  const { burnedMWhByAsset, profitByAsset } = relaxed;
  if (burnedMWhByAsset === null) return null;
  return fleetProfit(
    fleet.assets.map((problem, a) => {
      const burning = Int32Array.from(burnedMWhByAsset[a].keys()).filter((s) => burnedMWhByAsset[a][s] > 0);
      if (burning.length === 0) return profitByAsset[a];
      const profit = profitByAsset[a].slice();
      const exact = settleAlone(scenarioSubset(problem, burning), plans[a], 'exact').profit;
      burning.forEach((s, i) => (profit[s] = exact[i]));
      return profit;
    }),
  );
}

function fleetProfit(profitByAsset: readonly Float64Array[]): FleetProfit {
  const profit = profitByAsset[0].map((_, s) => profitByAsset.reduce((sum, own) => sum + own[s], 0));
  return { profitByAsset, profit };
}

interface AssetOutcome {
  readonly profit: Float64Array;
  readonly shortfallMWh: Float64Array;
}

function joined(settled: readonly AssetOutcome[]): Omit<FleetOutcome, 'burnedMWhByAsset'> {
  return {
    ...fleetProfit(settled.map(({ profit }) => profit)),
    shortfallMWh: settled[0].shortfallMWh.map((_, s) =>
      settled.reduce((most, { shortfallMWh }) => Math.max(most, shortfallMWh[s]), 0),
    ),
  };
}

function settleAlone(
  problem: PlanProblem,
  plan: Plan,
  physics: 'relaxed' | 'exact',
): AssetOutcome & { readonly burnedMWh: Float64Array } {
  const { periodCount: T, scenarioCount: S } = problem;
  const { profitByPeriod, shortfallMWh, burnedMWh } = evaluateRecourse(problem, plan, physics);
  const profit = Float64Array.from({ length: S }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
  return { profit, shortfallMWh, burnedMWh };
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
