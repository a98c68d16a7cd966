/**
 * One headline figure. The page reads, for `sample: 'evaluate'` and both `method: 'policy'` and
 * `method: 'recourse'`: `mean`, `standardDeviation`, `valueAtRisk` and `conditionalValueAtRisk` (of the
 * loss, loss-positive), `probabilityOfLoss` (0…1), `worstLoss` (loss-positive), and for the policy
 * `profitQuantile05`, `profitQuantile95` (gain-positive). A missing figure shows as "–". Any further
 * figure is kept out of the page's tables but may be in the list.
 */
export interface ReportFigure {
  readonly name: string;
  readonly value: number;
  /** Monte Carlo (sampling) standard error; `null` = none given. */
  readonly standardError: number | null;
  /** Standard deviation from reweighting the bank's days (docs/method/scenarios.md); `null` = none given. */
  readonly bankBand: number | null;
  /** `GBP`, `share`, `GBP/GBP`. */
  readonly unit: string;
  /** Scenario set: `plan`, `choose`, `evaluate`, or the horizon's. */
  readonly sample: string;
  /** `policy`, `recourse`, `recourseExact`, `perfectForesight`, or the name of a policy that is not the headline's. */
  readonly method: string;
}
