/** What must hold for the state of charge at the end of the horizon. */
export type TerminalCondition =
  | { readonly kind: 'free' }
  | { readonly kind: 'atLeast'; readonly stateOfChargeMWh: number }
  | { readonly kind: 'cyclic' }
  | { readonly kind: 'value'; readonly waterValue: number };

/** One battery. Power in MW at the grid connection, energy in MWh in the store. */
export interface Battery {
  readonly name: string;
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
  readonly energyCapacityMWh: number;
  readonly minStateOfChargeMWh: number;
  readonly maxStateOfChargeMWh: number;
  readonly initialStateOfChargeMWh: number;
  readonly terminal: TerminalCondition;
  /** MWh stored per MWh bought, in (0, 1]. */
  readonly chargeEfficiency: number;
  /** MWh sold per MWh taken from the store, in (0, 1]. */
  readonly dischargeEfficiency: number;
  /** Share of the stored energy lost per hour, in [0, 1). */
  readonly standingLossPerHour: number;
  /** Cost per MWh discharged. */
  readonly throughputCost: number;
}
