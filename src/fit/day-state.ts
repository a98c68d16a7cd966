import type { DeliveryDayTable } from './delivery-day-table.ts';

/**
 * What each past day was: level L = mean day-ahead price; amplitude A = its standard deviation within the
 * day, at least 0.5; shape u = (x − L)/A; basis B = imbalance − day-ahead; basis size G = mean|B| + 0.5.
 * L, A and u are NaN on days without day-ahead prices, B and G on invalid days. Prices in currency per MWh.
 */
export interface DayStates {
  readonly level: Float64Array;
  readonly logAmplitude: Float64Array;
  readonly logBasisSize: Float64Array;
  /** N × intervals. */
  readonly shape: Float64Array;
  /** N × slots. */
  readonly basis: Float64Array;
}

const amplitudeFloor = 0.5;

export function dayStates(table: DeliveryDayTable): DayStates {
  const { historyDays: n, intervals, slots, dayAhead, imbalance } = table;
  const repeat = slots / intervals;
  const states: DayStates = {
    level: new Float64Array(n).fill(NaN),
    logAmplitude: new Float64Array(n).fill(NaN),
    logBasisSize: new Float64Array(n).fill(NaN),
    shape: new Float64Array(n * intervals).fill(NaN),
    basis: new Float64Array(n * slots).fill(NaN),
  };
  for (let day = 0; day < n; day++) {
    if (table.dayAheadKnown[day] === 0) continue;
    const prices = dayAhead.subarray(day * intervals, (day + 1) * intervals);
    const { mean, deviation } = meanAndDeviation(prices);
    const amplitude = Math.max(deviation, amplitudeFloor);
    states.level[day] = mean;
    states.logAmplitude[day] = Math.log(amplitude);
    for (let i = 0; i < intervals; i++) states.shape[day * intervals + i] = (prices[i] - mean) / amplitude;
    if (table.valid[day] === 0) continue;
    let size = 0;
    for (let slot = 0; slot < slots; slot++) {
      const basis = imbalance[day * slots + slot] - prices[Math.floor(slot / repeat)];
      states.basis[day * slots + slot] = basis;
      size += Math.abs(basis) / slots;
    }
    states.logBasisSize[day] = Math.log(size + 0.5);
  }
  return states;
}

/** Mean and standard deviation with divisor n. */
export function meanAndDeviation(values: Float64Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
