import { describe, expect, it } from 'vitest';
import { fitGeneralisedPareto, generalisedParetoExcess } from '../../src/math/generalised-pareto.ts';
import { randomStream } from '../../src/math/random-stream.ts';

describe('generalised Pareto tail', () => {
  it('is exponential at shape 0 and uniform at shape −1', () => {
    expect(generalisedParetoExcess({ shape: 0, scale: 2 }, Math.exp(-3))).toBeCloseTo(6, 12);
    expect(generalisedParetoExcess({ shape: -1, scale: 2 }, 0.25)).toBeCloseTo(1.5, 12);
  });

  it('continues from shape 0 without a jump', () => {
    const near = generalisedParetoExcess({ shape: 1e-8, scale: 2 }, 0.01);
    expect(near).toBeCloseTo(generalisedParetoExcess({ shape: 0, scale: 2 }, 0.01), 5);
  });

  it.each([
    [-0.3, 4],
    [0, 1],
    [0.3, 10],
  ])('recovers shape %d and scale %d from 20,000 simulated excesses', (shape, scale) => {
    const stream = randomStream(1, 'sampleHistory');
    const excesses = Float64Array.from({ length: 20_000 }, () =>
      generalisedParetoExcess({ shape, scale }, 1 - stream.uniform()),
    );
    const fitted = fitGeneralisedPareto(excesses);
    expect(Math.abs(fitted.shape - shape)).toBeLessThan(0.04);
    expect(Math.abs(fitted.scale / scale - 1)).toBeLessThan(0.04);
  });

  it('falls back on an exponential tail for too few excesses and on none for ties', () => {
    expect(fitGeneralisedPareto([1, 3])).toEqual({ shape: 0, scale: 2 });
    expect(fitGeneralisedPareto([0, 0, 0, 0, 0, 0])).toEqual({ shape: 0, scale: 0 });
  });
});
