import { SolverError } from '../../errors.ts';
import { openModel, requireOptimal } from '../../lp/highs-solver.ts';
import type { LinearSolution, SolverOptions } from '../../lp/highs-solver.ts';
import type { DispatchBattery, DispatchProblem } from '../dispatch-problem.ts';
import { dispatchProgram } from '../dispatch-program.ts';
import type { DispatchProgram } from '../dispatch-program.ts';
import type { Feature } from '../feature.ts';
import { noSchedule } from '../no-schedule.ts';
import type { BatteryColumns, Gate } from '../program-battery.ts';
import type { DispatchStatus, EngineOptions, EngineSolution, FleetSolution, MarketTrades } from './engine.ts';
import { deliveredPowers } from './engine.ts';

/** Relative difference below which a schedule counts as attaining a bound. */
export const ATTAINED = 1e-9;

/** Tolerance of HiGHS where an optimum is compared to 1e-7 or better (docs/method/dispatch.md). */
export const TOLERANCE = 1e-10;

const NO_TIME_LIMIT_SECONDS = 1e9;

/** MW below which a power of a HiGHS solution counts as zero, as a share of the larger limit. */
const NOISE = 1e-9;

/** A solution with the program's own objective, in currency: of the relaxation a bound that its schedule may not reach. */
export interface ProgramSolution extends FleetSolution {
  readonly bound: number;
  readonly objective: number;
}

/** What the programs cover: everything but efficiencies that depend on the state of charge, which are not linear. */
export const programFeatures: readonly Feature[] = [
  'availability',
  'ramp',
  'minimumRun',
  'cycleBudget',
  'efficiencyByPeriod',
  'untradedIntervals',
  'capacityMarkets',
  'site',
  'demandCharge',
  'sharedLimits',
];

/** The solution of a fleet of one as that of its battery. */
export function soleSolution({ batteries: [battery], status, bound }: FleetSolution): EngineSolution {
  return { ...battery, status, bound };
}

/** The relaxation of docs/method/dispatch.md. */
export async function solveRelaxation(problem: DispatchProblem, options: EngineOptions): Promise<ProgramSolution> {
  const written = dispatchProgram(problem, false);
  const solution = requireSolved(problem, written, await solveContinuous(written, options));
  return readSolution(problem, written, solution, 'optimal');
}

/** Every rule kept, by binaries; then the program with these binaries fixed, for exact zeros and for duals. */
export async function solveWhole(problem: DispatchProblem, options: EngineOptions): Promise<ProgramSolution> {
  return solveWritten(problem, dispatchProgram(problem, true), options);
}

/** The options of HiGHS for every dispatch. */
export function solverOptions({ timeLimitSeconds }: EngineOptions): SolverOptions {
  return { tolerance: TOLERANCE, timeLimitSeconds: timeLimitSeconds ?? NO_TIME_LIMIT_SECONDS };
}

/** As `solveWhole`, of a program that is written already. */
export async function solveWritten(
  problem: DispatchProblem,
  written: DispatchProgram,
  options: EngineOptions,
): Promise<ProgramSolution> {
  // Without presolve HiGHS is faster on these programs.
  const model = await openModel(written.program, { ...solverOptions(options), mipRelativeGap: 0, presolve: false });
  let solution: LinearSolution;
  try {
    solution = model.solve();
  } finally {
    model.dispose();
  }
  if (solution.status !== 'timeLimit') requireSolved(problem, written, solution);
  if (!Number.isFinite(solution.objective) || solution.values.length === 0 || Math.abs(solution.objective) > 1e29) {
    throw new SolverError(`dispatch of ${namesOf(problem)}: no schedule within the time limit`, {
      rule: `${written.program.columnCount} columns, ${written.program.rowCount} rows`,
      remedy: 'raise the time limit, shorten the horizon or use engine lp for a bound',
    });
  }
  const binaries = Int8Array.from(written.gates, ({ binary }) => Math.round(solution.values[binary]));
  const polished = requireSolved(problem, written, await solveContinuous(written, {}, binaries));
  if (solution.status === 'optimal') return readSolution(problem, written, polished, 'optimal');
  const found = readSolution(problem, written, polished, 'timeLimit');
  return { ...found, bound: Math.max(found.objective, inCurrency(written, solution.bound)) };
}

/** The program without its integrality; with `binaries`, one per gate, these fixed and what they close at 0. */
export async function solveContinuous(
  written: DispatchProgram,
  options: EngineOptions,
  binaries: Int8Array | null = null,
): Promise<LinearSolution> {
  const program = { ...written.program, integrality: null };
  const model = await openModel(program, solverOptions(options));
  try {
    for (const [g, { binary, closedAt0, closedAt1 }] of binaries === null ? [] : written.gates.entries()) {
      model.setColumnBounds(binary, binaries![g], binaries![g]);
      for (const column of binaries![g] === 0 ? closedAt0 : closedAt1) model.setColumnBounds(column, 0, 0);
    }
    return model.solve();
  } finally {
    model.dispose();
  }
}

/** Each binary as the larger of what it opens at 1 and at 0 wants it. */
export function suggestedBinaries(gates: readonly Gate[], values: Float64Array): Int8Array {
  const sum = (columns: readonly number[]): number => columns.reduce((total, column) => total + values[column], 0);
  return Int8Array.from(gates, ({ closedAt0, closedAt1 }) => (sum(closedAt0) > sum(closedAt1) + TOLERANCE ? 1 : 0));
}

/** The solution, if it is optimal; the error that says what to do otherwise. */
export function requireSolved(
  problem: DispatchProblem,
  written: DispatchProgram,
  solution: LinearSolution,
): LinearSolution {
  if (solution.status === 'infeasible') throw noSchedule(problem);
  return requireOptimal(solution, written.program, `dispatch of ${namesOf(problem)}`);
}

/** Powers, trades and reserved MW, without the noise of HiGHS; objective and bound are the program's. */
export function readSolution(
  problem: DispatchProblem,
  written: DispatchProgram,
  solution: LinearSolution,
  status: DispatchStatus,
): ProgramSolution {
  const objective = inCurrency(written, solution.objective);
  const upper = written.program.columnUpper;
  const batteries = problem.batteries.map((battery, b) => {
    const noise = NOISE * Math.max(battery.maxChargeMW, battery.maxDischargeMW);
    const clean = (column: number): number =>
      solution.values[column] <= noise ? 0 : Math.min(solution.values[column], upper[column]);
    const columns = written.batteries[b];
    return {
      ...readBattery(problem, battery, columns, clean),
      status,
      bound: null,
      waterValue: Float64Array.from(columns.balance, (row) => solution.rowDuals[row] * written.moneyScale),
    };
  });
  return { status, bound: objective, objective, batteries };
}

function readBattery(
  problem: DispatchProblem,
  battery: DispatchBattery,
  columns: BatteryColumns,
  clean: (column: number) => number,
): Pick<EngineSolution, 'trades' | 'chargeMW' | 'dischargeMW' | 'reservedMW'> {
  const trades: MarketTrades[] = problem.markets.map((_, m) => ({
    buyMW: Float64Array.from(columns.buy[m], clean),
    sellMW: Float64Array.from(columns.sell[m], clean),
  }));
  const powers =
    problem.netting || problem.markets.length === 0
      ? { chargeMW: Float64Array.from(columns.charge, clean), dischargeMW: Float64Array.from(columns.discharge, clean) }
      : deliveredPowers({ ...problem, battery }, trades);
  return { ...powers, trades, reservedMW: columns.reserved.map((reserved) => Float64Array.from(reserved, clean)) };
}

/** An objective of HiGHS in currency. */
export function inCurrency({ moneyScale, constant }: DispatchProgram, objective: number): number {
  return objective * moneyScale + constant;
}

function namesOf({ batteries }: DispatchProblem): string {
  return batteries.length === 1 ? `battery '${batteries[0].name}'` : `${batteries.length} batteries`;
}
