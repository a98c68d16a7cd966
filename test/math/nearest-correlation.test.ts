import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choleskyFactor, symmetricEigen } from '../../src/math/cholesky.ts';
import { nearestCorrelation } from '../../src/math/nearest-correlation.ts';

describe('nearest correlation matrix', () => {
  it('leaves a correlation matrix as it is, at distance 0', () => {
    const matrix = Float64Array.of(1, 0.5, 0.5, 1);
    expect(nearestCorrelation(matrix, 2)).toEqual({ matrix, distance: 0 });
  });

  it('repairs the example of Higham (2002) at the distance that he gives', () => {
    // Section 4: [1 1 0; 1 1 1; 0 1 1] is at 0.5278 from [1 .7607 .1573; .7607 1 .7607; .1573 .7607 1].
    const { matrix, distance } = nearestCorrelation(Float64Array.of(1, 1, 0, 1, 1, 1, 0, 1, 1), 3);
    expect(distance).toBeCloseTo(0.5278, 3);
    [1, 0.7607, 0.1573, 0.7607, 1, 0.7607, 0.1573, 0.7607, 1].forEach((value, i) =>
      expect(matrix[i]).toBeCloseTo(value, 3),
    );
  });

  it('gives a matrix that Cholesky factors without jitter, nearer than shrinking to the identity', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.99, max: 0.99, noNaN: true }), { minLength: 15, maxLength: 15 }),
        (off) => {
          const n = 6;
          const matrix = new Float64Array(n * n);
          let next = 0;
          for (let i = 0; i < n; i++) {
            matrix[i * n + i] = 1;
            for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i] = off[next++];
          }
          const { matrix: repaired, distance } = nearestCorrelation(matrix, n);
          expect(choleskyFactor(repaired, n).jitter).toBe(0);
          const smallest = symmetricEigen(matrix, n).values[0];
          // Shrinking by the share that brings the smallest eigenvalue to 1e-6 is one way to repair it.
          const share = smallest >= 1e-6 ? 0 : (1e-6 - smallest) / (1 - smallest);
          const shrunkDistance = share * Math.sqrt(2 * off.reduce((sum, value) => sum + value * value, 0));
          expect(distance).toBeLessThanOrEqual(shrunkDistance + 1e-4);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });
});
