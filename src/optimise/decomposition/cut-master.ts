import { openModel, type LinearSolution } from '../../lp/highs-solver.ts';
import type { LinearProgram } from '../../lp/linear-program.ts';
import type { FleetStage } from '../fleet-stage.ts';

/**
 * A cut in units of the master. `mean`: Σ of a group's weighted profits ≤ constant + gradient·x. `tail`: the same of
 * the part of a group whose loss exceeds the threshold z, of weight `mass`; the excess of the group is at least
 * −constant − gradient·x − mass·z. `worst`: one scenario, z ≥ −constant − gradient·x.
 */
export interface Cut {
  readonly kind: 'mean' | 'tail' | 'worst';
  /** Index of the risk measure; 0 in a mean cut. */
  readonly measure: number;
  readonly group: number;
  readonly constant: number;
  /** For the columns from `firstColumn` on; zero elsewhere. */
  readonly gradient: Float64Array;
  readonly firstColumn: number;
  readonly mass: number;
}

/** The mean, minus CVaR, mean − riskAversion·CVaR, or minus the largest scaled excess over the limits. */
export type Objective = 'mean' | 'safety' | 'balance' | 'leastOverrun';

/** What is asked of the master. */
export interface MasterQuestion {
  readonly maximise: Objective;
  /** By measure; Infinity: none. */
  readonly riskLimits: readonly number[];
  readonly meanFloor: number;
  readonly riskAversion: number;
  /** Excess over the limits that is allowed, in units of their scales. */
  readonly overrun: number;
}

export interface MasterAnswer {
  /** What is maximised, of the model: no plan does better. */
  readonly objective: number;
  /** The first stage in units of the master. */
  readonly x: Float64Array;
  /** d(objective)/d(limit) ≥ 0 by measure. */
  readonly riskPrices: readonly number[];
}

/** A risk measure as the master holds it. */
export interface MasterMeasure {
  readonly confidenceLevel: number;
  /** How many y it has; 0 in the worst case. */
  readonly groupCount: number;
  /** Bound of z, so that no direction of it is free. */
  readonly leastThreshold: number;
  /** Money of the master per unit of overrun. */
  readonly excessScale: number;
}

interface HeldCut {
  readonly cut: Cut;
  /** Status of its row in the last basis: 1 basic, that is slack. */
  status: number;
  /** Solves in a row for which it was slack. */
  idle: number;
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
  private readonly stage: FleetStage;
  private readonly powerScale: number;
  private readonly meanGroups: number;
  readonly measures: readonly MasterMeasure[];
  /** Column of z of each measure; its y follow. */
  private readonly thresholdColumns: readonly number[];
  private readonly columnCount: number;
  private readonly fixedRows: number;
  private readonly tolerance: number;
  private cuts: HeldCut[] = [];
  private columnStatus: Int32Array | null = null;
  private fixedRowStatus: Int32Array | null = null;

  constructor(
    stage: FleetStage,
    powerScale: number,
    meanGroups: number,
    measures: readonly MasterMeasure[],
    tolerance: number,
  ) {
    this.stage = stage;
    this.powerScale = powerScale;
    this.meanGroups = meanGroups;
    this.measures = measures;
    this.tolerance = tolerance;
    let column = stage.columnCount + meanGroups;
    this.thresholdColumns = measures.map(({ groupCount }) => {
      const threshold = column;
      column += 1 + groupCount;
      return threshold;
    });
    this.columnCount = column + (measures.length > 1 ? 1 : 0);
    this.fixedRows = stage.rows.length + measures.length + 1;
  }

  /** The cuts held, without what the last solves told of them. */
  heldCuts(): Cut[] {
    return this.cuts.map(({ cut }) => cut);
  }

  add(cuts: readonly Cut[]): void {
    for (const cut of cuts) this.cuts.push({ cut, status: basic, idle: 0 });
  }

  /** Drops the cuts that were slack in the last `patience` solves. */
  prune(patience: number): void {
    this.cuts = this.cuts.filter((cut) => cut.idle < patience);
  }

  /** Null where HiGHS finds no optimum, from the last basis or from none, within the seconds allowed. */
  async solve(question: MasterQuestion, timeLimitSeconds: number): Promise<MasterAnswer | null> {
    const { stage } = this;
    const program = this.program(question);
    const model = await openModel(program, {
      presolve: false,
      method: 'simplex',
      tolerance: this.tolerance,
      timeLimitSeconds,
    });
    let solution: LinearSolution;
    try {
      if (this.columnStatus !== null && this.fixedRowStatus !== null) {
        const rowStatus = new Int32Array(program.rowCount);
        rowStatus.set(this.fixedRowStatus);
        this.cuts.forEach((cut, i) => (rowStatus[this.fixedRows + i] = cut.status));
        model.restore({ colStatus: this.columnStatus, rowStatus });
      }
      solution = model.solve();
      this.count(solution);
      if (solution.status !== 'optimal' && solution.status !== 'timeLimit') {
        model.clear();
        solution = model.solve();
        this.count(solution);
      }
      if (solution.status !== 'optimal') return null;
      this.remember(model.basis());
    } finally {
      model.dispose();
    }
    return {
      objective: solution.objective,
      x: solution.values.slice(0, stage.columnCount),
      riskPrices: this.measures.map((_, m) => Math.max(0, solution.rowDuals[stage.rows.length + m])),
    };
  }

  private count(solution: LinearSolution): void {
    this.solves++;
    this.iterations += solution.iterations;
    this.seconds += solution.seconds;
  }

  private remember(basis: { readonly colStatus: Int32Array; readonly rowStatus: Int32Array }): void {
    const fixed = this.fixedRows;
    this.columnStatus = Int32Array.from(basis.colStatus);
    this.fixedRowStatus = basis.rowStatus.slice(0, fixed);
    this.cuts.forEach((cut, i) => {
      cut.status = basis.rowStatus[fixed + i];
      cut.idle = cut.status === basic ? cut.idle + 1 : 0;
    });
  }

  /** Rows: first stage, risk by measure, mean, then the cuts. Columns: x, θ by mean group, z and y by measure, overrun. */
  private program(question: MasterQuestion): LinearProgram {
    const { stage, powerScale, meanGroups, cuts, measures, thresholdColumns, columnCount, fixedRows } = this;
    const n = stage.columnCount;
    const cost = new Float64Array(columnCount);
    const columnLower = new Float64Array(columnCount).fill(-Infinity);
    const columnUpper = new Float64Array(columnCount).fill(Infinity);
    for (let j = 0; j < n; j++) {
      columnLower[j] = stage.lowerMW[j] / powerScale;
      columnUpper[j] = stage.upperMW[j] / powerScale;
    }
    measures.forEach(({ leastThreshold, groupCount }, m) => {
      columnLower[thresholdColumns[m]] = leastThreshold;
      columnLower.fill(0, thresholdColumns[m] + 1, thresholdColumns[m] + 1 + groupCount);
    });
    this.fillCosts(cost, question);
    const overrunColumn = measures.length > 1 ? columnCount - 1 : null;
    if (overrunColumn !== null && question.maximise !== 'leastOverrun') {
      columnLower[overrunColumn] = question.overrun;
      columnUpper[overrunColumn] = question.overrun;
    }
    const rowCount = fixedRows + cuts.length;
    const rowLower = new Float64Array(rowCount);
    const rowUpper = new Float64Array(rowCount);
    const rowStarts = new Int32Array(rowCount + 1);
    const room =
      stage.rows.reduce((sum, row) => sum + row.terms.length, 0) +
      columnCount +
      measures.length +
      cuts.reduce((sum, { cut }) => sum + cut.gradient.length + 2, 0);
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
    measures.forEach((measure, m) => {
      entry(thresholdColumns[m], 1);
      for (let h = 0; h < measure.groupCount; h++) entry(thresholdColumns[m] + 1 + h, perTail(measure));
      if (overrunColumn !== null) entry(overrunColumn, -measure.excessScale);
      finish(-Infinity, question.riskLimits[m] ?? Infinity);
    });
    for (let g = 0; g < meanGroups; g++) entry(n + g, 1);
    finish(question.meanFloor, Infinity);
    for (const { cut } of cuts) {
      const { kind, measure, group, gradient, firstColumn, constant, mass } = cut;
      const sign = kind === 'mean' ? -1 : 1;
      for (let j = 0; j < gradient.length; j++) {
        if (gradient[j] === 0) continue;
        columnIndices[at] = firstColumn + j;
        values[at++] = sign * gradient[j];
      }
      if (kind === 'mean') {
        entry(n + group, 1);
        finish(-Infinity, constant);
        continue;
      }
      entry(thresholdColumns[measure], mass);
      if (kind === 'tail') entry(thresholdColumns[measure] + 1 + group, 1);
      finish(-constant, Infinity);
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

  private fillCosts(cost: Float64Array, { maximise, riskAversion }: MasterQuestion): void {
    const n = this.stage.columnCount;
    if (maximise === 'leastOverrun') cost[this.columnCount - 1] = -1;
    if (maximise === 'mean' || maximise === 'balance') cost.fill(1, n, n + this.meanGroups);
    if (maximise !== 'safety' && maximise !== 'balance') return;
    const factor = maximise === 'safety' ? 1 : riskAversion;
    const [threshold] = this.thresholdColumns;
    cost[threshold] = -factor;
    cost.fill(-factor * perTail(this.measures[0]), threshold + 1, threshold + 1 + this.measures[0].groupCount);
  }
}

function perTail({ confidenceLevel }: MasterMeasure): number {
  return 1 / (1 - confidenceLevel);
}
