import type { WholeDayModel } from './whole-day-model.ts';

/**
 * The bank's bases of one lead by wall clock, each brought to the size that is forecast for the day,
 * B̃_b = B_b·exp(Ĝ_d − Ĝ_b), and moved by what published day-ahead prices say of their mean: n rows of one value a slot, currency per MWh.
 */
export function scaledBasis(
  { bank, leads, slots, logBasisSize, weights, known }: WholeDayModel,
  lead: number,
): Float64Array[] {
  const shift = lead === 0 ? known?.basisShift : undefined;
  return Array.from({ length: weights.length }, (_, b) => {
    const at = b * leads + lead;
    // The bank holds B/G and ln G − Ĝ_b.
    const size = Math.exp(bank.basisSizeError[at] + logBasisSize[lead]);
    return bank.basisPattern
      .slice(at * slots, (at + 1) * slots)
      .map((share, slot) => share * size + (shift?.[b * slots + slot] ?? 0));
  });
}

/** m by slot: the weighted mean of rows of one value a slot. */
export function meanBySlot(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const mean = new Float64Array(rows[0].length);
  rows.forEach((row, b) => row.forEach((value, slot) => (mean[slot] += weights[b] * value)));
  return mean;
}

/** Of x_{τ+k} on x_τ through the origin, over all pairs of one row k slots apart, clipped to [0, 1]; 0 where nothing varies. */
export function persistenceAt(rows: readonly Float64Array[], weights: Float64Array, distance: number): number {
  let products = 0;
  let squares = 0;
  rows.forEach((row, b) => {
    let own = 0;
    let ownSquares = 0;
    for (let slot = 0; slot + distance < row.length; slot++) {
      own += row[slot] * row[slot + distance];
      ownSquares += row[slot] * row[slot];
    }
    products += weights[b] * own;
    squares += weights[b] * ownSquares;
  });
  return squares > 0 ? Math.min(1, Math.max(0, products / squares)) : 0;
}
