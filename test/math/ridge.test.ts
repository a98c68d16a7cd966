import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random-stream.ts';
import { fitRidge, predictRidge } from '../../src/math/ridge.ts';

function predict(model: ReturnType<typeof fitRidge>, ...features: number[]): number[] {
  const out = new Float64Array(model.outputCount);
  predictRidge(model, Float64Array.from(features), out);
  return [...out];
}

describe('ridge regression', () => {
  // x = −1, 0, 1 has mean 0 and variance 2/3; standardised it is ±√1.5, so Σx² = 3 and Σxy = 2·√1.5 for y = x.
  it('shrinks a slope by n/(n + penalty) with one standardised feature', () => {
    const model = fitRidge(Float64Array.of(-1, 0, 1), Float64Array.of(-1, 0, 1), 3, 1, 1, 3);
    expect(model.coefficients[0]).toBeCloseTo((2 * Math.sqrt(1.5)) / (3 + 3), 12);
    expect(predict(model, 1)[0]).toBeCloseTo(0.5, 12);
  });

  it('leaves the intercept unpenalised', () => {
    const model = fitRidge(Float64Array.of(-1, 0, 1), Float64Array.of(10, 10, 10), 3, 1, 1, 1e9);
    expect(predict(model, 0.5)[0]).toBeCloseTo(10, 9);
  });

  it('equals the closed form (X′X + λI)⁻¹X′y for two features and two outputs', () => {
    const n = 40;
    const stream = randomStream(7, 'sampleHistory');
    const features = Float64Array.from({ length: 2 * n }, () => stream.normal());
    // Small noise: nothing is clipped, as residuals are far from heavy-tailed.
    const targets = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      targets[2 * i] = 3 + features[2 * i] + (i % 2 === 0 ? 0.01 : -0.01);
      targets[2 * i + 1] = features[2 * i + 1] - features[2 * i] + (i % 2 === 0 ? 0.01 : -0.01);
    }
    const model = fitRidge(features, targets, n, 2, 2, 5);
    const z = (i: number, j: number): number => (features[2 * i + j] - model.mean[j]) / model.standardDeviation[j];
    let [a, b, c] = [5, 0, 5];
    const right = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      a += z(i, 0) ** 2;
      b += z(i, 0) * z(i, 1);
      c += z(i, 1) ** 2;
      for (let j = 0; j < 2; j++) for (let k = 0; k < 2; k++) right[2 * j + k] += z(i, j) * targets[2 * i + k];
    }
    const determinant = a * c - b * b;
    for (let k = 0; k < 2; k++) {
      expect(model.coefficients[k]).toBeCloseTo((c * right[k] - b * right[2 + k]) / determinant, 10);
      expect(model.coefficients[2 + k]).toBeCloseTo((a * right[2 + k] - b * right[k]) / determinant, 10);
    }
  });

  it('holds one wild residual to 3 × 1.4826 × the median, so that it cannot tilt the fit', () => {
    const n = 200;
    const stream = randomStream(3, 'sampleHistory');
    const features = Float64Array.from({ length: n }, () => stream.normal());
    const clean = features.map((x) => 2 * x + 0.1 * stream.normal());
    const wild = clean.slice();
    wild[0] += 1e4;
    const calm = fitRidge(features, clean, n, 1, 1, 0.001);
    const tilted = fitRidge(features, wild, n, 1, 1, 0.001);
    // Without the robust step the intercept alone would move by 1e4/200 = 50.
    expect(Math.abs(tilted.intercept[0] - calm.intercept[0])).toBeLessThan(3);
    expect(tilted.intercept[0]).not.toBe(calm.intercept[0]);
  });

  it('holds features within 4 standard deviations when it predicts', () => {
    const model = fitRidge(Float64Array.of(-1, 0, 1), Float64Array.of(-1, 0, 1), 3, 1, 1, 0.0001);
    const limit = 4 * Math.sqrt(2 / 3);
    expect(predict(model, 1e6)).toEqual(predict(model, limit));
    expect(predict(model, 1e6)[0]).toBeCloseTo(limit, 3);
  });

  it('gives a constant feature no say', () => {
    const model = fitRidge(Float64Array.of(5, -1, 5, 0, 5, 1), Float64Array.of(-1, 0, 1), 3, 2, 1, 1e-6);
    expect(model.coefficients[0]).toBe(0);
    expect(predict(model, 5, 1)[0]).toBeCloseTo(1, 5);
  });
});
