import { describe, expect, it } from 'vitest';
import { meanDistance, meanOwnDistance } from '../../src/math/energy-distance.ts';

describe('mean distance', () => {
  it('between two samples is over all pairs', () => {
    expect(meanDistance(Float64Array.of(0, 0, 3, 4), Float64Array.of(0, 0), 2)).toBe(2.5);
  });

  it('within a sample is over distinct pairs', () => {
    expect(meanOwnDistance(Float64Array.of(0, 1, 3), 1)).toBe(2);
  });
});
