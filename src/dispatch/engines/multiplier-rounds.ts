import type { LinearSolution } from '../../lp/highs-solver.ts';
import { singleProblem } from '../dispatch-problem.ts';
import type { BatteryProblem, DispatchBattery, DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchProgram } from '../dispatch-program.ts';
import { featuresOf } from '../feature.ts';
import { powersOf } from '../priced-stages.ts';
import { constantOf } from '../program-costs.ts';
import type { SiteColumns } from '../program-site.ts';
import type { Site } from '../site.ts';
import { solveStages } from '../solve-stages.ts';
import { stageFeatures, stagesOf } from '../stage-coverage.ts';
import type { EngineOptions } from './engine.ts';
import { ATTAINED, inCurrency, readSolution, solveContinuous, suggestedBinaries } from './program-solution.ts';
import type { ProgramSolution } from './program-solution.ts';

const MOST_ROUNDS = 8;

/**
 * Cycle budgets and a shared connection by Lagrangian duality. A round prices what is shared (a multiplier
 * per budget on discharged energy, one per period on the meter), solves every battery by itself with the
 * kernels, which bounds the optimum from above, then solves the program with the binaries of these
 * schedules fixed: a schedule that keeps every limit, and the next multipliers. The best schedule and the
 * least bound are returned (`first`: a schedule that is known already), `optimal` where they meet; null where kernels do not cover a battery by itself.
 */
export async function solveByMultipliers(
  problem: DispatchProblem,
  written: DispatchProgram,
  relaxed: LinearSolution,
  first: ProgramSolution | null,
  options: EngineOptions,
): Promise<ProgramSolution | null> {
  const separable = [...featuresOf(problem).keys()].every(
    (feature) => feature === 'cycleBudget' || feature === 'sharedLimits' || stageFeatures.includes(feature),
  );
  if (!separable) return null;
  let bound = inCurrency(written, relaxed.objective);
  let best = first;
  let last = relaxed;
  let reached = -Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const priced = solvePriced(problem, written, last);
    if (priced === null) return null;
    const improved = priced.bound < bound - ATTAINED * Math.max(1, Math.abs(bound));
    bound = Math.min(bound, priced.bound);
    const fixed = await solveContinuous(written, options, suggestedBinaries(written.gates, priced.values));
    if (fixed.status !== 'optimal') break;
    const found = readSolution(problem, written, fixed, 'feasible');
    const repeated = !improved && found.objective === reached;
    reached = found.objective;
    if (best === null || found.objective > best.objective) best = found;
    if (bound - best.objective <= ATTAINED * Math.max(1, Math.abs(bound)))
      return { ...best, status: 'optimal', bound: Math.max(bound, best.objective) };
    if (repeated) break;
    last = fixed;
  }
  return best === null ? null : { ...best, bound };
}

/**
 * The Lagrangian at the multipliers that are the duals of the solution's rows, and the powers that attain it.
 * At these prices a battery is often indifferent: where it idles, the solution's own powers are kept.
 */
function solvePriced(
  problem: DispatchProblem,
  written: DispatchProgram,
  last: LinearSolution,
): { readonly bound: number; readonly values: Float64Array } | null {
  const multiplier = (row: number): number => last.rowDuals[row] * written.moneyScale;
  const values = Float64Array.from(last.values);
  const shared = problem.batteries.length > 1 ? written.site : null;
  let bound = problem.site === null || shared === null ? 0 : constantOf({ ...problem, batteries: [] });
  const net = new Float64Array(problem.periodCount);
  for (const [b, battery] of problem.batteries.entries()) {
    const columns = written.batteries[b];
    const budgetPrices = Array.from(columns.budgets, (row) => Math.max(0, multiplier(row)));
    const single = singleProblem(problem, battery);
    const alone: BatteryProblem =
      shared === null
        ? single
        : { ...single, site: meterAt(problem, (t) => -multiplier(shared.meter[t]) / problem.periodHours) };
    const stages = stagesOf(alone, surchargeOf(battery, budgetPrices, problem.periodCount));
    const solution = stages === null ? null : solveStages(alone, stages);
    if (stages === null || solution === null) return null;
    bound += solution.bound;
    for (const [i, { maxDischargedMWh }] of battery.operation.cycleBudgets.entries())
      bound += budgetPrices[i] * maxDischargedMWh;
    const { chargeMW, dischargeMW } = powersOf(alone, stages.intervals, solution.takenMWh);
    for (let t = 0; t < net.length; t++) {
      if (chargeMW[t] > 0 || dischargeMW[t] > 0) {
        values[columns.charge[t]] = chargeMW[t];
        values[columns.discharge[t]] = dischargeMW[t];
      }
      net[t] += values[columns.discharge[t]] - values[columns.charge[t]];
    }
  }
  const { site } = problem;
  if (site !== null && written.site !== null) {
    for (let t = 0; t < net.length; t++) {
      values[written.site.import[t]] = Math.max(0, site.netDemandMW[t] - net[t]);
      values[written.site.export[t]] = Math.max(0, net[t] - site.netDemandMW[t]);
      if (shared !== null) bound += meterValue(problem, site, written, shared, t, multiplier(shared.meter[t]));
    }
  }
  return { bound, values };
}

/** A price of net export by period, without limits or demand: the meter as one battery of many sees it. */
function meterAt({ periodCount }: DispatchProblem, priceOf: (t: number) => number): Site {
  const prices = Float64Array.from({ length: periodCount }, (_, t) => priceOf(t));
  return {
    importLimitMW: Infinity,
    exportLimitMW: Infinity,
    netDemandMW: new Float64Array(periodCount),
    importPrices: prices,
    exportPrices: prices,
    demandCharge: null,
  };
}

/** What the meter itself earns at the multiplier y of Σ net export − export + import = net demand: the best of its flows, one at a time. */
function meterValue(
  { periodHours }: DispatchProblem,
  { importPrices, exportPrices, netDemandMW }: Site,
  { program }: DispatchProgram,
  columns: SiteColumns,
  t: number,
  y: number,
): number {
  const exported = program.columnUpper[columns.export[t]] * Math.max(0, periodHours * exportPrices[t] + y);
  const imported = program.columnUpper[columns.import[t]] * Math.max(0, -periodHours * importPrices[t] - y);
  const oneWay = exportPrices[t] > importPrices[t];
  return y * netDemandMW[t] + (oneWay ? Math.max(exported, imported) : exported + imported);
}

/** Σ of the budgets' multipliers by period. */
function surchargeOf(
  { operation }: DispatchBattery,
  budgetPrices: readonly number[],
  periodCount: number,
): Float64Array | null {
  if (budgetPrices.length === 0) return null;
  const surcharge = new Float64Array(periodCount);
  for (const [i, { from, to }] of operation.cycleBudgets.entries())
    for (let t = from; t < to; t++) surcharge[t] += budgetPrices[i];
  return surcharge;
}
