import type { WholeDayModel } from '../fit/whole-day-model.ts';
import { randomStream } from '../math/random-stream.ts';

/** Index of the bank's origin that a scenario number draws. */
export type OriginDrawer = (scenario: number) => number;

const goldenRatio = 0.6180339887498949;

/** Scenario i takes the origin at v = frac(u₀ + i·0.618…) of the cumulative weights, bank in date order. */
export function originDrawer(weights: Float64Array, seed: number): OriginDrawer {
  const cumulative = cumulate(weights);
  const start = randomStream(seed, 'bankDraw').uniform();
  return (scenario) => firstAbove(cumulative, (start + scenario * goldenRatio) % 1);
}

/**
 * The origin that a scenario's services come from: the energy's own where the services have it, else another of
 * theirs, drawn with their weights from the scenario's own stream.
 */
export function serviceOriginDrawer(model: WholeDayModel, seed: number): OriginDrawer {
  const energyOrigin = originDrawer(model.weights, seed);
  const cumulative = cumulate(model.serviceWeights);
  return (scenario) => {
    const origin = energyOrigin(scenario);
    if (model.serviceWeights[origin] > 0) return origin;
    return firstAbove(cumulative, randomStream(seed, 'serviceDraw', scenario).uniform());
  };
}

function cumulate(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** First index whose cumulative weight exceeds `share` of the total. */
function firstAbove(cumulative: Float64Array, share: number): number {
  const value = share * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
