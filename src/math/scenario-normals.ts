import { normalQuantile } from './distributions.ts';
import { randomStream, type StreamPurpose } from './random-stream.ts';
import { mostSobolDimensions, sobolPoints } from './sobol.ts';

const blockScenarios = 32;

/**
 * Standard normals by scenario number: `width` of them for scenario i, the same whatever was asked for before. One
 * stream serves 32 scenarios, because to start a stream costs as much as a thousand normals. What is returned is
 * valid until the next call.
 */
export function scenarioNormals(
  seed: number,
  purpose: StreamPurpose,
  width: number,
): (scenario: number) => Float64Array {
  const values = new Float64Array(blockScenarios * width);
  let current = -1;
  return (scenario) => {
    const block = Math.floor(scenario / blockScenarios);
    if (block !== current) {
      const stream = randomStream(seed, purpose, block);
      for (let k = 0; k < values.length; k++) values[k] = stream.normal();
      current = block;
    }
    const from = (scenario - block * blockScenarios) * width;
    return values.subarray(from, from + width);
  };
}

/**
 * How the normals of scenarios are drawn: each by itself; in pairs 2k, 2k + 1 of opposite sign; or the first 21 from
 * scrambled Sobol points and the others by themselves.
 */
export type NormalSampling = 'independent' | 'antithetic' | 'sobol';

/**
 * Normals of scenario i in one array: `width` that are sampled as asked, then `extra` that are always drawn by
 * themselves (of a pair the same). Valid until the next call.
 */
export function sampledNormals(
  sampling: NormalSampling,
  seed: number,
  purpose: StreamPurpose,
  width: number,
  extra: number,
): (scenario: number) => Float64Array {
  const ownOf = scenarioNormals(seed, purpose, width + extra);
  if (sampling === 'independent') return ownOf;
  const values = new Float64Array(width + extra);
  if (sampling === 'antithetic') {
    return (scenario) => {
      values.set(ownOf(Math.floor(scenario / 2)));
      if (scenario % 2 === 1) for (let k = 0; k < width; k++) values[k] = -values[k];
      return values;
    };
  }
  const point = new Float64Array(Math.min(width, mostSobolDimensions));
  const pointAt = sobolPoints(point.length, seed);
  return (scenario) => {
    values.set(ownOf(scenario));
    pointAt(scenario, point);
    for (let k = 0; k < point.length; k++) values[k] = normalQuantile(point[k]);
    return values;
  };
}
