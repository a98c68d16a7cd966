import type { LinearProgram, LinearRows } from '../../lp/linear-program.ts';
import type { FleetStage } from '../fleet-stage.ts';
import type { Cut, MasterMeasure, MasterQuestion } from './cut-master.ts';

/**
 * Where things stand in the master. Columns: x, θ by mean group, z and y by measure, overrun where there are several
 * measures. Rows: first stage, risk by measure, mean, then the cuts.
 */
export class CutProgram {
  readonly columnCount: number;
  /** Rows before the cuts. */
  readonly fixedRows: number;
  /** Row of the first measure's risk; the others follow. */
  readonly riskRow: number;
  private readonly stage: FleetStage;
  private readonly powerScale: number;
  private readonly meanGroups: number;
  private readonly measures: readonly MasterMeasure[];
  /** Column of z of each measure; its y follow. */
  private readonly thresholdColumns: readonly number[];

  constructor(stage: FleetStage, powerScale: number, meanGroups: number, measures: readonly MasterMeasure[]) {
    this.stage = stage;
    this.powerScale = powerScale;
    this.meanGroups = meanGroups;
    this.measures = measures;
    let column = stage.columnCount + meanGroups;
    this.thresholdColumns = measures.map(({ groupCount }) => {
      const threshold = column;
      column += 1 + groupCount;
      return threshold;
    });
    this.columnCount = column + (measures.length > 1 ? 1 : 0);
    this.riskRow = stage.rows.length;
    this.fixedRows = stage.rows.length + measures.length + 1;
  }

  program(question: MasterQuestion, cuts: readonly Cut[]): LinearProgram {
    const { stage, powerScale, meanGroups, measures, thresholdColumns, columnCount } = this;
    const n = stage.columnCount;
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
    const overrunColumn = measures.length > 1 ? columnCount - 1 : null;
    if (overrunColumn !== null && question.maximise !== 'leastOverrun') {
      columnLower[overrunColumn] = question.overrun;
      columnUpper[overrunColumn] = question.overrun;
    }
    const fixedRoom = stage.rows.reduce((sum, row) => sum + row.terms.length, 0) + columnCount + measures.length;
    const rows = new RowPacker(this.fixedRows + cuts.length, fixedRoom + roomOf(cuts));
    for (const { terms, lowerMW, upperMW } of stage.rows) {
      for (const [column, coefficient] of terms) rows.entry(column, coefficient);
      rows.finish(lowerMW / powerScale, upperMW / powerScale);
    }
    measures.forEach((measure, m) => {
      rows.entry(thresholdColumns[m], 1);
      for (let h = 0; h < measure.groupCount; h++) rows.entry(thresholdColumns[m] + 1 + h, perTail(measure));
      if (overrunColumn !== null) rows.entry(overrunColumn, -measure.excessScale);
      rows.finish(-Infinity, question.riskLimits[m] ?? Infinity);
    });
    for (let g = 0; g < meanGroups; g++) rows.entry(n + g, 1);
    rows.finish(question.meanFloor, Infinity);
    for (const cut of cuts) this.pack(cut, rows);
    return {
      columnCount,
      cost: this.costs(question),
      columnLower,
      columnUpper,
      integrality: null,
      ...rows.packed(),
    };
  }

  /** The rows of cuts, to add to a program. */
  rowsOf(cuts: readonly Cut[]): LinearRows {
    const rows = new RowPacker(cuts.length, roomOf(cuts));
    for (const cut of cuts) this.pack(cut, rows);
    return rows.packed();
  }

  /** How far values of the columns lie on the wrong side of a cut. */
  breachOf({ kind, measure, group, constant, gradient, firstColumn, mass }: Cut, values: Float64Array): number {
    let profit = constant;
    for (let j = 0; j < gradient.length; j++) profit += gradient[j] * values[firstColumn + j];
    if (kind === 'mean') return values[this.stage.columnCount + group] - profit;
    const threshold = this.thresholdColumns[measure];
    return -profit - mass * values[threshold] - (kind === 'tail' ? values[threshold + 1 + group] : 0);
  }

  private pack({ kind, measure, group, gradient, firstColumn, constant, mass }: Cut, rows: RowPacker): void {
    const sign = kind === 'mean' ? -1 : 1;
    for (let j = 0; j < gradient.length; j++) if (gradient[j] !== 0) rows.entry(firstColumn + j, sign * gradient[j]);
    if (kind === 'mean') {
      rows.entry(this.stage.columnCount + group, 1);
      rows.finish(-Infinity, constant);
      return;
    }
    const threshold = this.thresholdColumns[measure];
    rows.entry(threshold, mass);
    if (kind === 'tail') rows.entry(threshold + 1 + group, 1);
    rows.finish(-constant, Infinity);
  }

  private costs({ maximise, riskAversion }: MasterQuestion): Float64Array {
    const cost = new Float64Array(this.columnCount);
    const n = this.stage.columnCount;
    if (maximise === 'leastOverrun') cost[this.columnCount - 1] = -1;
    if (maximise === 'mean' || maximise === 'balance') cost.fill(1, n, n + this.meanGroups);
    if (maximise !== 'safety' && maximise !== 'balance') return cost;
    const factor = maximise === 'safety' ? 1 : riskAversion;
    const [threshold] = this.thresholdColumns;
    const [measure] = this.measures;
    cost[threshold] = -factor;
    cost.fill(-factor * perTail(measure), threshold + 1, threshold + 1 + measure.groupCount);
    return cost;
  }
}

/** Rows in compressed form, one after the other. */
class RowPacker {
  private readonly rowLower: Float64Array;
  private readonly rowUpper: Float64Array;
  private readonly rowStarts: Int32Array;
  private readonly columnIndices: Int32Array;
  private readonly values: Float64Array;
  private at = 0;
  private row = 0;

  constructor(rowCount: number, room: number) {
    this.rowLower = new Float64Array(rowCount);
    this.rowUpper = new Float64Array(rowCount);
    this.rowStarts = new Int32Array(rowCount + 1);
    this.columnIndices = new Int32Array(room);
    this.values = new Float64Array(room);
  }

  entry(column: number, value: number): void {
    this.columnIndices[this.at] = column;
    this.values[this.at++] = value;
  }

  finish(lower: number, upper: number): void {
    this.rowLower[this.row] = lower;
    this.rowUpper[this.row] = upper;
    this.rowStarts[++this.row] = this.at;
  }

  packed(): LinearRows {
    const { row, at, rowLower, rowUpper, rowStarts, columnIndices, values } = this;
    return {
      rowCount: row,
      rowLower,
      rowUpper,
      rowStarts,
      columnIndices: columnIndices.subarray(0, at),
      values: values.subarray(0, at),
    };
  }
}

function roomOf(cuts: readonly Cut[]): number {
  return cuts.reduce((sum, { gradient }) => sum + gradient.length + 2, 0);
}

function perTail({ confidenceLevel }: MasterMeasure): number {
  return 1 / (1 - confidenceLevel);
}
