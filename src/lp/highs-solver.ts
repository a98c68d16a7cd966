import highsModule from 'highs';
import type { Basis, Highs, Model, ModelStatusCode } from 'highs';
import { SolverError } from '../errors.ts';
import type { LinearProgram, LinearRows } from './linear-program.ts';

/** How HiGHS is asked to solve. Everything not named keeps HiGHS's default. */
export interface SolverOptions {
  readonly method?: 'choose' | 'simplex' | 'ipm';
  /** Interior point: recover a vertex, and so duals of simplex quality. Default true. */
  readonly crossover?: boolean;
  readonly presolve?: boolean;
  /** Simplex: scale rows and columns. The scale of a model's first solve, which can depend on its costs, is kept for later ones. Default true. */
  readonly scaling?: boolean;
  /** Default: none (HiGHS takes no infinity; 1e9 s stands for it). */
  readonly timeLimitSeconds?: number;
  /** Primal and dual feasibility tolerance; HiGHS's default is 1e-7. */
  readonly tolerance?: number;
  readonly mipRelativeGap?: number;
}

export type SolverStatus = 'optimal' | 'infeasible' | 'unbounded' | 'timeLimit' | 'unknown';

/** A result of HiGHS. Read `values` only after `status` was checked; see `requireOptimal`. */
export interface LinearSolution {
  readonly status: SolverStatus;
  readonly objective: number;
  /** Best bound of a MILP; the objective itself in an LP. */
  readonly bound: number;
  readonly values: Float64Array;
  /** d(objective)/d(row bound) of the maximisation. */
  readonly rowDuals: Float64Array;
  /** Simplex plus interior-point iterations. */
  readonly iterations: number;
  readonly seconds: number;
}

/** One model kept in HiGHS, solved again after its costs or bounds were changed. */
export interface SolverModel {
  setCosts(costs: Float64Array): void;
  setCost(column: number, cost: number): void;
  setColumnBounds(column: number, lower: number, upper: number): void;
  setRowBounds(row: number, lower: number, upper: number): void;
  setColumnsBounds(lower: Float64Array, upper: Float64Array): void;
  /** Appends rows; the basis stays a start for the next solve. */
  addRows(rows: LinearRows): void;
  /** The basis of the last solve, to start a later one from. */
  basis(): Basis;
  restore(basis: Basis): void;
  /** Forgets basis and solution, so that the next solve does not depend on the ones before. */
  clear(): void;
  solve(options?: SolverOptions): LinearSolution;
  dispose(): void;
}

const loadHighs = highsModule as unknown as typeof highsModule.default;
let instance: Promise<Highs> | undefined;

/** A new model in the process's HiGHS instance. Dispose it after use. */
export async function openModel(program: LinearProgram, options: SolverOptions = {}): Promise<SolverModel> {
  instance ??= loadHighs();
  const highs = await instance;
  try {
    return new HighsModel(highs.createModel(modelData(program)), program, options);
  } catch (error) {
    throw failure(error, program);
  }
}

/** Builds, solves and disposes one model. */
export async function solveLinearProgram(program: LinearProgram, options: SolverOptions = {}): Promise<LinearSolution> {
  const model = await openModel(program, options);
  try {
    return model.solve();
  } finally {
    model.dispose();
  }
}

/** The solution, if it is optimal; a SolverError with sizes and coefficient ranges otherwise. */
export function requireOptimal(solution: LinearSolution, program: LinearProgram, what: string): LinearSolution {
  if (solution.status === 'optimal') return solution;
  throw new SolverError(
    `${what}: HiGHS ended with status '${solution.status}' after ${solution.seconds.toFixed(1)} s`,
    {
      rule: `${program.columnCount} columns, ${program.rowCount} rows, |coefficients| ${range(program.values)}, |costs| ${range(program.cost)}`,
      remedy:
        solution.status === 'timeLimit'
          ? 'raise the time limit or make the problem smaller: fewer periods, batteries or scenarios'
          : solution.status === 'unbounded'
            ? 'give every quantity that earns money an upper limit'
            : 'check the problem for contradictory limits or extreme values',
    },
  );
}

class HighsModel implements SolverModel {
  private disposed = false;
  private readonly model: Model;
  private readonly program: LinearProgram;
  private readonly options: SolverOptions;

  constructor(model: Model, program: LinearProgram, options: SolverOptions) {
    this.model = model;
    this.program = program;
    this.options = options;
  }

  setCosts(costs: Float64Array): void {
    this.model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
  }

  setCost(column: number, cost: number): void {
    this.model.changeColCost(column, cost);
  }

  setColumnBounds(column: number, lower: number, upper: number): void {
    this.model.changeColBounds(column, lower, upper);
  }

  setColumnsBounds(lower: Float64Array, upper: Float64Array): void {
    this.model.changeColsBounds({ kind: 'range', from: 0, to: lower.length - 1 }, lower, upper);
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.model.changeRowBounds(row, lower, upper);
  }

  addRows({ rowCount, rowLower, rowUpper, rowStarts, columnIndices, values }: LinearRows): void {
    const { columnCount } = this.program;
    this.model.addRows({
      lower: rowLower,
      upper: rowUpper,
      matrix: {
        format: 'csr',
        numRows: rowCount,
        numCols: columnCount,
        starts: rowStarts,
        indices: columnIndices,
        values,
      },
    });
  }

  basis(): Basis {
    return this.model.getBasis();
  }

  restore(basis: Basis): void {
    this.model.setBasis(basis);
  }

  clear(): void {
    this.model.clearSolver();
  }

  solve(override: SolverOptions = {}): LinearSolution {
    const started = performance.now();
    try {
      applyOptions(this.model, { ...this.options, ...override });
      this.model.zeroAllClocks();
      const run = this.model.run();
      const status = statusName(run.modelStatus);
      const solution = this.model.getSolution();
      const objective = this.model.getObjectiveValue();
      const isMip = this.program.integrality !== null;
      return {
        status,
        objective,
        bound: isMip ? Number(this.model.info.get('mip_dual_bound')) : objective,
        values: Float64Array.from(solution.colValue),
        rowDuals: Float64Array.from(solution.rowDual),
        iterations: iterationCount(this.model),
        seconds: (performance.now() - started) / 1000,
      };
    } catch (error) {
      throw failure(error, this.program);
    }
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    try {
      this.model.dispose();
    } catch {
      // A heap that aborted cannot free anything, and the error that ended the solve must reach the caller.
      instance = undefined;
    }
  }
}

function modelData(program: LinearProgram): Parameters<Highs['createModel']>[0] {
  return {
    numCols: program.columnCount,
    numRows: program.rowCount,
    sense: -1,
    colCost: program.cost,
    colLower: program.columnLower,
    colUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: {
      format: 'csr',
      numRows: program.rowCount,
      numCols: program.columnCount,
      starts: program.rowStarts,
      indices: program.columnIndices,
      values: program.values,
    },
    ...(program.integrality === null ? {} : { integrality: program.integrality as unknown as (0 | 1)[] }),
  } as Parameters<Highs['createModel']>[0];
}

/** At 1e-10, the least that HiGHS 1.15.3 accepts, it was seen to call worse schedules optimal; at 1e-9 not. */
const LEAST_INTEGRALITY_TOLERANCE = 1e-8;

function applyOptions(model: Model, options: SolverOptions): void {
  model.options.set('solver', options.method ?? 'choose');
  model.options.set('run_crossover', options.crossover === false ? 'off' : 'on');
  model.options.set('presolve', options.presolve === false ? 'off' : 'choose');
  if (options.scaling === false) model.options.set('simplex_scale_strategy', 0);
  model.options.set('time_limit', options.timeLimitSeconds ?? 1e9);
  model.options.set('primal_feasibility_tolerance', options.tolerance ?? 1e-7);
  model.options.set('dual_feasibility_tolerance', options.tolerance ?? 1e-7);
  if (options.tolerance !== undefined)
    model.options.set('mip_feasibility_tolerance', Math.max(LEAST_INTEGRALITY_TOLERANCE, options.tolerance));
  if (options.mipRelativeGap !== undefined) model.options.set('mip_rel_gap', options.mipRelativeGap);
}

function iterationCount(model: Model): number {
  const counts = ['simplex_iteration_count', 'ipm_iteration_count'].map((name) => Number(model.info.get(name)));
  return counts.reduce((sum, count) => sum + Math.max(0, count), 0);
}

function statusName(code: ModelStatusCode): SolverStatus {
  if (code === 7) return 'optimal';
  if (code === 8) return 'infeasible';
  if (code === 9 || code === 10) return 'unbounded';
  if (code === 13 || code === 14) return 'timeLimit';
  return 'unknown';
}

/**
 * What to tell about an error inside HiGHS. A refused program leaves the instance as it was; anything else,
 * such as an abort at the memory limit, poisons its heap, and the next model gets a new instance.
 */
function failure(error: unknown, program: LinearProgram): SolverError {
  const reason = error instanceof Error ? error.message : String(error);
  const rule = `${program.columnCount} columns, ${program.rowCount} rows, ${program.values.length} coefficients`;
  if (error instanceof Error && error.name === 'HighsValidationError') {
    return new SolverError(`HiGHS refuses the program: ${reason}`, {
      rule,
      remedy: 'a price or a limit is not a finite number: check the data that the program is made from',
    });
  }
  instance = undefined;
  return new SolverError(`HiGHS stopped: ${reason}`, {
    rule,
    remedy: 'use fewer scenarios or periods; the memory of the solver is limited to 2 GiB',
  });
}

function range(values: Float64Array): string {
  let low = Infinity;
  let high = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === 0) continue;
    if (size < low) low = size;
    if (size > high) high = size;
  }
  return high === 0 ? 'all zero' : `${low.toPrecision(2)} to ${high.toPrecision(2)}`;
}
