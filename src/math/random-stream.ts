import { createRequire } from 'node:module';

// @stdlib/random is CommonJS with folder imports, which plain `import` cannot resolve.
const require = createRequire(import.meta.url);
type Mt19937Factory = typeof import('@stdlib/random/base/mt19937', { with: { 'resolution-mode': 'require' } });
type ZigguratFactory = typeof import('@stdlib/random/base/improved-ziggurat', {
  with: { 'resolution-mode': 'require' },
});
const mt19937 = require('@stdlib/random/base/mt19937') as Mt19937Factory;
const ziggurat = require('@stdlib/random/base/improved-ziggurat') as ZigguratFactory;

/** What a stream is for. The number is part of the seed: never reuse one, never renumber. */
export const streamPurpose = {
  bankDraw: 1,
  smoothing: 2,
  bankBand: 3,
  serviceDraw: 4,
  sampleHistory: 5,
  variogramPairs: 6,
  blockDraw: 7,
  copula: 8,
  mixture: 9,
  sobolShift: 10,
  shortfallTest: 11,
} as const;

export type StreamPurpose = keyof typeof streamPurpose;

/** Draws from one independent stream. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
}

/**
 * The stream of (seed, purpose, index): Mersenne twister, initialised by array, so that every scenario
 * has its own stream and scenario 7 is scenario 7 whatever the worker or shard that draws it.
 * `seed` and `index` are whole numbers ≥ 0 below 2³².
 */
export function randomStream(seed: number, purpose: StreamPurpose, index = 0): RandomStream {
  // stdlib refuses zeros in a seed array; + 1 keeps the map one-to-one.
  const generator = mt19937.factory({ seed: [seed + 1, streamPurpose[purpose], index + 1] as never });
  const { normalized: uniform } = generator as unknown as { normalized: () => number };
  const normal = ziggurat.factory({ prng: uniform as never }) as () => number;
  return { uniform, normal, exponential: () => -Math.log(1 - uniform()) };
}
