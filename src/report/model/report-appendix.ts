/** Label and text pairs, printed in this order. */
export interface ReportAppendix {
  /** What the user set: battery, limit, generator, confidence level … */
  readonly settings: readonly LabelledText[];
  /** Seed, versions, solver, digests of the inputs. No timings, worker counts or run times. */
  readonly run: readonly LabelledText[];
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}
