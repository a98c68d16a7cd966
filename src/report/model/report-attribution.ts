/** The rows of `attribution.csv`, policy on the evaluate scenarios, first day. */
export interface ReportAttribution {
  readonly streams: readonly AttributionStream[];
  /** Streams × H, gain-positive money: mean by hour; rows add up to `streams[].mean`. */
  readonly meanByHour: readonly (readonly number[])[];
  /** Streams × H, loss-positive money: component CVaR by hour; rows add up to `streams[].conditionalValueAtRisk`. */
  readonly conditionalValueAtRiskByHour: readonly (readonly number[])[];
  /** Mean without penalties and stored energy; `null` = the same as the total. */
  readonly cashMean: number | null;
}

export interface AttributionStream {
  /** `dayAhead`, `imbalance`, `availability:DCL`, `utilisation`, `throughput`, `networkCharges`, `penalties`, `storedEnergy`. */
  readonly name: string;
  /** `Day-ahead`, `DC low`. */
  readonly displayName: string;
  /** Gain-positive money. */
  readonly mean: number;
  /** Component CVaR, loss-positive, as in the CSV; components add up to CVaR. */
  readonly conditionalValueAtRisk: number;
}
