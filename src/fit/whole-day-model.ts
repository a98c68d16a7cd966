import type { DeliveryDay } from '../domain/market-calendar.ts';
import type { WeekErrors } from './week-bank.ts';
import type { ServiceModel } from './service-model.ts';

/** Correlated noise that makes tails finer than the number of days in the bank. SCENARIOS section 8. */
export interface SmoothingModel {
  /** Mean and standard deviation of the 19 standardised quantities over the bank, at lead 0. */
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

/** The whole-day generator fitted for one planned day: the forecast of its leads and a bank of past weeks. */
export interface WholeDayModel {
  readonly generator: 'whole-day';
  readonly date: string;
  /** The planned day and those after it. */
  readonly days: readonly DeliveryDay[];
  /** Wall-clock slot of each period, day by day. */
  readonly wallClockSlots: readonly Int32Array[];
  readonly currency: string;
  readonly periodHours: number;
  readonly leads: number;
  readonly slots: number;
  readonly intervals: number;
  /** Lowest and highest price of the day-ahead and the imbalance market. */
  readonly priceLimits: { readonly dayAhead: readonly [number, number]; readonly imbalance: readonly [number, number] };

  /** Forecast by lead: L̂, Â, Ĝ; φ leads × intervals; σ̂. */
  readonly level: Float64Array;
  readonly logAmplitude: Float64Array;
  readonly logBasisSize: Float64Array;
  readonly shape: Float64Array;
  readonly levelErrorScale: number;

  readonly bank: WeekErrors;
  /** Probability of drawing each origin of the bank, in date order; sum 1. */
  readonly weights: Float64Array;
  /** 1/Σw². */
  readonly effectiveBankSize: number;
  readonly smoothing: SmoothingModel;
  readonly services: readonly ServiceModel[];
  /** Probability of each origin when services are drawn, 0 where their data is missing; empty without services. */
  readonly serviceWeights: Float64Array;
}

/** Number of smoothed quantities: level, amplitude, basis size, 8 shape and 8 basis coefficients. */
export const smoothedQuantities = 19;
export const cosineCount = 8;

/** Coefficients k = first … first + 7 of the orthonormal cosine transform of `values`. */
export function cosineCoefficients(values: Float64Array, first: number): Float64Array {
  const n = values.length;
  const coefficients = new Float64Array(cosineCount);
  const waves = cosineWaves(n, first);
  for (let k = 0; k < cosineCount; k++) for (let t = 0; t < n; t++) coefficients[k] += waves[k * n + t] * values[t];
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
