/**
 * A linear or mixed-integer program in compressed sparse rows, always a maximisation:
 * maximise cost·x + offset subject to rowLower ≤ A·x ≤ rowUpper, colLower ≤ x ≤ colUpper.
 */
export interface LinearProgram extends LinearRows {
  readonly columnCount: number;
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  /** 1 where the column must be a whole number; null in a pure LP. */
  readonly integrality: Int32Array | null;
}

export interface LinearRows {
  readonly rowCount: number;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Where each row begins in `columnIndices` and `values`, and where the last ends: rowCount + 1 values. */
  readonly rowStarts: Int32Array;
  readonly columnIndices: Int32Array;
  readonly values: Float64Array;
}

export type Term = readonly [column: number, coefficient: number];

/** Collects columns and rows; a row is written whole, term by term. */
export class LinearProgramBuilder {
  private readonly cost: number[] = [];
  private readonly columnLower: number[] = [];
  private readonly columnUpper: number[] = [];
  private readonly integer: number[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly rowStarts: number[] = [0];
  private readonly columnIndices: number[] = [];
  private readonly values: number[] = [];

  get columnCount(): number {
    return this.cost.length;
  }

  get rowCount(): number {
    return this.rowLower.length;
  }

  /** Adds a column and returns its index. */
  column(lower: number, upper: number, cost = 0, isInteger = false): number {
    this.columnLower.push(lower);
    this.columnUpper.push(upper);
    this.cost.push(cost);
    this.integer.push(isInteger ? 1 : 0);
    return this.cost.length - 1;
  }

  addCost(column: number, cost: number): void {
    this.cost[column] += cost;
  }

  /**
   * Adds the row lower ≤ Σ coefficient·x ≤ upper, terms as [column, coefficient] pairs, and returns its
   * index. A column may occur once in a row; zero coefficients are left out.
   */
  row(lower: number, upper: number, terms: readonly Term[]): number {
    for (const [column, coefficient] of terms) {
      if (coefficient === 0) continue;
      this.columnIndices.push(column);
      this.values.push(coefficient);
    }
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    this.rowStarts.push(this.values.length);
    return this.rowLower.length - 1;
  }

  build(): LinearProgram {
    return {
      columnCount: this.columnCount,
      rowCount: this.rowCount,
      cost: Float64Array.from(this.cost),
      columnLower: Float64Array.from(this.columnLower),
      columnUpper: Float64Array.from(this.columnUpper),
      integrality: this.integer.some((flag) => flag === 1) ? Int32Array.from(this.integer) : null,
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      rowStarts: Int32Array.from(this.rowStarts),
      columnIndices: Int32Array.from(this.columnIndices),
      values: Float64Array.from(this.values),
    };
  }
}
