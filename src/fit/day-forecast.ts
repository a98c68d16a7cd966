/**
 * What was forecast on one day for itself (lead 0) and the days after it, with the knowledge of its gate:
 * day-ahead prices to the eve, imbalance prices to the day before the eve. H leads.
 */
export interface DayForecast {
  /** L̂ by lead, currency per MWh. */
  readonly level: Float64Array;
  /** Â = forecast of ln A, by lead. */
  readonly logAmplitude: Float64Array;
  /** Ĝ = forecast of ln G, by lead. */
  readonly logBasisSize: Float64Array;
  /** φ by lead: H × intervals, mean 0. */
  readonly shape: Float64Array;
  /** Standard deviation of the forecast prices of a day, by lead: f = L̂ + max(deviation, 0.5)·φ; currency per MWh. */
  readonly deviation: Float64Array;
  /** σ̂ of the level error at lead 0, used for all leads; currency per MWh. */
  readonly levelErrorScale: number;
  /** Which parts came from a regression; the others had too little history and stand on averages. */
  readonly regressed: Readonly<Record<'location' | 'logAmplitude' | 'logBasisSize' | 'levelError', boolean>>;
}
