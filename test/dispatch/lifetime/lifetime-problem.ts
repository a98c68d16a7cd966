import type { DispatchProblem } from '../../../src/dispatch/dispatch-problem.ts';
import { seededUniform } from '../seeded-uniform.ts';
import { smallProblem } from '../small-problem.ts';

/** 1 MW / 2 MWh, lossless, empty at the start, hourly prices; `battery` and `more` change it. */
export function hourlyProblem(prices: readonly number[], battery: object = {}, more: object = {}): DispatchProblem {
  return smallProblem(prices, { energyCapacityMWh: 2, ...battery }, more);
}

/** Prices of days with two peaks and noise, hourly. */
export function noisyPrices(days: number, seed: number): number[] {
  const random = seededUniform(seed);
  return Array.from({ length: 24 * days }, (_, t) => 60 + 25 * Math.sin((2 * Math.PI * t) / 12) + 40 * random());
}
