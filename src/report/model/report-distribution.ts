/** Profit of each evaluate scenario under the policy, first day. */
export interface ReportDistribution {
  readonly profitAndLoss: readonly number[];
  /** Sum to 1; `null` = equal. */
  readonly weights: readonly number[] | null;
}
