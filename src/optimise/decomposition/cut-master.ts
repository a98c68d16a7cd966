import { openModel, requireOptimal, type LinearSolution } from '../../lp/highs-solver.ts';
import type { LinearProgram } from '../../lp/linear-program.ts';
import type { FirstStage } from './first-stage.ts';

/**
 * A cut in units of the master: Σ of a group's weighted profits ≤ constant + gradient·x. In a mean cut the
 * group is whole; in a tail cut it is the part of it whose loss exceeds the threshold z, of weight `mass`,
 * and the excess of the group is at least −constant − gradient·x − mass·z.
 */
export interface Cut {
  readonly kind: 'mean' | 'tail';
  readonly group: number;
  readonly constant: number;
  readonly gradient: Float64Array;
  readonly mass: number;
}

/** What is asked of the master. */
export interface MasterQuestion {
  readonly maximise: 'mean' | 'safety';
  readonly riskLimit: number;
  readonly meanFloor: number;
}

export interface MasterAnswer {
  /** Mean, or minus CVaR, of the model: no plan does better. */
  readonly objective: number;
  /** The first stage in units of the master. */
  readonly x: Float64Array;
  readonly threshold: number;
  /** Mean and CVaR of the model at x. */
  readonly mean: number;
  readonly risk: number;
  /** d(objective)/d(riskLimit) ≥ 0. */
  readonly riskPrice: number;
}

interface HeldCut extends Cut {
  /** Status of its row in the last basis: 1 basic, that is slack. */
  status: number;
  /** Solves in a row for which it was slack. */
  idle: number;
}

/** How many θ and y the master has. */
interface GroupCounts {
  readonly meanGroupCount: number;
  readonly tailGroupCount: number;
}

const basic = 1;

/**
 * The master program over (x, θ, z, y): greatest mean or least CVaR of the model that the cuts make, one pool
 * for all questions. The program is built anew for each question and starts from the last basis, in which
 * new cuts are basic; that is a warm start of the dual simplex whichever cuts were added or dropped.
 */
export class CutMaster {
  iterations = 0;
  solves = 0;
  seconds = 0;
  private readonly stage: FirstStage;
  private readonly powerScale: number;
  private readonly confidenceLevel: number;
  private readonly meanGroups: number;
  private readonly tailGroups: number;
  /** Bound of z, so that no direction of it is free. */
  private readonly leastThreshold: number;
  private readonly tolerance: number;
  private cuts: HeldCut[] = [];
  private columnStatus: Int32Array | null = null;
  private fixedRowStatus: Int32Array | null = null;

  constructor(
    stage: FirstStage,
    powerScale: number,
    confidenceLevel: number,
    groups: GroupCounts,
    leastThreshold: number,
    tolerance: number,
  ) {
    this.stage = stage;
    this.powerScale = powerScale;
    this.confidenceLevel = confidenceLevel;
    this.meanGroups = groups.meanGroupCount;
    this.tailGroups = groups.tailGroupCount;
    this.leastThreshold = leastThreshold;
    this.tolerance = tolerance;
  }

  get cutCount(): number {
    return this.cuts.length;
  }

  add(cuts: readonly Cut[]): void {
    for (const cut of cuts) this.cuts.push({ ...cut, status: basic, idle: 0 });
  }

  /** Drops the cuts that were slack in the last `patience` solves. */
  prune(patience: number): void {
    this.cuts = this.cuts.filter((cut) => cut.idle < patience);
  }

  async solve(question: MasterQuestion): Promise<MasterAnswer> {
    const { stage, meanGroups, tailGroups, confidenceLevel } = this;
    const program = this.program(question);
    const model = await openModel(program, {
      presolve: false,
      method: 'simplex',
      tolerance: this.tolerance,
      timeLimitSeconds: 600,
    });
    let solution: LinearSolution;
    try {
      if (this.columnStatus !== null && this.fixedRowStatus !== null) {
        const rowStatus = new Int32Array(program.rowCount);
        rowStatus.set(this.fixedRowStatus);
        this.cuts.forEach((cut, i) => (rowStatus[stage.rows.length + 2 + i] = cut.status));
        model.restore({ colStatus: this.columnStatus, rowStatus });
      }
      solution = model.solve();
      this.count(solution);
      if (solution.status !== 'optimal') {
        model.clear();
        solution = model.solve();
        this.count(solution);
      }
      requireOptimal(solution, program, 'the master of the plan');
      this.remember(model.basis());
    } finally {
      model.dispose();
    }
    const { values } = solution;
    const n = stage.columnCount;
    let mean = 0;
    for (let g = 0; g < meanGroups; g++) mean += values[n + g];
    const threshold = values[n + meanGroups];
    let risk = threshold;
    for (let h = 0; h < tailGroups; h++) risk += values[n + meanGroups + 1 + h] / (1 - confidenceLevel);
    return {
      objective: solution.objective,
      x: values.slice(0, n),
      threshold,
      mean,
      risk,
      riskPrice: Math.max(0, solution.rowDuals[stage.rows.length]),
    };
  }

  private count(solution: LinearSolution): void {
    this.solves++;
    this.iterations += solution.iterations;
    this.seconds += solution.seconds;
  }

  private remember(basis: { readonly colStatus: Int32Array; readonly rowStatus: Int32Array }): void {
    const fixed = this.stage.rows.length + 2;
    this.columnStatus = Int32Array.from(basis.colStatus);
    this.fixedRowStatus = basis.rowStatus.slice(0, fixed);
    this.cuts.forEach((cut, i) => {
      cut.status = basis.rowStatus[fixed + i];
      cut.idle = cut.status === basic ? cut.idle + 1 : 0;
    });
  }

  /** Rows: first stage, risk, mean, then the cuts. Columns: x, θ by mean group, z, y by tail group. */
  private program(question: MasterQuestion): LinearProgram {
    const { stage, powerScale, meanGroups, tailGroups, cuts } = this;
    const n = stage.columnCount;
    const thresholdColumn = n + meanGroups;
    const columnCount = thresholdColumn + 1 + tailGroups;
    const cost = new Float64Array(columnCount);
    const columnLower = new Float64Array(columnCount).fill(-Infinity);
    const columnUpper = new Float64Array(columnCount).fill(Infinity);
    for (let j = 0; j < n; j++) {
      columnLower[j] = stage.lowerMW[j] / powerScale;
      columnUpper[j] = stage.upperMW[j] / powerScale;
    }
    columnLower[thresholdColumn] = this.leastThreshold;
    columnLower.fill(0, thresholdColumn + 1);
    const perTail = 1 / (1 - this.confidenceLevel);
    if (question.maximise === 'mean') cost.fill(1, n, n + meanGroups);
    else {
      cost[thresholdColumn] = -1;
      cost.fill(-perTail, thresholdColumn + 1);
    }
    const rowCount = stage.rows.length + 2 + cuts.length;
    const rowLower = new Float64Array(rowCount);
    const rowUpper = new Float64Array(rowCount);
    const rowStarts = new Int32Array(rowCount + 1);
    const room = stage.rows.reduce((sum, row) => sum + row.terms.length, 0) + columnCount + cuts.length * (n + 2);
    const columnIndices = new Int32Array(room);
    const values = new Float64Array(room);
    let at = 0;
    let row = 0;
    const entry = (column: number, value: number): void => {
      columnIndices[at] = column;
      values[at++] = value;
    };
    const finish = (lower: number, upper: number): void => {
      rowLower[row] = lower;
      rowUpper[row] = upper;
      rowStarts[++row] = at;
    };
    for (const { terms, lowerMW, upperMW } of stage.rows) {
      for (const [column, coefficient] of terms) entry(column, coefficient);
      finish(lowerMW / powerScale, upperMW / powerScale);
    }
    entry(thresholdColumn, 1);
    for (let h = 0; h < tailGroups; h++) entry(thresholdColumn + 1 + h, perTail);
    finish(-Infinity, question.riskLimit);
    for (let g = 0; g < meanGroups; g++) entry(n + g, 1);
    finish(question.meanFloor, Infinity);
    for (const cut of cuts) {
      const sign = cut.kind === 'mean' ? -1 : 1;
      for (let j = 0; j < n; j++) {
        if (cut.gradient[j] === 0) continue;
        columnIndices[at] = j;
        values[at++] = sign * cut.gradient[j];
      }
      if (cut.kind === 'mean') {
        entry(n + cut.group, 1);
        finish(-Infinity, cut.constant);
      } else {
        entry(thresholdColumn, cut.mass);
        entry(thresholdColumn + 1 + cut.group, 1);
        finish(-cut.constant, Infinity);
      }
    }
    return {
      columnCount,
      rowCount,
      cost,
      columnLower,
      columnUpper,
      integrality: null,
      rowLower,
      rowUpper,
      rowStarts,
      columnIndices: columnIndices.slice(0, at),
      values: values.slice(0, at),
    };
  }
}
