import type { BasisForecast } from '../domain/basis-forecast.ts';
import type { WholeDayModel } from './whole-day-model.ts';

/**
 * Fits the forecast of the basis that the policy `rolling` uses on day `lead` of the horizon, on the bank alone and never
 * on scenarios. With B̃_b = B_b·exp(Ĝ_d − Ĝ_b), the basis of past day b at the size forecast for the day, and w the
 * weights of the bank: m = Σ w·B̃, by wall clock; ρ_k = Σ w·x_τ·x_{τ+k} ÷ Σ w·x_τ², x = B̃ − m, over all pairs of
 * slots k apart, clipped to [0, 1]. docs/method/optimise.md.
 */
export function fitBasisForecast(model: WholeDayModel, lead: number, publicationDelay: number): BasisForecast {
  const { slots } = model;
  const rows = scaledBasis(model, lead);
  const mean = new Float64Array(slots);
  rows.forEach((row, b) => row.forEach((value, slot) => (mean[slot] += model.weights[b] * value)));
  for (const row of rows) for (let slot = 0; slot < slots; slot++) row[slot] -= mean[slot];
  const { periodCount } = model.days[lead];
  return {
    meanBasis: Float64Array.from(model.wallClockSlots[lead], (slot) => mean[slot]),
    persistence: Float64Array.from({ length: periodCount + 1 }, (_, distance) =>
      regressionCoefficient(rows, model.weights, distance),
    ),
    publicationDelay,
  };
}

/** The bank's bases of one lead, each brought to the size that is forecast for the day: n rows of one value a slot. */
function scaledBasis({ bank, leads, slots, logBasisSize, weights }: WholeDayModel, lead: number): Float64Array[] {
  return Array.from({ length: weights.length }, (_, b) => {
    const at = b * leads + lead;
    // The bank holds B/G and ln G − Ĝ_b.
    const size = Math.exp(bank.basisSizeError[at] + logBasisSize[lead]);
    return bank.basisPattern.slice(at * slots, (at + 1) * slots).map((share) => share * size);
  });
}

/** Of x_{τ+k} on x_τ through the origin, clipped to [0, 1]; 0 where nothing varies. */
function regressionCoefficient(rows: readonly Float64Array[], weights: Float64Array, distance: number): number {
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
