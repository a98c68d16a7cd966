export interface ReportQuality {
  readonly series: readonly SeriesQuality[];
  /** Days of the fit's window that the rule leaves out, of how many looked at. */
  readonly invalidDays: { readonly count: number; readonly considered: number };
  /** Where two sources cover the same periods. */
  readonly overlaps: readonly SourceOverlap[];
  /** Series that were left out, with the reason as a clause (`92 days of history, 180 needed`). */
  readonly leftOut: readonly { readonly series: string; readonly reason: string }[];
}

/** Counts over the periods from the first to the last day of the history used. */
export interface SeriesQuality {
  readonly displayName: string;
  /** File or feed as named in the configuration. */
  readonly source: string;
  /** Local dates or times, as text. */
  readonly from: string;
  readonly until: string;
  /** `half-hourly`, `hourly`, `EFA block`. */
  readonly step: string;
  readonly required: boolean;
  readonly expected: number;
  readonly present: number;
  readonly missing: number;
  readonly duplicate: number;
  readonly repaired: number;
  readonly suspicious: number;
  /** `synthetic`, `proxy: marketIndexPrice`. */
  readonly labels: readonly string[];
}

export interface SourceOverlap {
  readonly displayName: string;
  /** The source that counts, and the other. */
  readonly counted: string;
  readonly other: string;
  /** Periods that both have. */
  readonly periods: number;
  /** Counted less other, in the series' unit. */
  readonly meanDifference: number;
  readonly meanAbsoluteDifference: number;
  /** Share of the periods in which they differ by more than 0.005, 0…1. */
  readonly shareDiffering: number;
  readonly unit: string;
}
