/** What is expected of the basis (imbalance less day-ahead price) on one delivery day, and how long a surprise lasts. */
export interface BasisForecast {
  /** m: expected basis of each period, currency per MWh. */
  readonly meanBasis: Float64Array;
  /** ρ_k: share of a basis's distance from its mean that is left k periods later, 0 … 1; index k from 0 to T. */
  readonly persistence: Float64Array;
  /** Whole periods, at least 1: the imbalance price of period τ is known when period τ + delay starts. */
  readonly publicationDelay: number;
}
