import type { Battery } from './battery.ts';

/** The battery as it stands before delivery. */
export interface NightState {
  /** With its state of charge at the start of delivery as initial state. */
  readonly battery: Battery;
  /** When the state of charge was known, ISO 8601; null: not stated. */
  readonly knownAt: string | null;
  /** Deratings: power limits from one instant (epoch ms, included) to another. */
  readonly outages: readonly {
    readonly from: number;
    readonly to: number;
    readonly maxChargeMW: number;
    readonly maxDischargeMW: number;
  }[];
}
