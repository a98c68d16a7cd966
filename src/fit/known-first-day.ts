import { dayAheadBySlot } from './day-prices.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

/** What a model knows of its first day where that is planned after the day-ahead auction. */
export interface KnownFirstDay {
  /** Slots: published day-ahead prices, the same in every scenario. */
  readonly dayAhead: Float64Array;
  /** n × slots: 0.6·exp(Ĝ_d)·(m̂_d − m̂_b), added to the drawn basis of each origin; currency per MWh. */
  readonly basisShift: Float64Array;
}

const meanWeight = 0.6;

/**
 * @param basisMean m̂, days × slots; a day without it shifts nothing
 * @param origins day index of each origin of the bank
 * @param logBasisSize Ĝ of the target day
 */
export function knownFirstDay(
  { table }: Pick<WholeDayPass, 'table'>,
  basisMean: Float64Array,
  target: number,
  origins: Int32Array,
  logBasisSize: number,
): KnownFirstDay {
  const { slots } = table;
  const size = Math.exp(logBasisSize);
  const basisShift = new Float64Array(origins.length * slots);
  origins.forEach((origin, b) => {
    for (let slot = 0; slot < slots; slot++) {
      const shift = meanWeight * size * (basisMean[target * slots + slot] - basisMean[origin * slots + slot]);
      basisShift[b * slots + slot] = Number.isNaN(shift) ? 0 : shift;
    }
  });
  return { dayAhead: dayAheadBySlot(table, target), basisShift };
}
