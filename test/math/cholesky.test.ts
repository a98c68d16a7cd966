import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choleskyFactor, solveSymmetric } from '../../src/math/cholesky.ts';

/** L·L′. */
function squared(factor: Float64Array, n: number): number[] {
  return Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += factor[Math.floor(at / n) * n + k] * factor[(at % n) * n + k];
    return sum;
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits);
}

describe('Cholesky factor', () => {
  it('of [[4, 2], [2, 5]] is [[2, 0], [1, 2]]', () => {
    const { factor, jitter } = choleskyFactor(Float64Array.of(4, 2, 2, 5), 2);
    expectClose(factor, [2, 0, 1, 2], 14);
    expect(jitter).toBe(0);
  });

  it('reproduces any matrix B·B′ + I', () => {
    const entries = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(entries, (list) => {
        const matrix = Float64Array.from(
          squared(Float64Array.from(list), 4),
          (value, at) => value + (at % 5 === 0 ? 1 : 0),
        );
        const { factor, jitter } = choleskyFactor(matrix, 4);
        expect(jitter).toBe(0);
        expectClose(squared(factor, 4), matrix, 9);
      }),
    );
  });

  it('of a singular matrix is repaired by the least sufficient jitter, which is reported', () => {
    const { factor, jitter } = choleskyFactor(Float64Array.of(1, 1, 1, 1), 2);
    expect(jitter).toBe(1e-10);
    expectClose(squared(factor, 2), [1, 1, 1, 1], 9);
  });

  it('of an indefinite matrix is that of the matrix plus the reported jitter', () => {
    // Eigenvalues 1 ± 1.001: jitter 1e-2 is the first power of ten that lifts −0.001 above 0.
    const { factor, jitter } = choleskyFactor(Float64Array.of(1, 1.001, 1.001, 1), 2);
    expect(jitter).toBeCloseTo(0.01, 12);
    expectClose(squared(factor, 2), [1 + jitter, 1.001, 1.001, 1 + jitter], 12);
  });

  it('of a matrix beyond repair is refused', () => {
    expect(() => choleskyFactor(Float64Array.of(1, 5, 5, 1), 2)).toThrow(RangeError);
    expect(() => choleskyFactor(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
  });
});

describe('solution of a symmetric system', () => {
  it('of [[4, 2], [2, 3]]·X = [[2, 8], [3, 4]] is X = [[0, 2], [1, 0]]', () => {
    expectClose(solveSymmetric(Float64Array.of(4, 2, 2, 3), Float64Array.of(2, 8, 3, 4), 2, 2), [0, 2, 1, 0], 14);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2, 1)).toThrow(
      'not positive definite',
    );
  });
});
