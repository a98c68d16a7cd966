import { choleskyFactor } from '../math/cholesky.ts';
import { shrinkToIdentity, weightedMoments } from '../math/weighted-moments.ts';
import type { WeekErrors } from './week-bank.ts';

/** Correlated noise that makes tails finer than the number of days in the bank. docs/method/scenarios.md. */
export interface SmoothingModel {
  /** Weighted mean and standard deviation of the 19 standardised quantities over the bank, at lead 0. */
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  /** Lower Cholesky factor of their shrunk correlation, 19 × 19, row-major. */
  readonly cholesky: Float64Array;
  /** Added to the diagonal to make the correlation positive definite; 0 where it was. */
  readonly jitter: number;
  /** Noise on level, amplitude, basis size and shape, and on the basis pattern, in standard deviations. */
  readonly size: number;
  readonly basisSize: number;
}

export const cosineCount = 8;
/** Level, amplitude, basis size, 8 coefficients of the shape and 8 of the basis. */
export const smoothedQuantities = 3 + 2 * cosineCount;
/** Where the coefficients of the shape and of the basis start among them. */
export const firstShapeQuantity = 3;
export const firstBasisQuantity = 3 + cosineCount;

const correlationShrinkage = 0.1;

/** Moments of the bank's days at `lead` and the factor of their correlation, shrunk by 0.1 to the identity. */
export function fitSmoothing(
  bank: WeekErrors,
  weights: Float64Array,
  size: number,
  basisSize: number,
  lead = 0,
): SmoothingModel {
  const n = weights.length;
  const leads = bank.levelError.length / n;
  const rows = new Float64Array(n * smoothedQuantities);
  for (let b = 0; b < n; b++) rows.set(standardisedQuantities(bank, b * leads + lead), b * smoothedQuantities);
  const { mean, standardDeviation, correlation } = weightedMoments(rows, weights, smoothedQuantities);
  const shrunk = shrinkToIdentity(correlation, smoothedQuantities, correlationShrinkage);
  const { factor, jitter } = choleskyFactor(shrunk, smoothedQuantities);
  return { mean, standardDeviation, cholesky: factor, jitter, size, basisSize };
}

/**
 * The 19 quantities of bank row `at` = origin × leads + lead: e, a, ζ, 8 cosine coefficients of u − φ (k = 1…8),
 * 8 of asinh(B/(0.5·G)) (k = 0…7).
 */
export function standardisedQuantities(bank: WeekErrors, at: number): Float64Array {
  const rows = bank.levelError.length;
  const intervals = bank.shape.length / rows;
  const slots = bank.basisPattern.length / rows;
  const difference = new Float64Array(intervals);
  for (let i = 0; i < intervals; i++) {
    difference[i] = bank.shape[at * intervals + i] - bank.forecastShape[at * intervals + i];
  }
  const quantities = new Float64Array(smoothedQuantities);
  quantities[0] = bank.levelError[at];
  quantities[1] = bank.amplitudeError[at];
  quantities[2] = bank.basisSizeError[at];
  quantities.set(cosineCoefficients(difference, 1), firstShapeQuantity);
  const pattern = bank.basisPattern.slice(at * slots, (at + 1) * slots).map(compressBasis);
  quantities.set(cosineCoefficients(pattern, 0), firstBasisQuantity);
  return quantities;
}

/** y = asinh(p/0.5): basis in units of its size, spikes drawn in. */
export function compressBasis(pattern: number): number {
  return Math.asinh(pattern / 0.5);
}

/** p = 0.5·sinh(y). */
export function expandBasis(compressed: number): number {
  return 0.5 * Math.sinh(compressed);
}

/** Coefficients k = first … first + 7 of the orthonormal cosine transform of `values`. */
export function cosineCoefficients(values: Float64Array, first: number): Float64Array {
  const n = values.length;
  const waves = cosineWaves(n, first);
  const coefficients = new Float64Array(cosineCount);
  for (let k = 0; k < cosineCount; k++) {
    for (let t = 0; t < n; t++) coefficients[k] += waves[k * n + t] * values[t];
  }
  return coefficients;
}

const waveCache = new Map<string, Float64Array>();

/** Rows k = first … first + 7: √(2/n)·cos(πk(t + ½)/n), √(1/n) for k = 0. */
export function cosineWaves(n: number, first: number): Float64Array {
  const key = `${n}/${first}`;
  const known = waveCache.get(key);
  if (known !== undefined) return known;
  const waves = new Float64Array(cosineCount * n);
  for (let k = 0; k < cosineCount; k++) {
    const order = first + k;
    const size = Math.sqrt((order === 0 ? 1 : 2) / n);
    for (let t = 0; t < n; t++) waves[k * n + t] = size * Math.cos((Math.PI * order * (t + 0.5)) / n);
  }
  waveCache.set(key, waves);
  return waves;
}
