import { randomStream, type StreamPurpose } from './random-stream.ts';

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
