import type { RandomStream } from '../../src/math/random-stream.ts';
import { autoregression, lognormalFactor } from './processes.ts';
import type { SampleDay } from './sample-grid.ts';

/** A quick reserve product at the level of 2025, GBP/MW/h. */
interface ReserveProduct {
  readonly name: string;
  readonly mean: number;
  readonly standardDeviation: number;
  /** Expected price at a local time in hours, up to a factor. */
  readonly profile: (hour: number) => number;
  readonly energyLoading: number;
  readonly notClearedShare: number;
}

const products: readonly ReserveProduct[] = [
  {
    name: 'PQR',
    mean: 6.0,
    standardDeviation: 6.4,
    profile: (hour) => 4 + 8.4 * bump(hour, 18.25, 2) + 1.6 * bump(hour, 8, 2) + 1.5 * bump(hour, 22, 2),
    energyLoading: 0.3,
    notClearedShare: 0.004,
  },
  {
    name: 'NQR',
    mean: 4.7,
    standardDeviation: 5.0,
    profile: (hour) => 3.7 + 4.3 * bump(hour, 15, 2) + 2 * bump(hour, 4.5, 1.5),
    energyLoading: -0.3,
    notClearedShare: 0.03,
  },
];

export const reserveNames: readonly string[] = products.map((product) => product.name);

/**
 * Half-hourly quick reserve prices, GBP/MW/h: per day one vector a product, NaN where nothing cleared.
 * Lognormal around an hour profile, driven by a persistent day part and a half-hourly autoregression.
 * `blockEnergy` is the mean day-ahead price standardised by year and block, days × 6.
 */
export function simulateQuickReserve(
  days: readonly SampleDay[],
  blockEnergy: Float64Array,
  stream: RandomStream,
): Float64Array[][] {
  const simulators = products.map((product) => productSimulator(product, stream));
  return days.map((day, index) =>
    simulators.map((simulate) => simulate(day, blockEnergy.subarray(index * 6, index * 6 + 6))),
  );
}

function productSimulator(
  product: ReserveProduct,
  stream: RandomStream,
): (day: SampleDay, dayEnergy: Float64Array) => Float64Array {
  const dayPart = autoregression(stream, 0.7);
  const halfHourPart = autoregression(stream, 0.85);
  const profile = Array.from({ length: 48 }, (_, slot) => product.profile(slot / 2));
  const average = profile.reduce((sum, value) => sum + value, 0) / 48;
  const relative = profile.map((value) => value / average);
  const relativeVariance = relative.reduce((sum, value) => sum + (value - 1) * (value - 1), 0) / 48;
  const spread = product.standardDeviation / product.mean;
  const sigma = Math.sqrt(Math.log((1 + spread * spread) / (1 + relativeVariance)));
  return (day, dayEnergy) => {
    const today = dayPart();
    const prices = new Float64Array(day.periodCount);
    let block = 0;
    for (let period = 0; period < day.periodCount; period++) {
      while (period >= day.blockBoundaries[block + 1]) block++;
      const noise = Math.sqrt(0.3) * today + Math.sqrt(0.7) * halfHourPart();
      const loading = product.energyLoading;
      const z = loading * dayEnergy[block] + Math.sqrt(1 - loading * loading) * noise;
      const isCleared = stream.uniform() >= product.notClearedShare;
      const expected = product.mean * relative[day.localMinutes[period] / 30];
      prices[period] = isCleared ? expected * lognormalFactor(sigma, z) : Number.NaN;
    }
    return prices;
  };
}

function bump(hour: number, centre: number, width: number): number {
  const distance = (hour - centre) / width;
  return Math.exp((-distance * distance) / 2);
}
