import type { Reserve } from './capacity-market.ts';

/**
 * How a battery may be run beyond its power and its store (docs/method/dispatch.md). A run is a stretch of
 * periods that all charge or all discharge.
 */
export interface Operation {
  /** Share of the power that is available in each period, T values in [0, 1]; null: all of it. */
  readonly availability: Float64Array | null;
  /** Largest change of net export per hour, MW; Infinity: no limit. */
  readonly rampMWPerHour: number;
  /** Net export in the period before the first, MW; it has lasted long enough to end. */
  readonly initialPowerMW: number;
  /** Least power of a period that runs; greater than 0 where runs or rests have a least length. */
  readonly minimumPowerMW: number;
  /** Least length of a run, unless the horizon cuts it short; 1: no rule. */
  readonly minimumRunPeriods: number;
  /** Least rest between two runs; 0: no rule. */
  readonly minimumRestPeriods: number;
  readonly cycleBudgets: readonly CycleBudget[];
  /** The battery is paid and pays price × this. */
  readonly lossFactor: number;
  /** Factor of both efficiencies in each period, T values; null: 1. */
  readonly efficiencyFactor: Float64Array | null;
  /** Factor of both efficiencies by the state of charge at the start of a period; null: 1. */
  readonly efficiencyByState: StateFactor | null;
  /** One per capacity market. */
  readonly reserves: readonly Reserve[];
}

/** Most MWh discharged at the grid within the periods from … to − 1. */
export interface CycleBudget {
  readonly from: number;
  readonly to: number;
  readonly maxDischargedMWh: number;
  /** For messages: `day 3`, `year 1`. */
  readonly label: string;
}

/** A factor given at shares of the energy capacity, linear between them, level outside. */
export interface StateFactor {
  /** Ascending, in [0, 1]. */
  readonly shares: Float64Array;
  readonly factors: Float64Array;
}

/** Share of the power that is available throughout the periods from … to − 1: what a trade over them may take. */
export function leastAvailable({ availability }: Operation, from: number, to: number): number {
  return availability === null
    ? 1
    : availability.subarray(from, to).reduce((least, share) => Math.min(least, share), 1);
}

/** The factor of both efficiencies at a state of charge, given as a share of the energy capacity. */
export function stateFactorAt({ shares, factors }: StateFactor, share: number): number {
  const last = shares.length - 1;
  if (share <= shares[0]) return factors[0];
  if (share >= shares[last]) return factors[last];
  let i = 1;
  while (shares[i] < share) i++;
  return factors[i - 1] + ((factors[i] - factors[i - 1]) * (share - shares[i - 1])) / (shares[i] - shares[i - 1]);
}
