import type { LinearSolution } from '../../lp/highs-solver.ts';
import { singleProblem } from '../dispatch-problem.ts';
import type { BatteryProblem, DispatchBattery, DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchProgram } from '../dispatch-program.ts';
import { featuresOf } from '../feature.ts';
import type { Feature } from '../feature.ts';
import { powersOf } from '../priced-stages.ts';
import { constantOf } from '../program-costs.ts';
import { megawattsPerKVA } from '../program-site.ts';
import type { SiteColumns } from '../program-site.ts';
import { siteCharges } from '../site.ts';
import type { Site } from '../site.ts';
import { solveStages } from '../solve-stages.ts';
import { stageFeatures, stagesOf } from '../stage-coverage.ts';
import type { EngineOptions } from './engine.ts';
import { ATTAINED, inCurrency, readSolution, solveContinuous, suggestedBinaries } from './program-solution.ts';
import type { ProgramSolution } from './program-solution.ts';

const MOST_ROUNDS = 8;

/** What multipliers price, so that kernels need not know of it. */
const priced: readonly Feature[] = ['cycleBudget', 'demandCharge', 'sharedLimits'];

/**
 * Cycle budgets, demand charges and a shared connection by Lagrangian duality. A round prices what is shared
 * (a multiplier per budget on discharged energy, one per period on the peak's import and on the meter), solves every battery by itself with the
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
    (feature) => priced.includes(feature) || stageFeatures.includes(feature),
  );
  if (!separable) return null;
  let bound = inCurrency(written, relaxed.objective);
  let best = first;
  let last = relaxed;
  let reached = -Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = solvePriced(problem, written, last);
    if (found === null) return null;
    const improved = found.bound < bound - ATTAINED * Math.max(1, Math.abs(bound));
    bound = Math.min(bound, found.bound);
    const fixed = await solveContinuous(written, options, suggestedBinaries(written.gates, found.values));
    if (fixed.status !== 'optimal') break;
    const kept = readSolution(problem, written, fixed, 'feasible');
    const repeated = !improved && kept.objective === reached;
    reached = kept.objective;
    if (best === null || kept.objective > best.objective) best = kept;
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
  const peaks = written.site === null ? null : peakPrices(problem, written.site.peakRows, multiplier);
  const metered = peaks === null ? problem : { ...problem, site: peaks.site };
  // Relative to the site without batteries, as every objective: alone a kernel counts its own charges so.
  let bound =
    shared === null ? (peaks?.relative ?? 0) : constantOf({ ...problem, batteries: [] }) - (peaks?.floor ?? 0);
  const net = new Float64Array(problem.periodCount);
  for (const [b, battery] of problem.batteries.entries()) {
    const columns = written.batteries[b];
    const budgetPrices = Array.from(columns.budgets, (row) => Math.max(0, multiplier(row)));
    const single = singleProblem(metered, battery);
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
  const { site } = metered;
  if (site !== null && written.site !== null) {
    for (let t = 0; t < net.length; t++) {
      values[written.site.import[t]] = Math.max(0, site.netDemandMW[t] - net[t]);
      values[written.site.export[t]] = Math.max(0, net[t] - site.netDemandMW[t]);
      if (shared !== null) bound += meterValue(problem, site, written, shared, t, multiplier(shared.meter[t]));
    }
  }
  return { bound, values };
}

/**
 * The demand charge as a price of import by period: any λ ≥ 0 that sums to at most the charge per MW of a
 * billing period bounds it from below by Σ λ·import + (charge − Σ λ)·what was reached before. `floor` is that
 * last part; `relative` the site's own demand charge less what this pricing makes of it without batteries.
 */
function peakPrices(
  { site, periodHours, periodCount }: DispatchProblem,
  rows: Int32Array,
  multiplier: (row: number) => number,
): { readonly site: Site; readonly floor: number; readonly relative: number } | null {
  if (site === null || site.demandCharge === null) return null;
  const { demandCharge, netDemandMW } = site;
  const { starts, pricePerKVA, peakSoFarKVA } = demandCharge;
  const perMW = pricePerKVA / megawattsPerKVA(demandCharge);
  const importPrices = site.importPrices.slice();
  let floor = 0;
  let without = 0;
  for (let i = 0; i + 1 < starts.length; i++) {
    let sum = 0;
    for (let t = starts[i]; t < starts[i + 1]; t++) sum += Math.max(0, -multiplier(rows[t]));
    const scale = sum > perMW ? perMW / sum : 1;
    for (let t = starts[i]; t < starts[i + 1]; t++) {
      const price = scale * Math.max(0, -multiplier(rows[t]));
      importPrices[t] += price / periodHours;
      without += price * Math.max(0, netDemandMW[t]);
    }
    if (i === 0) floor += Math.max(0, perMW - sum) * peakSoFarKVA * megawattsPerKVA(demandCharge);
  }
  const charged = siteCharges(site, new Float64Array(periodCount), periodHours).demand;
  return { site: { ...site, importPrices, demandCharge: null }, floor, relative: charged - without - floor };
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
