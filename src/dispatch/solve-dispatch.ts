import type { Battery } from '../domain/battery.ts';
import { SolverError } from '../errors.ts';
import { retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem, DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from './dispatch-result.ts';
import type { DispatchEngine, DispatchStatus, EngineOptions, EngineSolution } from './engines/engine.ts';
import { findEngine } from './engines/registry.ts';
import { verifySchedule } from './verify-schedule.ts';

export interface DispatchOptions extends EngineOptions {
  /** Default `exact`. */
  readonly engine?: string;
  /** Milliseconds of any clock, for `solveSeconds`; without one it is 0. */
  readonly clock?: () => number;
}

/**
 * Solves a dispatch problem with the named engine, settles it and lets the independent checker go over it.
 * Batteries share no limit, so each is solved by itself and the totals are sums. Throws ConfigError for an
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
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const settled: SettledBattery[] = [];
  for (const battery of problem.batteries) {
    const single: BatteryProblem = { ...problem, battery };
    settled.push(settle(single, await engine.solve(single, options)));
  }
  const sum = (value: (battery: SettledBattery) => number): number =>
    settled.reduce((total, battery) => total + value(battery), 0);
  const result: DispatchResult = {
    engine: engine.name,
    status: worstStatus(settled.map(({ solution }) => solution.status)),
    objective: sum(({ objective }) => objective),
    bound: settled.some(({ solution }) => solution.bound === null) ? null : sum(({ solution }) => solution.bound!),
    profit: sum(({ profit }) => profit),
    revenue: sum(({ revenue }) => revenue),
    cost: sum(({ cost }) => cost),
    throughputCost: sum(({ throughputCost }) => throughputCost),
    finalStateOfChargeMWh: sum(({ stateOfChargeMWh }) => stateOfChargeMWh.at(-1)!),
    equivalentFullCycles: sum(({ equivalentFullCycles }) => equivalentFullCycles),
    simultaneousPeriods: sum(({ simultaneousPeriods }) => simultaneousPeriods),
    solveSeconds: (clock() - started) / 1000,
    batteries: settled.map((battery) => ({ name: battery.battery.name, schedule: schedule(problem, battery) })),
    ...Object.fromEntries(Object.entries(problem.labels).filter(([, label]) => label !== undefined)),
  };
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

/** One battery's schedule with the figures that follow from it. */
interface SettledBattery {
  readonly battery: Battery;
  readonly solution: EngineSolution;
  readonly stateOfChargeMWh: number[];
  readonly objective: number;
  readonly profit: number;
  readonly revenue: number;
  readonly cost: number;
  readonly throughputCost: number;
  readonly equivalentFullCycles: number;
  readonly simultaneousPeriods: number;
}

function settle(problem: BatteryProblem, solution: EngineSolution): SettledBattery {
  const { battery, periodHours, periodCount, markets } = problem;
  const { chargeMW, dischargeMW, trades } = solution;
  const retention = retentionOf(battery, periodHours);
  const slack = 1e-7 * battery.energyCapacityMWh;
  const stateOfChargeMWh: number[] = [];
  let state = battery.initialStateOfChargeMWh;
  let dischargedMWh = 0;
  let simultaneousPeriods = 0;
  for (let t = 0; t < periodCount; t++) {
    state =
      retention * state +
      periodHours * (chargeMW[t] * battery.chargeEfficiency - dischargeMW[t] / battery.dischargeEfficiency);
    // Rounding must not be carried over a long horizon.
    if (Math.abs(state - battery.minStateOfChargeMWh) < slack) state = Math.max(state, battery.minStateOfChargeMWh);
    if (Math.abs(state - battery.maxStateOfChargeMWh) < slack) state = Math.min(state, battery.maxStateOfChargeMWh);
    stateOfChargeMWh.push(state);
    dischargedMWh += periodHours * dischargeMW[t];
    if (chargeMW[t] > 0 && dischargeMW[t] > 0) simultaneousPeriods++;
  }
  let revenue = 0;
  let cost = 0;
  for (const [m, { prices, starts }] of markets.entries()) {
    for (let i = 0; i < prices.length; i++) {
      const hours = periodHours * (starts[i + 1] - starts[i]);
      revenue += prices[i] * trades[m].sellMW[i] * hours;
      cost += prices[i] * trades[m].buyMW[i] * hours;
    }
  }
  const throughputCost = battery.throughputCost * dischargedMWh;
  const profit = revenue - cost - throughputCost;
  const { terminal } = battery;
  const storedValue = terminal.kind === 'value' ? terminal.waterValue * (state - battery.initialStateOfChargeMWh) : 0;
  return {
    battery,
    solution,
    stateOfChargeMWh,
    objective: profit + storedValue,
    profit,
    revenue,
    cost,
    throughputCost,
    equivalentFullCycles: dischargedMWh / battery.energyCapacityMWh,
    simultaneousPeriods,
  };
}

function schedule(problem: DispatchProblem, { solution, stateOfChargeMWh }: SettledBattery): BatterySchedule {
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
  };
}

function worstStatus(statuses: readonly DispatchStatus[]): DispatchStatus {
  if (statuses.includes('timeLimit')) return 'timeLimit';
  return statuses.includes('feasible') ? 'feasible' : 'optimal';
}
