export interface ReportPlan {
  readonly dayAhead: PlannedPosition;
  readonly services: readonly PlannedService[];
  /** The fleet's limits at the grid connection, MW, both positive. */
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
  readonly energyCapacityMWh: number;
  readonly minStateOfChargeMWh: number;
  readonly maxStateOfChargeMWh: number;
  /** Largest allowed |delivery − position|, MW; `null` = the open position is not limited. */
  readonly deviationLimitMW: number | null;
  /** The policy's schedule without activation, MW ≥ 0 by period. */
  readonly chargeMW: readonly number[];
  readonly dischargeMW: readonly number[];
  /** Store at the period boundaries 0…T, mean over the evaluate scenarios where it differs between them; length T + 1, MWh. */
  readonly stateOfChargeMWh: readonly number[];
  /** Expected metered net export by period, activation included, MW. */
  readonly expectedDeliveryMW: readonly number[];
  /** Why nothing is submitted, one clause (`no hour's spread covers the losses`); used only when the plan is all zero. */
  readonly reasonForNothing: string | null;
}

export interface PlannedPosition {
  /** Period index at which each delivery interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  /** Sold (+) or bought (−) by interval, MW. */
  readonly positionMW: readonly number[];
  /** Mean day-ahead price by interval over the evaluate scenarios, per MWh. */
  readonly expectedPrice: readonly number[];
  /** The auction is over: prices are published, the position is what was sold. Default false. */
  readonly closed?: boolean;
}

export interface PlannedService {
  /** As in the data, `DCL`. */
  readonly name: string;
  /** `DC low`. */
  readonly displayName: string;
  /** up = discharge more, down = charge more. */
  readonly direction: 'up' | 'down';
  /** Reserved by block, MW ≥ 0; length B. Of offers with a price the mean accepted volume over the evaluate scenarios. */
  readonly reservedMW: readonly number[];
  /**
   * Mean availability price by block over the evaluate scenarios, per MW per hour, of offers with a price that of the
   * accepted volume; `null` = the service does not clear in that block, or nothing is accepted.
   */
  readonly expectedPrice: readonly (number | null)[];
  /** By block what is offered at which price, per MW per hour, lowest first; left out for a price taker. */
  readonly offers?: readonly (readonly { readonly price: number; readonly volumeMW: number }[])[];
}
