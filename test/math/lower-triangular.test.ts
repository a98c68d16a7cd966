import { describe, expect, it } from 'vitest';
import { principalAxes } from '../../src/math/cholesky.ts';
import { lowerTriangularProduct, matrixProduct, solveLowerTriangular } from '../../src/math/lower-triangular.ts';

describe('lower triangular matrix', () => {
  // [2 0; 3 4]; what stands above the diagonal is not read.
  const factor = Float64Array.of(2, 99, 3, 4);

  it('times a vector', () => {
    const out = new Float64Array(2);
    lowerTriangularProduct(factor, 2, Float64Array.of(5, 7), out);
    expect([...out]).toEqual([10, 43]);
  });

  it('solved gives the vector back', () => {
    const out = new Float64Array(2);
    solveLowerTriangular(factor, 2, Float64Array.of(10, 43), out);
    expect([...out]).toEqual([5, 7]);
  });
});

describe('principal axes', () => {
  it('are a square root of the matrix, the longest first', () => {
    // [2 1; 1 2] has the eigenvalues 3 and 1.
    const axes = principalAxes(Float64Array.of(2, 1, 1, 2), 2);
    const [first, second] = [0, 1].map((k) => {
      const unit = Float64Array.of(Number(k === 0), Number(k === 1));
      const out = new Float64Array(2);
      matrixProduct(axes, 2, unit, out);
      return out;
    });
    expect(Math.hypot(...first)).toBeCloseTo(Math.sqrt(3), 12);
    expect(Math.hypot(...second)).toBeCloseTo(1, 12);
    expect(first[0] * first[1] + second[0] * second[1]).toBeCloseTo(1, 12);
  });
});
