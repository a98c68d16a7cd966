import type { PlanProblem } from './plan-problem.ts';

/** What several batteries may import and export together at their grid connection, MW. */
export interface GridConnection {
  readonly maxImportMW: number;
  readonly maxExportMW: number;
}

/** Most that the named services may reserve together, over all batteries and at any time, MW. */
export interface ReservationCap {
  /** Indices of services. */
  readonly services: readonly number[];
  readonly maxMW: number;
}

/**
 * Plans of several batteries made together: profits add up by scenario, and what binds them is the risk of the
 * sum, the connection and the caps. Each has its own position and reservation. docs/method/optimise.md.
 */
export interface FleetProblem {
  /** One problem a battery: the same scenarios, weights, periods, day-ahead intervals and services (by order). */
  readonly assets: readonly PlanProblem[];
  readonly connection: GridConnection | null;
  readonly reservationCaps: readonly ReservationCap[];
  /** Sets of services of which a battery offers at most one in each block. */
  readonly exclusions: readonly (readonly number[])[];
}

/** One battery as a fleet. */
export function fleetOf(problem: PlanProblem): FleetProblem {
  return { assets: [problem], connection: null, reservationCaps: [], exclusions: [] };
}

/** True where the batteries at full power could exceed their connection. */
export function connectionBinds({ assets, connection }: FleetProblem): boolean {
  if (connection === null) return false;
  const exceeds = (limit: number, power: (asset: PlanProblem) => Float64Array): boolean =>
    power(assets[0]).some((_, t) => assets.reduce((sum, asset) => sum + power(asset)[t], 0) > limit * (1 + 1e-12));
  return (
    exceeds(connection.maxImportMW, (asset) => asset.maxChargeMW) ||
    exceeds(connection.maxExportMW, (asset) => asset.maxDischargeMW)
  );
}
