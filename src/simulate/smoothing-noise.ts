import { smoothedQuantities } from '../fit/smoothing-model.ts';
import { normalQuantile } from '../math/distributions.ts';
import { randomStream } from '../math/random-stream.ts';
import { sobolPoints } from '../math/sobol.ts';

/**
 * How the standard normals of the smoothing noise are drawn: each scenario from its own stream; in pairs 2k, 2k + 1 of
 * opposite sign; or, on the first day, from scrambled Sobol points.
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
