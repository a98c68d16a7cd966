/** The proposed plan under what the simulation does not hold; the rows of `stress.csv`. */
export interface ReportStress {
  /** The same figures of the simulated scenarios, to compare with; its difference is `null`. */
  readonly simulated: StressedRow;
  /** In the order of the configuration. */
  readonly cases: readonly StressedRow[];
  /** A case takes the battery's power away for some hours. */
  readonly hasOutage: boolean;
}

/** Figures of the first day under the headline policy. Means are gain-positive money, VaR and CVaR loss-positive. */
export interface StressedRow {
  /** As in the configuration, `evening-outage`; `simulated` for the scenarios as they were drawn. */
  readonly name: string;
  /** What happens, one sentence. */
  readonly title: string;
  /** Scenarios that it was carried out on; 1: a past day replayed. */
  readonly scenarios: number;
  readonly mean: number;
  readonly meanStandardError: number | null;
  /** `null` = one scenario has no tail. */
  readonly valueAtRisk: number | null;
  readonly valueAtRiskStandardError: number | null;
  readonly conditionalValueAtRisk: number | null;
  readonly conditionalValueAtRiskStandardError: number | null;
  /** Mean less the simulated mean; its error is that of the paired difference, of a replay that of the simulated mean. */
  readonly meanDifference: number | null;
  readonly meanDifferenceStandardError: number | null;
  /** Loss of the worst scenario, its number, and the past day that it is; a replay has no number. */
  readonly worstLoss: number;
  readonly worstScenario: number | null;
  readonly worstDate: string | null;
  /** Mean of the shortfall penalty in `mean`: ≤ 0, no cash. */
  readonly penalties: number;
}
