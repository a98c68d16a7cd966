import { randomStream } from '../../src/math/random-stream.ts';
import type { PriceRule } from './synthetic-history.ts';

/** Parameters of a simulated history: every day a level, an amplitude, a fixed shape and a basis. */
export interface NoisyPrices {
  readonly days: number;
  readonly level?: number;
  readonly levelDeviation?: number;
  readonly amplitude?: number;
  /** Standard deviation of ln A. */
  readonly amplitudeDeviation?: number;
  /** Mean basis for each unit of the level's deviation from its mean. */
  readonly basisOnLevel?: number;
  readonly basisDeviation?: number;
  readonly seed?: number;
}

/** Rules of day-ahead and imbalance prices with independent days of known parameters. */
export function noisyPrices(options: NoisyPrices): { dayAhead: PriceRule; imbalance: PriceRule } {
  const { level = 60, levelDeviation = 6, amplitude = 15, amplitudeDeviation = 0.2 } = options;
  const { basisOnLevel = 0, basisDeviation = 8, seed = 1, days } = options;
  const stream = randomStream(seed, 'sampleHistory');
  const rows = Array.from({ length: days }, () => {
    const error = levelDeviation * stream.normal();
    const size = amplitude * Math.exp(amplitudeDeviation * stream.normal());
    const noise = Float64Array.from({ length: 48 }, () => basisDeviation * stream.normal());
    return { mean: level + error, size, basis: noise.map((value) => value + basisOnLevel * error) };
  });
  const dayAhead: PriceRule = (day, slot) => rows[day].mean + rows[day].size * unitShape[slot];
  return { dayAhead, imbalance: (day, slot) => dayAhead(day, slot) + rows[day].basis[slot] };
}

/** A double hump with mean 0 and standard deviation 1 over 48 half-hours. */
export const unitShape = Float64Array.from({ length: 48 }, (_, slot) => {
  const angle = (2 * Math.PI * (slot + 0.5)) / 48;
  return -Math.cos(angle) * Math.sqrt(2 * 0.8) - Math.cos(2 * angle) * Math.sqrt(2 * 0.2);
});
