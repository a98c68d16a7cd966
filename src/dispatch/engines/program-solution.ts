import { ConfigError, SolverError } from '../../errors.ts';
import { openModel, requireOptimal } from '../../lp/highs-solver.ts';
import type { LinearSolution, SolverOptions } from '../../lp/highs-solver.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { dispatchProgram } from '../dispatch-program.ts';
import type { DispatchProgram } from '../dispatch-program.ts';
import type { DispatchStatus, EngineSolution, MarketTrades } from './engine.ts';
import { deliveredPowers } from './engine.ts';

/** Tolerance of HiGHS where an optimum is compared to 1e-7 or better (docs/method/dispatch.md). */
const TOLERANCE = 1e-10;

const NO_TIME_LIMIT_SECONDS = 1e9;

/** MW below which a power of a HiGHS solution counts as zero, as a share of the larger limit. */
const NOISE = 1e-9;

/** The relaxation of one battery's dispatch; `modes` fixes charging (1) or discharging (0) in each period. */
export async function solveRelaxation(
  problem: BatteryProblem,
  options: SolverOptions,
  modes: Int8Array | null = null,
): Promise<EngineSolution & { readonly objective: number }> {
  const written = dispatchProgram(problem, false);
  const model = await openModel(written.program, {
    timeLimitSeconds: NO_TIME_LIMIT_SECONDS,
    tolerance: TOLERANCE,
    ...options,
  });
  try {
    if (modes !== null) {
      for (let t = 0; t < problem.periodCount; t++) {
        const idle = modes[t] === 1 ? written.discharge[t] : written.charge[t];
        model.setColumnBounds(idle, 0, 0);
      }
    }
    const solution = model.solve();
    if (solution.status === 'infeasible') throw infeasible(problem);
    requireOptimal(solution, written.program, `dispatch of battery '${problem.battery.name}'`);
    const objective = solution.objective * written.moneyScale + written.offset;
    const waterValue = Float64Array.from(written.balance, (row) => solution.rowDuals[row] * written.moneyScale);
    return { ...readSolution(problem, written, solution, 'optimal', objective), waterValue, objective };
  } finally {
    model.dispose();
  }
}

/** The mixed-integer dispatch: exclusive by one binary a period, then the relaxation with these modes fixed. */
export async function solveExclusive(
  problem: BatteryProblem,
  options: SolverOptions,
): Promise<EngineSolution & { readonly objective: number }> {
  const written = dispatchProgram(problem, true);
  const model = await openModel(written.program, {
    timeLimitSeconds: NO_TIME_LIMIT_SECONDS,
    tolerance: TOLERANCE,
    mipRelativeGap: 0,
    // HiGHS 1.15.3 with presolve was seen to call a worse schedule optimal; without it, it is also faster here.
    presolve: false,
    ...options,
  });
  let solution: LinearSolution;
  try {
    solution = model.solve();
  } finally {
    model.dispose();
  }
  if (solution.status === 'infeasible') throw infeasible(problem);
  if (solution.status !== 'timeLimit')
    requireOptimal(solution, written.program, `dispatch of battery '${problem.battery.name}'`);
  if (!Number.isFinite(solution.objective) || solution.values.length === 0 || Math.abs(solution.objective) > 1e29) {
    throw new SolverError(`dispatch of battery '${problem.battery.name}': no schedule within the time limit`, {
      rule: `${written.program.columnCount} columns, ${written.program.rowCount} rows`,
      remedy: 'raise the time limit, shorten the horizon or use engine lp for a bound',
    });
  }
  const modes = Int8Array.from(written.charging, (column, t) =>
    column >= 0 ? Math.round(solution.values[column]) : solution.values[written.charge[t]] > 0 ? 1 : 0,
  );
  // Fixed modes give exact exclusion (binaries are whole only within 1e-6) and duals.
  const polished = await solveRelaxation(problem, { presolve: options.presolve }, modes);
  const bound = Math.max(polished.objective, solution.bound * written.moneyScale + written.offset);
  const status: DispatchStatus = solution.status === 'timeLimit' ? 'timeLimit' : 'optimal';
  return { ...polished, status, bound: status === 'optimal' ? polished.objective : bound };
}

/** True when no period both charges and discharges. */
export function isExclusive(solution: EngineSolution): boolean {
  return solution.chargeMW.every((charge, t) => charge === 0 || solution.dischargeMW[t] === 0);
}

function readSolution(
  problem: BatteryProblem,
  written: DispatchProgram,
  solution: LinearSolution,
  status: DispatchStatus,
  bound: number,
): EngineSolution {
  const { maxChargeMW, maxDischargeMW } = problem.battery;
  const noise = NOISE * Math.max(maxChargeMW, maxDischargeMW);
  const clean = (column: number, limit: number): number => {
    const value = solution.values[column];
    return value <= noise ? 0 : Math.min(value, limit);
  };
  const trades: MarketTrades[] = problem.markets.map((_, m) => ({
    buyMW: Float64Array.from(written.buy[m], (column) => clean(column, maxChargeMW)),
    sellMW: Float64Array.from(written.sell[m], (column) => clean(column, maxDischargeMW)),
  }));
  const powers = problem.netting
    ? {
        chargeMW: Float64Array.from(written.charge, (column) => clean(column, maxChargeMW)),
        dischargeMW: Float64Array.from(written.discharge, (column) => clean(column, maxDischargeMW)),
      }
    : deliveredPowers(problem, trades);
  return { status, bound, ...powers, trades, waterValue: null };
}

function infeasible(problem: BatteryProblem): ConfigError {
  const { battery } = problem;
  return new ConfigError(`battery '${battery.name}': no schedule keeps its limits`, {
    field: 'terminal',
    rule: `state of charge within [${battery.minStateOfChargeMWh}, ${battery.maxStateOfChargeMWh}] MWh and terminal '${battery.terminal.kind}' with the markets' intervals`,
    remedy: 'relax the terminal state or add a market with shorter intervals',
  });
}
