import type { RandomStream } from '../../src/math/random-stream.ts';
import { autoregression, lognormalFactor, yearlyLevel } from './processes.ts';
import type { SampleDay } from './sample-grid.ts';

/** A frequency response product: level and spread by year, profile by EFA block, dependence. */
interface ResponseProduct {
  readonly name: string;
  readonly direction: 'low' | 'high';
  /** Mean and standard deviation in 2023, 2024, 2025, GBP/MW/h. */
  readonly means: readonly [number, number, number];
  readonly standardDeviations: readonly [number, number, number];
  /** Mean of EFA blocks 1 to 6. */
  readonly blockMeans: readonly [number, number, number, number, number, number];
  /** No price falls below it: the margin is a lognormal shifted to this floor. */
  readonly floor: number;
  /** Correlation with the common factor of its direction. */
  readonly factorLoading: number;
  /** Correlation of the product's own part with the block's day-ahead price. */
  readonly energyLoading: number;
  /** Share of blocks in which nothing clears. */
  readonly notClearedShare: number;
}

const products: readonly ResponseProduct[] = [
  {
    name: 'DCL',
    direction: 'low',
    means: [2.7, 2.2, 3.9],
    standardDeviations: [3.9, 2.7, 3.8],
    blockMeans: [2.0, 1.9, 3.4, 2.1, 4.7, 3.8],
    floor: -0.05,
    factorLoading: 0.85,
    energyLoading: 0,
    notClearedShare: 0.001,
  },
  {
    name: 'DCH',
    direction: 'high',
    means: [3.2, 1.9, 2.5],
    standardDeviations: [3.4, 1.5, 2.1],
    blockMeans: [1.6, 2.7, 1.4, 2.7, 2.8, 1.1],
    floor: -0.3,
    factorLoading: 0.77,
    energyLoading: 0,
    notClearedShare: 0.001,
  },
  {
    name: 'DML',
    direction: 'low',
    means: [3.9, 4.2, 6.7],
    standardDeviations: [1.9, 1.8, 3.0],
    blockMeans: [3.6, 3.3, 4.4, 3.6, 5.3, 5.0],
    floor: 0,
    factorLoading: 0.77,
    energyLoading: 0,
    notClearedShare: 0.008,
  },
  {
    name: 'DMH',
    direction: 'high',
    means: [3.1, 0.6, 2.2],
    standardDeviations: [2.6, 1.9, 2.9],
    blockMeans: [0.2, 1.7, 0.2, 0.5, 1.2, -0.5],
    floor: -3,
    factorLoading: 0.93,
    energyLoading: 0,
    notClearedShare: 0.008,
  },
  {
    name: 'DRL',
    direction: 'low',
    means: [10.7, 8.2, 13.2],
    standardDeviations: [5.0, 3.4, 6.0],
    blockMeans: [10.6, 9.9, 12.1, 10.1, 14.7, 14.6],
    floor: 0,
    factorLoading: 0.76,
    energyLoading: 0,
    notClearedShare: 0.004,
  },
  {
    name: 'DRH',
    direction: 'high',
    means: [1.1, -4.8, -2.4],
    standardDeviations: [4.7, 3.9, 5.4],
    blockMeans: [-5.7, -3.1, -6.0, -3.8, -2.4, -7.1],
    floor: -14,
    factorLoading: 0.82,
    energyLoading: -0.75,
    notClearedShare: 0.004,
  },
];

export const responseNames: readonly string[] = products.map((product) => product.name);

/** Correlation of each direction's factor with the block's day-ahead price. */
const factorEnergyLoading = { low: 0.5, high: -0.12 } as const;
const blockCount = 6;

/** Prices of all products in one EFA block, GBP/MW/h, in the order of `responseNames`; NaN: nothing cleared. */
export type ResponseBlock = Float64Array;

/**
 * Clearing prices per EFA block: shifted lognormal margins driven by one factor a direction (both tied to
 * the block's day-ahead price) and an own part, each persistent from block to block and from day to day.
 * `blockEnergy` is the mean day-ahead price standardised by year and block, days × 6.
 */
export function simulateResponse(
  days: readonly SampleDay[],
  blockEnergy: Float64Array,
  stream: RandomStream,
): ResponseBlock[] {
  const factors = { low: blockNoise(stream), high: blockNoise(stream) };
  const ownParts = products.map(() => blockNoise(stream));
  const blocks: ResponseBlock[] = [];
  for (const [index, day] of days.entries()) {
    for (let block = 0; block < blockCount; block++) {
      const energy = blockEnergy[index * blockCount + block];
      const low = mix(energy, factors.low(block), factorEnergyLoading.low);
      const high = mix(energy, factors.high(block), factorEnergyLoading.high);
      const prices = products.map((product, position) => {
        const factor = product.direction === 'low' ? low : high;
        const own = mix(energy, ownParts[position](block), product.energyLoading);
        const isCleared = stream.uniform() >= product.notClearedShare;
        return isCleared ? price(product, day, block, mix(factor, own, product.factorLoading)) : Number.NaN;
      });
      blocks.push(Float64Array.from(prices));
    }
  }
  return blocks;
}

function price(product: ResponseProduct, day: SampleDay, block: number, z: number): number {
  const mean = yearlyLevel(day.yearFraction, 2023, product.means) - product.floor;
  const standardDeviation = yearlyLevel(day.yearFraction, 2023, product.standardDeviations);
  const profile = blockProfile(product);
  // Var(total)/mean² + 1 = (1 + Var(profile)) · exp(σ²)
  const profileVariance = profile.reduce((sum, factor) => sum + (factor - 1) * (factor - 1), 0) / blockCount;
  const variance = Math.log((1 + (standardDeviation / mean) * (standardDeviation / mean)) / (1 + profileVariance));
  return product.floor + mean * profile[block] * lognormalFactor(Math.sqrt(variance), z);
}

/** Block means over the floor, relative to their average. */
function blockProfile(product: ResponseProduct): number[] {
  const average = product.blockMeans.reduce((sum, mean) => sum + mean, 0) / blockCount;
  return product.blockMeans.map((mean) => (mean - product.floor) / (average - product.floor));
}

/** Standard normal block noise: a part of the whole day, a part of the block, and a part of its own. */
function blockNoise(stream: RandomStream): (block: number) => number {
  const dayPart = autoregression(stream, 0.8);
  const blockParts = Array.from({ length: blockCount }, () => autoregression(stream, 0.55));
  let today = 0;
  return (block) => {
    if (block === 0) today = dayPart();
    return Math.sqrt(0.35) * today + Math.sqrt(0.4) * blockParts[block]() + Math.sqrt(0.25) * stream.normal();
  };
}

function mix(driver: number, rest: number, loading: number): number {
  return loading * driver + Math.sqrt(1 - loading * loading) * rest;
}
