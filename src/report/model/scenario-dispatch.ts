/** One scenario's day under the policy. */
export interface ScenarioDispatch {
  readonly scenario: number;
  readonly profitAndLoss: number;
  /** The past day that this scenario is, re-scaled: `2019-11-05`; `null` = the generator does not draw past days. */
  readonly bankDate: string | null;
  /** By period, per MWh. */
  readonly dayAheadPrice: readonly number[];
  readonly imbalancePrice: readonly number[];
  /** Day-ahead position by period, MW. */
  readonly positionMW: readonly number[];
  /** Metered net export by period, MW. */
  readonly netExportMW: readonly number[];
  /** At the boundaries 0…T, MWh; length T + 1. */
  readonly stateOfChargeMWh: readonly number[];
  /** This scenario's profit by stream, gain-positive, names as in `attribution.streams`; adds up to `profitAndLoss`. */
  readonly streams: readonly { readonly name: string; readonly displayName: string; readonly value: number }[];
}
