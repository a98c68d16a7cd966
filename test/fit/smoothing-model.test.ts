import { describe, expect, it } from 'vitest';
import {
  compressBasis,
  cosineCoefficients,
  cosineWaves,
  expandBasis,
  fitSmoothing,
  standardisedQuantities,
} from '../../src/fit/smoothing-model.ts';
import type { WeekErrors } from '../../src/fit/week-bank.ts';
import { randomStream } from '../../src/math/random-stream.ts';

/** A bank of one-day "weeks" with level error x, amplitude error y and everything else 0. */
function bankOf(pairs: readonly (readonly [number, number])[]): WeekErrors {
  const n = pairs.length;
  return {
    dates: pairs.map((_, b) => `day ${b}`),
    days: Int32Array.from(pairs, (_, b) => b),
    levelError: Float64Array.from(pairs, ([x]) => x),
    amplitudeError: Float64Array.from(pairs, ([, y]) => y),
    basisSizeError: new Float64Array(n),
    shape: new Float64Array(48 * n),
    forecastShape: new Float64Array(48 * n),
    basisPattern: new Float64Array(48 * n),
  };
}

describe('cosine waves', () => {
  it.each([24, 48])('are orthonormal over %i values', (n) => {
    const waves = cosineWaves(n, 0);
    for (let j = 0; j < 8; j++) {
      for (let k = 0; k < 8; k++) {
        let product = 0;
        for (let t = 0; t < n; t++) product += waves[j * n + t] * waves[k * n + t];
        expect(product).toBeCloseTo(j === k ? 1 : 0, 12);
      }
    }
  });

  it('give a constant 2 over 4 values the coefficient 4 = 2·√4 at k = 0 and none elsewhere', () => {
    const coefficients = cosineCoefficients(new Float64Array(4).fill(2), 0);
    expect(coefficients[0]).toBeCloseTo(4, 12);
    expect(Math.max(...coefficients.slice(1).map(Math.abs))).toBeLessThan(1e-12);
  });
});

describe('standardised quantities', () => {
  it('are errors, cosine coefficients of u − φ from k = 1 and of asinh(2·B/G) from k = 0', () => {
    const bank = bankOf([[1, 2]]);
    bank.basisSizeError[0] = 3;
    bank.shape.set(cosineWaves(48, 1).subarray(0, 48));
    bank.basisPattern.fill(expandBasis(1));
    const quantities = standardisedQuantities(bank, 0);
    expect(Array.from(quantities.slice(0, 3))).toEqual([1, 2, 3]);
    expect(quantities[3]).toBeCloseTo(1, 12);
    expect(quantities[11]).toBeCloseTo(Math.sqrt(48), 12);
    expect(quantities[12]).toBeCloseTo(0, 12);
  });

  it('compress a basis and expand it again', () => {
    for (const value of [-40, -0.3, 0, 1, 200]) expect(expandBasis(compressBasis(value))).toBeCloseTo(value, 9);
    expect(compressBasis(0.5)).toBeCloseTo(Math.asinh(1), 14);
  });
});

describe('smoothing', () => {
  const stream = randomStream(11, 'sampleHistory');
  const pairs = Array.from({ length: 500 }, () => {
    const x = stream.normal();
    return [x, 0.8 * x + 0.6 * stream.normal()] as const;
  });
  const weights = new Float64Array(500).fill(1 / 500);
  const { cholesky, standardDeviation, jitter } = fitSmoothing(bankOf(pairs), weights, 0.2, 0.1);

  it('has the factor of 0.9·correlation + 0.1·identity', () => {
    const mean = [0, 1].map((k) => pairs.reduce((sum, pair) => sum + pair[k] / 500, 0));
    const product = pairs.reduce((sum, [x, y]) => sum + ((x - mean[0]) * (y - mean[1])) / 500, 0);
    const correlation = product / (standardDeviation[0] * standardDeviation[1]);
    expect(correlation).toBeGreaterThan(0.75);
    expect(cholesky[0]).toBeCloseTo(1, 12);
    expect(cholesky[19]).toBeCloseTo(0.9 * correlation, 12);
    expect(cholesky[19] ** 2 + cholesky[20] ** 2).toBeCloseTo(1, 12);
    expect(jitter).toBe(0);
  });

  it('turns independent normals into noise of that correlation', () => {
    const count = 40_000;
    let product = 0;
    for (let i = 0; i < count; i++) {
      const [a, b] = [stream.normal(), stream.normal()];
      product += (cholesky[0] * a * (cholesky[19] * a + cholesky[20] * b)) / count;
    }
    expect(Math.abs(product - cholesky[19])).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  it('leaves quantities that never vary alone', () => {
    expect(Array.from(standardDeviation.slice(2))).toEqual(Array(17).fill(0));
  });
});
