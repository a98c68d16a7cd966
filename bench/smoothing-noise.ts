import { smoothedQuantities } from '../src/fit/smoothing-model.ts';
import { normalQuantile } from '../src/math/distributions.ts';
import { randomStream } from '../src/math/random-stream.ts';
import { sobolPoints } from '../src/math/sobol.ts';

/**
 * How the standard normals of the whole-day generator's smoothing noise could be drawn: each scenario from its own
 * stream, as the generator does; in pairs 2k, 2k + 1 of opposite sign; or, on the first day, from scrambled Sobol points.
 * The last two gain nothing measurable (`bench/sampling.ts`), so they are here to show it and not in the product.
 */
export type NoiseSampling = 'independent' | 'antithetic' | 'sobol';

/** For a scenario: a function that returns the 19 normals of its first day, then those of the next, in one array. */
export function smoothingNoise(sampling: NoiseSampling, seed: number): (scenario: number) => () => Float64Array {
  const noise = new Float64Array(smoothedQuantities);
  const pointAt = sampling === 'sobol' ? sobolPoints(smoothedQuantities, seed) : undefined;
  return (scenario) => {
    const sign = sampling === 'antithetic' && scenario % 2 === 1 ? -1 : 1;
    const stream = randomStream(seed, 'smoothing', sampling === 'antithetic' ? Math.floor(scenario / 2) : scenario);
    let lead = 0;
    return () => {
      if (pointAt !== undefined && lead === 0) {
        pointAt(scenario, noise);
        for (let k = 0; k < noise.length; k++) noise[k] = normalQuantile(noise[k]);
      } else {
        for (let k = 0; k < noise.length; k++) noise[k] = sign * stream.normal();
      }
      lead++;
      return noise;
    };
  };
}
