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
  /** What was sold for the planned day; null: nothing is stated. */
  readonly sold: SoldByTime | null;
}

/** Volumes sold before the plan, as they were written. */
export interface SoldByTime {
  /** Where it is written, for errors: the file and the field. */
  readonly file: string;
  readonly field: string;
  readonly dayAhead: readonly SoldVolume[];
  readonly reserved: Readonly<Record<string, readonly SoldVolume[]>>;
}

export interface SoldVolume {
  /** Start of delivery, epoch ms. */
  readonly time: number;
  /** Sold positive, bought negative; reserved not negative. */
  readonly volumeMW: number;
  readonly field: string;
}
