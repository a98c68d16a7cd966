import { SolverError } from '../errors.ts';
import { sharesLimits, singleProblem } from './dispatch-problem.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult, ReservationPrices, SiteResult } from './dispatch-result.ts';
import type { DispatchEngine, DispatchStatus, EngineOptions, FleetSolution, StateValue } from './engines/engine.ts';
import { engines, findEngine } from './engines/registry.ts';
import { requireCovered } from './feature.ts';
import { reservationPriceAt } from './reservation-price.ts';
import { settleBattery } from './settle-battery.ts';
import type { SettledBattery } from './settle-battery.ts';
import { siteCharges } from './site.ts';
import type { Site } from './site.ts';
import { verifySchedule } from './verify-schedule.ts';

export interface DispatchOptions extends EngineOptions {
  /** Default `exact`. */
  readonly engine?: string;
  /** Milliseconds of any clock, for `solveSeconds`; without one it is 0. */
  readonly clock?: () => number;
}

/**
 * Solves a dispatch problem with the named engine, settles it and lets the independent checker go over it.
 * Batteries that share no limit are solved one by one and the totals are sums. Throws ConfigError for an
 * unknown engine or a problem that the engine does not cover, SolverError where no usable schedule comes
 * out: a schedule that fails the checker is never returned.
 *
 * Example: `await solveDispatch(parseDispatchProblem(json, 'problem.json'))`.
 */
export async function solveDispatch(problem: DispatchProblem, options: DispatchOptions = {}): Promise<DispatchResult> {
  return solveWithEngine(problem, findEngine(options.engine ?? 'exact'), options);
}

/** `solveDispatch` with an engine that need not be registered. */
export async function solveWithEngine(
  problem: DispatchProblem,
  engine: DispatchEngine,
  options: DispatchOptions = {},
): Promise<DispatchResult> {
  requireCovered(problem, engine, engines);
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const { status, bound, batteries } = await solveBatteries(problem, engine, options);
  const solveSeconds = (clock() - started) / 1000;
  const settled = problem.batteries.map((battery, b) => settleBattery(singleProblem(problem, battery), batteries[b]));
  const result = resultOf(problem, settled, { engine: engine.name, status, bound, solveSeconds });
  const violations = verifySchedule(problem, result, engine.exclusive);
  if (violations.length === 0) return result;
  const [{ battery, rule, period, amount }] = violations;
  throw new SolverError(`engine '${engine.name}' made a schedule that the checker rejects`, {
    field: period < 0 ? battery : `${battery}, period ${period}`,
    rule,
    value: `a breach of ${amount}, ${violations.length} rules broken`,
    remedy: "use another engine, for instance 'milp', and report this problem as a defect",
  });
}

async function solveBatteries(
  problem: DispatchProblem,
  engine: DispatchEngine,
  options: EngineOptions,
): Promise<FleetSolution> {
  if (sharesLimits(problem) && engine.solveFleet !== undefined) return engine.solveFleet(problem, options);
  const batteries = [];
  for (const battery of problem.batteries) batteries.push(await engine.solve(singleProblem(problem, battery), options));
  const bounds = batteries.map(({ bound }) => bound);
  return {
    status: worstStatus(batteries.map(({ status }) => status)),
    bound: bounds.includes(null) ? null : bounds.reduce((sum: number, bound) => sum + bound!, 0),
    batteries,
  };
}

function resultOf(
  problem: DispatchProblem,
  settled: readonly SettledBattery[],
  head: Pick<DispatchResult, 'engine' | 'status' | 'bound' | 'solveSeconds'>,
): DispatchResult {
  const sum = (value: (battery: SettledBattery) => number): number =>
    settled.reduce((total, battery) => total + value(battery), 0);
  const site = problem.site === null ? null : siteResult(problem.site, settled, problem.periodHours);
  const networkCharges =
    site === null
      ? 0
      : site.energyCharge - site.withoutBatteries.energyCharge + site.demandCharge - site.withoutBatteries.demandCharge;
  const revenue = sum((battery) => battery.revenue);
  const cost = sum((battery) => battery.cost);
  const throughputCost = sum((battery) => battery.throughputCost);
  const availabilityRevenue = sum((battery) => battery.availabilityRevenue);
  const utilisationRevenue = sum((battery) => battery.utilisationRevenue);
  const profit = revenue - cost + availabilityRevenue + utilisationRevenue - networkCharges - throughputCost;
  return {
    engine: head.engine,
    status: head.status,
    objective: profit + sum(({ storedValue }) => storedValue),
    bound: head.bound,
    profit,
    revenue,
    cost,
    throughputCost,
    availabilityRevenue,
    utilisationRevenue,
    networkCharges,
    finalStateOfChargeMWh: sum(({ stateOfChargeMWh }) => stateOfChargeMWh.at(-1)!),
    equivalentFullCycles: sum(({ equivalentFullCycles }) => equivalentFullCycles),
    simultaneousPeriods: sum(({ simultaneousPeriods }) => simultaneousPeriods),
    solveSeconds: head.solveSeconds,
    batteries: settled.map((battery, b) => ({
      name: problem.batteries[b].name,
      schedule: scheduleOf(problem, problem.batteries[b], battery),
    })),
    ...(site === null ? {} : { site }),
    ...Object.fromEntries(Object.entries(problem.labels).filter(([, label]) => label !== undefined)),
  };
}

function scheduleOf(
  problem: DispatchProblem,
  battery: DispatchBattery,
  { solution, stateOfChargeMWh, reservedMW }: SettledBattery,
): BatterySchedule {
  return {
    chargeMW: [...solution.chargeMW],
    dischargeMW: [...solution.dischargeMW],
    stateOfChargeMWh,
    waterValue: solution.waterValue === null ? null : [...solution.waterValue],
    markets: Object.fromEntries(
      problem.markets.map(({ name }, m) => [
        name,
        { buyMW: [...solution.trades[m].buyMW], sellMW: [...solution.trades[m].sellMW] },
      ]),
    ),
    reservedMW: Object.fromEntries(problem.capacityMarkets.map(({ name }, k) => [name, [...reservedMW[k]]])),
    ...(solution.valueByState === undefined
      ? {}
      : { reservationPrices: solution.valueByState.map((value) => reservationPrices(battery, value)) }),
  };
}

function reservationPrices(battery: DispatchBattery, { stateOfChargeMWh, perMWh }: StateValue): ReservationPrices {
  const prices = Array.from(perMWh, (value, t) => reservationPriceAt(battery, t, stateOfChargeMWh, value));
  return {
    stateOfChargeMWh,
    buyBelow: prices.map(({ buyBelow }) => buyBelow),
    sellAbove: prices.map(({ sellAbove }) => sellAbove),
  };
}

function siteResult(site: Site, settled: readonly SettledBattery[], periodHours: number): SiteResult {
  const exportMW = new Float64Array(site.netDemandMW.length);
  for (const battery of settled) for (let t = 0; t < exportMW.length; t++) exportMW[t] += battery.exportMW[t];
  const withBatteries = siteCharges(site, exportMW, periodHours);
  const without = siteCharges(site, new Float64Array(exportMW.length), periodHours);
  const net = exportMW.map((power, t) => power - site.netDemandMW[t]);
  return {
    importMW: Array.from(net, (power) => Math.max(0, -power)),
    exportMW: Array.from(net, (power) => Math.max(0, power)),
    energyCharge: withBatteries.energy,
    demandCharge: withBatteries.demand,
    peakKVA: withBatteries.peakKVA,
    withoutBatteries: { energyCharge: without.energy, demandCharge: without.demand, peakKVA: without.peakKVA },
  };
}

function worstStatus(statuses: readonly DispatchStatus[]): DispatchStatus {
  if (statuses.includes('timeLimit')) return 'timeLimit';
  return statuses.includes('feasible') ? 'feasible' : 'optimal';
}
