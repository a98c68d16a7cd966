import type { FleetStage } from '../fleet-stage.ts';
import { CutMaster, type Cut, type MasterMeasure, type MasterQuestion } from './cut-master.ts';

/**
 * The masters of a search: one of all cuts, and two small ones for the ends of the frontier. The greatest mean needs no
 * cut of the tail, the least CVaR no cut of the mean. Each keeps its own basis, so that a question starts warm where
 * the last one of its kind ended.
 */
export class CutMasters {
  readonly measures: readonly MasterMeasure[];
  private readonly whole: CutMaster;
  private readonly mean: CutMaster;
  private readonly safety: CutMaster;

  constructor(
    stage: FleetStage,
    powerScale: number,
    meanGroups: number,
    measures: readonly MasterMeasure[],
    tolerance: number,
  ) {
    this.measures = measures;
    this.whole = new CutMaster(stage, powerScale, meanGroups, measures, tolerance);
    this.mean = new CutMaster(stage, powerScale, meanGroups, [], tolerance);
    this.safety = new CutMaster(stage, powerScale, 0, measures.slice(0, 1), tolerance);
  }

  add(cuts: readonly Cut[]): void {
    this.whole.add(cuts);
    this.mean.add(cuts.filter(({ kind }) => kind === 'mean'));
    this.safety.add(cuts.filter(({ kind, measure }) => kind !== 'mean' && measure === 0));
  }

  /** The smallest master that knows everything the question is about. */
  of({ maximise, riskLimits, meanFloor }: MasterQuestion): CutMaster {
    if (maximise === 'mean' && riskLimits.every((limit) => limit === Infinity)) return this.mean;
    return maximise === 'safety' && meanFloor === -Infinity ? this.safety : this.whole;
  }

  /** The cuts that a later search starts from. */
  cutsInUse(): Cut[] {
    const masters = [this.whole, this.mean, this.safety];
    return [...new Set(masters.flatMap((master) => master.cutsInUse()))];
  }

  /** Simplex iterations so far. */
  get iterations(): number {
    return this.whole.iterations + this.mean.iterations + this.safety.iterations;
  }
}
