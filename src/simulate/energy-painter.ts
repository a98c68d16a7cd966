import {
  compressBasis,
  cosineCount,
  cosineWaves,
  expandBasis,
  firstBasisQuantity,
  firstShapeQuantity,
  smoothedQuantities,
  standardisedQuantities,
} from '../fit/smoothing-model.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';

/** Writes one day's prices: of the bank's `origin` at `lead`, moved by 19 standard normals z. */
export type EnergyPainter = (
  origin: number,
  lead: number,
  z: Float64Array,
  dayAhead: Float64Array,
  imbalance: Float64Array,
) => void;

const shapeTilt = 0.6;
const amplitudeErrorLimit = 3;
const flatShape = 1e-9;

/**
 * The painter of a model. With q' the quantities of the drawn day, smoothed: L = L̂ + σ̂·e', A = exp(Â + a'),
 * u' = u + 0.6·(φ_d − φ_b) + smoothing with mean 0 and deviation 1; day-ahead x1 = L + A·u'; imbalance
 * x2 = x1 + p'·exp(Ĝ + ζ'), p' the smoothed basis in units of its size; where the day-ahead prices of the first day are
 * known, they are its x1, and x2 is moved by what they say of the basis (`known-first-day.ts`). Prices are clipped to the markets' limits.
 * docs/method/scenarios.md.
 */
export function energyPainter(model: WholeDayModel): EnergyPainter {
  const { bank, leads, intervals, slots, smoothing } = model;
  const repeat = slots / intervals;
  const shapeWaves = cosineWaves(intervals, 1);
  const basisWaves = cosineWaves(slots, 0);
  const quantitiesOf = rememberedQuantities(model);
  const change = new Float64Array(smoothedQuantities);
  const shape = new Float64Array(intervals);
  const pattern = new Float64Array(slots);
  const [lowDayAhead, highDayAhead] = model.priceLimits.dayAhead;
  const [lowImbalance, highImbalance] = model.priceLimits.imbalance;

  return (origin, lead, z, dayAhead, imbalance) => {
    const at = origin * leads + lead;
    smooth(quantitiesOf(at), z);
    const level = model.level[lead] + model.levelErrorScale * (bank.levelError[at] + change[0]);
    const amplitudeError = clamp(bank.amplitudeError[at] + change[1], -amplitudeErrorLimit, amplitudeErrorLimit);
    const amplitude = Math.exp(model.logAmplitude[lead] + amplitudeError);
    const basisSize = Math.exp(model.logBasisSize[lead] + bank.basisSizeError[at] + change[2]);
    paintShape(at, lead);
    paintBasis(at);
    const known = lead === 0 ? model.known : undefined;
    const shift = known?.basisShift.subarray(origin * slots, (origin + 1) * slots);
    model.wallClockSlots[lead].forEach((slot, period) => {
      const price = known?.dayAhead[slot] ?? level + amplitude * shape[Math.floor(slot / repeat)];
      dayAhead[period] = clamp(price, lowDayAhead, highDayAhead);
      imbalance[period] = clamp(price + pattern[slot] * basisSize + (shift?.[slot] ?? 0), lowImbalance, highImbalance);
    });
  };

  /** change = q' − q, q' = μ + ((q − μ) + h·sd·(Lz))/√(1 + h²): the noise adds no variance. */
  function smooth(quantities: Float64Array, z: Float64Array): void {
    const { mean, standardDeviation, cholesky } = smoothing;
    for (let q = 0; q < smoothedQuantities; q++) {
      const size = q < firstBasisQuantity ? smoothing.size : smoothing.basisSize;
      let noise = 0;
      for (let k = 0; k <= q; k++) noise += cholesky[q * smoothedQuantities + k] * z[k];
      const centred = quantities[q] - mean[q];
      change[q] = (centred + size * standardDeviation[q] * noise) / Math.sqrt(1 + size * size) - centred;
    }
  }

  /** u of the drawn day, tilted to the forecast shape, smoothed, with mean 0 and standard deviation 1. */
  function paintShape(at: number, lead: number): void {
    let mean = 0;
    for (let i = 0; i < intervals; i++) {
      const tilt = shapeTilt * (model.shape[lead * intervals + i] - bank.forecastShape[at * intervals + i]);
      let value = bank.shape[at * intervals + i] + tilt;
      for (let k = 0; k < cosineCount; k++) value += change[firstShapeQuantity + k] * shapeWaves[k * intervals + i];
      shape[i] = value;
      mean += value / intervals;
    }
    let variance = 0;
    for (let i = 0; i < intervals; i++) variance += (shape[i] - mean) ** 2 / intervals;
    const deviation = Math.sqrt(variance);
    for (let i = 0; i < intervals; i++) shape[i] = deviation < flatShape ? 0 : (shape[i] - mean) / deviation;
  }

  /** The basis in units of its size, smoothed on the asinh scale and brought back to its own mean size. */
  function paintBasis(at: number): void {
    let before = 0;
    let after = 0;
    for (let slot = 0; slot < slots; slot++) {
      const own = bank.basisPattern[at * slots + slot];
      let moved = compressBasis(own);
      for (let k = 0; k < cosineCount; k++) moved += change[firstBasisQuantity + k] * basisWaves[k * slots + slot];
      pattern[slot] = expandBasis(moved);
      before += Math.abs(own);
      after += Math.abs(pattern[slot]);
    }
    const scale = after < 1e-12 ? 0 : before / after;
    for (let slot = 0; slot < slots; slot++) pattern[slot] *= scale;
  }
}

function rememberedQuantities({ bank }: WholeDayModel): (at: number) => Float64Array {
  const rows: (Float64Array | undefined)[] = Array.from({ length: bank.levelError.length });
  return (at) => (rows[at] ??= standardisedQuantities(bank, at));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
