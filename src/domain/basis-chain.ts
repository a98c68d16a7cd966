/**
 * The basis (imbalance less day-ahead price) of one delivery day as a Markov chain of K states, as one sees it who
 * knows a price only `publicationDelay` periods after its period has started. T periods; G groups of the wall clock.
 */
export interface BasisChain {
  /** K. */
  readonly stateCount: number;
  /** m: expected basis of each period before anything of the day is known, T values, currency per MWh. */
  readonly meanBasis: Float64Array;
  /** Group of each period, T values. */
  readonly group: Int32Array;
  /** Mean distance from m of each state, G × K, ascending within a group, currency per MWh. */
  readonly centre: Float64Array;
  /** Expected distance from m, `publicationDelay` periods after a period of the group in that state, G × K. */
  readonly expected: Float64Array;
  /** Probability of each state in the first period of the day, K values. */
  readonly start: Float64Array;
  /** Probability of each state in the next period, G × from × to. */
  readonly transition: Float64Array;
  /** Whole periods, at least 1: the imbalance price of period τ is known when period τ + delay starts. */
  readonly publicationDelay: number;
}
