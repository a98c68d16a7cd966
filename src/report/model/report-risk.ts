export interface ReportRisk {
  /** 0.95 = the worst 5 %. */
  readonly confidenceLevel: number;
  /** CVaR limit, loss-positive money; `null` = no limit set. */
  readonly limit: number | null;
  /**
   * `none`: no limit; `kept`: CVaR ≤ limit; `withinError`: above it, but CVaR − 1.645 × standard error is
   * not; `breached`: that is above it too; `unattainable`: no plan keeps it, the least-CVaR plan is shown.
   */
  readonly limitStatus: 'none' | 'kept' | 'withinError' | 'breached' | 'unattainable';
  /**
   * Money of mean profit per money of limit: slope of the policy frontier at the proposed plan. 0 = the
   * limit does not bind or there is none; `null` = not defined (the safest plan).
   */
  readonly shadowPrice: number | null;
  /** Name of the policy, `rolling`. */
  readonly policyName: string;
  /** One sentence, `One schedule fixed before delivery, settled in each scenario.` */
  readonly policyText: string;
  /** The headline method sees the day's imbalance prices (no policy was evaluated): the page then says "an upper estimate". */
  readonly policySeesImbalance: boolean;
  /** Share of evaluate scenarios with a shortfall, 0…1, and the largest in MWh. */
  readonly shortfallShare: number;
  readonly shortfallLargestMWh: number;
  /** Least CVaR that any plan of the search attains on the plan scenarios (recourse); `null` = not computed. */
  readonly minimumConditionalValueAtRisk: number | null;
  /** The rows of `frontier.csv`, ascending in the search's limit. Empty = no frontier was asked for. */
  readonly frontier: readonly FrontierPoint[];
}

export interface FrontierPoint {
  /** The search's limit (recourse, plan scenarios), loss-positive; `null` for a mixture of points. */
  readonly limit: number | null;
  /** Recourse figures on the plan scenarios. */
  readonly meanInSample: number;
  readonly conditionalValueAtRiskInSample: number;
  /** Policy figures with their sampling errors, on the set named by `policySample`. */
  readonly meanPolicy: number;
  readonly meanPolicyStandardError: number | null;
  readonly conditionalValueAtRiskPolicy: number;
  readonly conditionalValueAtRiskPolicyStandardError: number | null;
  readonly policySample: string;
  readonly isProposed: boolean;
}
