/** The first delivery day's time grid. */
export interface ReportDay {
  /** Hours in one settlement period, 0.5 in GB. */
  readonly periodHours: number;
  readonly periodCount: number;
  /** Local clock at the start of each hour, `23:00`; length H. On the long day the repeated hour stands twice. */
  readonly hourLabels: readonly string[];
  /** UTC start of each hour, ISO 8601; length H. */
  readonly hourStarts: readonly string[];
  /** Local time with offset, `2026-10-14T23:00+01:00`, as in `attribution.csv`; length H. */
  readonly hoursWithOffset: readonly string[];
  /** Period index at which each block starts, and one past the last: length B + 1. */
  readonly blockBoundaries: readonly number[];
  /** `1` … `6`; length B. */
  readonly blockLabels: readonly string[];
  /** What a block is called in this market, `EFA block`. */
  readonly blockName: string;
}
