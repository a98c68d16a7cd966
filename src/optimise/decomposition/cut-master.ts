import { openModel, type LinearSolution, type SolverModel } from '../../lp/highs-solver.ts';
import type { FleetStage } from '../fleet-stage.ts';
import { CutProgram } from './cut-program.ts';

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
/** A cut that rests comes back where the master's answer breaks it by more than this, in money of the master. */
const leastBreach = 1e-7;
/** How often a solve is repeated with cuts that came back. Its value is a bound however often. */
const mostRepeats = 2;

/**
 * The master program over (x, θ, z, y): greatest mean or least CVaR of the model that the cuts make, one pool
 * for all questions. The program is built anew for each question and starts from the last basis, in which
 * new cuts are basic; that is a warm start of the dual simplex whichever cuts were added or laid to rest.
 */
export class CutMaster {
  iterations = 0;
  solves = 0;
  seconds = 0;
  readonly measures: readonly MasterMeasure[];
  private readonly layout: CutProgram;
  private readonly firstStageColumns: number;
  private readonly tolerance: number;
  private cuts: HeldCut[] = [];
  /** Since the last solve. */
  private arrived: Cut[] = [];
  /** Slack for long; every answer is checked against them. */
  private resting: Cut[] = [];
  private columnStatus: Int32Array | null = null;
  private fixedRowStatus: Int32Array | null = null;

  constructor(
    stage: FleetStage,
    powerScale: number,
    meanGroups: number,
    measures: readonly MasterMeasure[],
    tolerance: number,
  ) {
    this.measures = measures;
    this.layout = new CutProgram(stage, powerScale, meanGroups, measures);
    this.firstStageColumns = stage.columnCount;
    this.tolerance = tolerance;
  }

  /** The cuts in use, without what the last solves told of them, and those that came since. */
  cutsInUse(): Cut[] {
    return [...this.cuts.map(({ cut }) => cut), ...this.arrived];
  }

  add(cuts: readonly Cut[]): void {
    this.arrived.push(...cuts);
  }

  /** Lays the cuts to rest that were slack in the last `patience` solves. */
  rest(patience: number): void {
    for (const held of this.cuts) if (held.idle >= patience) this.resting.push(held.cut);
    this.cuts = this.cuts.filter(({ idle }) => idle < patience);
  }

  /** Null where HiGHS finds no optimum, from the last basis or from none, within the seconds allowed. */
  async solve(question: MasterQuestion, timeLimitSeconds: number): Promise<MasterAnswer | null> {
    const { layout, measures } = this;
    this.takeArrived();
    const program = layout.program(
      question,
      this.cuts.map(({ cut }) => cut),
    );
    const { tolerance } = this;
    const model = await openModel(program, { presolve: false, method: 'simplex', tolerance, timeLimitSeconds });
    try {
      this.restore(model);
      let solution = this.run(model);
      if (solution !== null) this.remember(model.basis());
      for (let repeat = 0; repeat < mostRepeats && solution !== null; repeat++) {
        const woken = this.wake(solution.values);
        if (woken.length === 0) break;
        model.addRows(layout.rowsOf(woken));
        const repeated = this.run(model);
        // The value without the cuts that came back is a bound too.
        if (repeated === null) break;
        solution = repeated;
        this.remember(model.basis());
      }
      if (solution === null) return null;
      const { objective, values, rowDuals } = solution;
      return {
        objective,
        x: values.slice(0, this.firstStageColumns),
        riskPrices: measures.map((_, m) => Math.max(0, rowDuals[layout.riskRow + m])),
      };
    } finally {
      model.dispose();
    }
  }

  /** Of the cuts since the last solve the newest of each group is used; the others come back where they are broken. */
  private takeArrived(): void {
    const newest = new Map(this.arrived.map((cut) => [groupName(cut), cut]));
    for (const cut of this.arrived) {
      if (newest.get(groupName(cut)) === cut) this.use(cut);
      else this.resting.push(cut);
    }
    this.arrived = [];
  }

  private use(cut: Cut): void {
    this.cuts.push({ cut, status: basic, idle: 0 });
  }

  /** Brings back the resting cut of each group that the master's values break most. */
  private wake(values: Float64Array): Cut[] {
    const worst = new Map<string, { readonly cut: Cut; readonly breach: number }>();
    for (const cut of this.resting) {
      const breach = this.layout.breachOf(cut, values);
      if (breach <= leastBreach) continue;
      const name = groupName(cut);
      if (breach > (worst.get(name)?.breach ?? 0)) worst.set(name, { cut, breach });
    }
    const woken = Array.from(worst.values(), ({ cut }) => cut);
    if (woken.length === 0) return woken;
    const awake = new Set(woken);
    this.resting = this.resting.filter((cut) => !awake.has(cut));
    for (const cut of woken) this.use(cut);
    return woken;
  }

  private restore(model: SolverModel): void {
    if (this.columnStatus === null || this.fixedRowStatus === null) return;
    const fixed = this.layout.fixedRows;
    const rowStatus = new Int32Array(fixed + this.cuts.length);
    rowStatus.set(this.fixedRowStatus);
    this.cuts.forEach((cut, i) => (rowStatus[fixed + i] = cut.status));
    model.restore({ colStatus: this.columnStatus, rowStatus });
  }

  private run(model: SolverModel): LinearSolution | null {
    let solution = model.solve();
    this.count(solution);
    if (solution.status !== 'optimal' && solution.status !== 'timeLimit') {
      model.clear();
      solution = model.solve();
      this.count(solution);
    }
    return solution.status === 'optimal' ? solution : null;
  }

  private count(solution: LinearSolution): void {
    this.solves++;
    this.iterations += solution.iterations;
    this.seconds += solution.seconds;
  }

  private remember(basis: { readonly colStatus: Int32Array; readonly rowStatus: Int32Array }): void {
    const fixed = this.layout.fixedRows;
    this.columnStatus = Int32Array.from(basis.colStatus);
    this.fixedRowStatus = basis.rowStatus.slice(0, fixed);
    this.cuts.forEach((cut, i) => {
      cut.status = basis.rowStatus[fixed + i];
      cut.idle = cut.status === basic ? cut.idle + 1 : 0;
    });
  }
}

/** Cuts of one group: of each the one that is broken most comes back. Worst-case cuts are of single scenarios. */
function groupName({ kind, measure, group, constant }: Cut): string {
  return `${kind} ${measure} ${kind === 'worst' ? constant : group}`;
}
