/** One entry an interval (or a time), each array of the same length. */
export interface FiveQuantiles {
  readonly p05: readonly number[];
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
  readonly p95: readonly number[];
}

/** One entry an interval. */
export interface ThreeQuantiles {
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
}
