import { describe, expect, it } from 'vitest';
import { lowerTriangularProduct, solveLowerTriangular } from '../../src/math/lower-triangular.ts';

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
