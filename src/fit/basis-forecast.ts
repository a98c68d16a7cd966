import type { BasisForecast } from '../domain/basis-forecast.ts';
import { meanBySlot, persistenceAt, scaledBasis } from './scaled-basis.ts';
import type { WholeDayModel } from './whole-day-model.ts';

/**
 * Fits the forecast of the basis that the policy `rolling` uses on day `lead` of the horizon, on the bank alone and never
 * on scenarios. With B̃_b = B_b·exp(Ĝ_d − Ĝ_b), the basis of past day b at the size forecast for the day, and w the
 * weights of the bank: m = Σ w·B̃, by wall clock; ρ_k = Σ w·x_τ·x_{τ+k} ÷ Σ w·x_τ², x = B̃ − m, over all pairs of
 * slots k apart, clipped to [0, 1]. docs/method/optimise.md.
 */
export function fitBasisForecast(model: WholeDayModel, lead: number, publicationDelay: number): BasisForecast {
  const rows = scaledBasis(model, lead);
  const mean = meanBySlot(rows, model.weights);
  for (const row of rows) for (let slot = 0; slot < row.length; slot++) row[slot] -= mean[slot];
  const { periodCount } = model.days[lead];
  return {
    meanBasis: Float64Array.from(model.wallClockSlots[lead], (slot) => mean[slot]),
    persistence: Float64Array.from({ length: periodCount + 1 }, (_, distance) =>
      persistenceAt(rows, model.weights, distance),
    ),
    publicationDelay,
  };
}
