import type { DispatchBattery } from './dispatch-problem.ts';
import { stateFactorAt } from './operation.ts';

/** Market prices at which a battery would trade in one period, currency per MWh. */
export interface ReservationPrice {
  /** Buying pays below it. */
  readonly buyBelow: number;
  /** Selling pays above it. */
  readonly sellAbove: number;
}

/**
 * From the value m of stored energy at the end of period t, with the state of charge at its start: buying
 * pays where price × loss factor < η_c·m, selling where price × loss factor > m/η_d + throughput cost.
 */
export function reservationPriceAt(
  { operation, chargeEfficiency, dischargeEfficiency, throughputCost, energyCapacityMWh }: DispatchBattery,
  t: number,
  stateOfChargeMWh: number,
  perStoredMWh: number,
): ReservationPrice {
  const { lossFactor, efficiencyFactor, efficiencyByState } = operation;
  const byState =
    efficiencyByState === null ? 1 : stateFactorAt(efficiencyByState, stateOfChargeMWh / energyCapacityMWh);
  const factor = (efficiencyFactor?.[t] ?? 1) * byState;
  return {
    buyBelow: (chargeEfficiency * factor * perStoredMWh) / lossFactor,
    sellAbove: (perStoredMWh / (dischargeEfficiency * factor) + throughputCost) / lossFactor,
  };
}
