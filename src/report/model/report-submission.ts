/** What is submitted: the rows of `plan.csv`, and the rules that they keep. */
export interface ReportSubmission {
  readonly rows: readonly SubmissionRow[];
  /** One a market that rows are submitted to. */
  readonly rules: readonly SubmissionRule[];
  /** What lots and minimum volumes cost; `null` = the plan keeps them as it was found. */
  readonly rounding: RoundingCost | null;
}

/** One row of `plan.csv`; columns: docs/tables.md. */
export interface SubmissionRow {
  readonly asset: string;
  /** `dayAhead`, or the service's name. */
  readonly market: string;
  /** ISO 8601, UTC. */
  readonly deliveryStart: string;
  readonly deliveryEnd: string;
  /** Wall clock of the start, `23:00`. */
  readonly localTime: string;
  /** What this row submits, MW: sold +, bought −; reserved ≥ 0; a step of a bid curve > 0. */
  readonly volumeMW: number;
  /** Mean price over the evaluate scenarios; `null` = the service does not clear. */
  readonly price: number | null;
  /** `Day-ahead hour`, `DC low EFA block 3`. */
  readonly product: string;
  /** Local time with its offset, `2026-01-14T23:00+00:00`. */
  readonly localStart: string;
  readonly localEnd: string;
  /** 0: accepted at any price; from 1 on the steps of a bid curve. */
  readonly step: number;
  /** The price that is asked (bought: bid); `null` = none. */
  readonly offerPrice: number | null;
  /** Sold before this plan, MW. */
  readonly soldMW: number;
  /** What is held once the row is accepted, with what was sold and the steps before it, MW. */
  readonly totalMW: number;
}

export interface SubmissionRule {
  readonly market: string;
  readonly displayName: string;
  /** Local time on the eve, `09:20`; `null` = not stated. */
  readonly gateClosure: string | null;
  /** In words: `multiples of 0.1 MW`; empty = any volume at any price. */
  readonly text: string;
}

/** Policy figures on the evaluate scenarios of the plan as it was found and as it is submitted. */
export interface RoundingCost {
  /** Gain-positive money, and its sampling error over the same scenarios; `null` = too few. */
  readonly meanBefore: number;
  readonly meanAfter: number;
  readonly meanDifferenceStandardError: number | null;
  /** Loss-positive money. */
  readonly conditionalValueAtRiskBefore: number;
  readonly conditionalValueAtRiskAfter: number;
}
