import { describe, expect, it } from 'vitest';
import { shrinkToIdentity, weightedMoments } from '../../src/math/weighted-moments.ts';

describe('weighted moments', () => {
  it('of 0 (weight ¾) and 4 (weight ¼) are mean 1 and standard deviation √3', () => {
    const { mean, standardDeviation } = weightedMoments(Float64Array.of(0, 4), Float64Array.of(0.75, 0.25), 1);
    expect(mean[0]).toBe(1);
    expect(standardDeviation[0]).toBeCloseTo(Math.sqrt(3), 14);
  });

  it('have correlation −1 between opposite columns, 0 with a constant one, 1 on the diagonal', () => {
    const rows = Float64Array.of(1, -1, 5, 2, -2, 5, 4, -4, 5);
    const { correlation } = weightedMoments(rows, Float64Array.of(0.5, 0.25, 0.25), 3);
    expect(correlation[1]).toBeCloseTo(-1, 14);
    expect([correlation[2], correlation[5]]).toEqual([0, 0]);
    expect([correlation[0], correlation[4], correlation[8]]).toEqual([1, 1, 1]);
  });

  it('do not see rows of weight zero', () => {
    const few = weightedMoments(Float64Array.of(1, 2, 3, 5), Float64Array.of(0.5, 0.5), 2);
    const more = weightedMoments(Float64Array.of(1, 2, 3, 5, 99, -99), Float64Array.of(0.5, 0.5, 0), 2);
    expect(more).toEqual(few);
  });
});

describe('shrinkage to the identity', () => {
  it('scales what is off the diagonal and keeps a diagonal of ones', () => {
    const shrunk = shrinkToIdentity(Float64Array.of(1, 0.5, 0.5, 1), 2, 0.1);
    expect([...shrunk]).toEqual([1, 0.45, 0.45, 1]);
  });
});
