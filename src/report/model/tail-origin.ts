/** Where the worst scenarios come from, and what was made of the past days that they are. */
export interface TailOrigin {
  /** The evaluate scenario with the greatest loss. */
  readonly worst: ExplainedScenario;
  /** The scenarios of `ReportTail`; `null` where that is. */
  readonly typical: ExplainedScenario | null;
  readonly bad: ExplainedScenario | null;
  /** What the planned day was forecast to be. */
  readonly forecast: DayInThreeNumbers;
  /** The forecast is of another generator than the one that drew the day, which has none of its own. */
  readonly otherGenerator: string | null;
  /** Past days of the scenarios in the tail, by falling share of its weight (0…1), at most eight; empty = none are drawn. */
  readonly pastDays: readonly { readonly date: string; readonly share: number }[];
  /** How many past days there are in the tail altogether. */
  readonly pastDayCount: number;
}

/** A day's prices, per MWh. */
export interface DayInThreeNumbers {
  /** Mean day-ahead price. */
  readonly level: number;
  /** Standard deviation of the day-ahead price within the day. */
  readonly swing: number;
  /** Mean |imbalance − day-ahead|. */
  readonly basisSize: number;
}

export interface ExplainedScenario extends DayInThreeNumbers {
  readonly scenario: number;
  /** The past day; `null` = the generator does not draw past days. */
  readonly date: string | null;
  readonly profitAndLoss: number;
}
