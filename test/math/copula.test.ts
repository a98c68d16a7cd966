import { describe, expect, it } from 'vitest';
import { copulaLogLikelihood, fitCopula } from '../../src/math/copula.ts';
import { choleskyFactor } from '../../src/math/cholesky.ts';
import { studentLogDensity } from '../../src/math/distributions.ts';
import { lowerTriangularProduct } from '../../src/math/lower-triangular.ts';
import { randomStream } from '../../src/math/random-stream.ts';

/** n rows of D scores with correlation 0.6^|i − j|; Student-t where `degreesOfFreedom` is finite. */
function simulatedScores(n: number, D: number, degreesOfFreedom: number): Float64Array {
  const correlation = Float64Array.from({ length: D * D }, (_, k) => 0.6 ** Math.abs(Math.floor(k / D) - (k % D)));
  const { factor } = choleskyFactor(correlation, D);
  const stream = randomStream(4, 'copula');
  const rows = new Float64Array(n * D);
  const z = new Float64Array(D);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < D; k++) z[k] = stream.normal();
    const row = rows.subarray(i * D, (i + 1) * D);
    lowerTriangularProduct(factor, D, z, row);
    if (degreesOfFreedom === Infinity) continue;
    let square = 0;
    for (let k = 0; k < degreesOfFreedom; k++) square += stream.normal() ** 2;
    for (let k = 0; k < D; k++) row[k] /= Math.sqrt(square / degreesOfFreedom);
  }
  return rows;
}

describe('copula', () => {
  it('has the density of the bivariate normal over the margins’', () => {
    const rho = 0.5;
    const factor = Float64Array.of(1, 0, rho, Math.sqrt(1 - rho * rho));
    const [x, y] = [1.2, -0.3];
    const joint = -0.5 * Math.log(1 - rho * rho) - (x * x - 2 * rho * x * y + y * y) / (2 * (1 - rho * rho));
    const expected = joint + 0.5 * (x * x + y * y);
    expect(copulaLogLikelihood(Float64Array.of(x, y), factor, 2, Infinity)).toBeCloseTo(expected, 12);
  });

  it('has the density of the bivariate t over the margins’', () => {
    const v = 4;
    const rho = 0.5;
    const factor = Float64Array.of(1, 0, rho, Math.sqrt(1 - rho * rho));
    const [x, y] = [1.2, -0.3];
    // Bivariate t: 1/(2π√(1 − ρ²))·(1 + q/v)^(−(v + 2)/2).
    const q = (x * x - 2 * rho * x * y + y * y) / (1 - rho * rho);
    const joint = -Math.log(2 * Math.PI * Math.sqrt(1 - rho * rho)) - ((v + 2) / 2) * Math.log(1 + q / v);
    const expected = joint - studentLogDensity(x, v) - studentLogDensity(y, v);
    expect(copulaLogLikelihood(Float64Array.of(x, y), factor, 2, v)).toBeCloseTo(expected, 10);
  });

  it.each([
    [Infinity, 0.05],
    [4, 0.08],
  ])('recovers correlations and degrees of freedom %d from 3,000 rows', (degreesOfFreedom, tolerance) => {
    const D = 5;
    const copula = fitCopula(simulatedScores(3000, D, degreesOfFreedom), 3000, D, 'student');
    expect(copula.degreesOfFreedom).toBe(degreesOfFreedom);
    expect(copula.shrinkage).toBe(0.02);
    expect(copula.repairDistance).toBe(0);
    // Sampling error 1/√3000 = 0.018, more where tails come together; normal scores of a t copula lie nearer to 0.
    for (let i = 0; i < D; i++) {
      for (let j = 0; j < i; j++) {
        expect(Math.abs(copula.correlation[i * D + j] - 0.98 * 0.6 ** (i - j))).toBeLessThan(tolerance);
      }
    }
  });

  it('shrinks more where there are fewer rows', () => {
    const D = 30;
    const few = fitCopula(simulatedScores(60, D, Infinity), 60, D, 'gaussian');
    const many = fitCopula(simulatedScores(2000, D, Infinity), 2000, D, 'gaussian');
    expect(few.shrinkage).toBeGreaterThan(many.shrinkage);
  });

  it('takes a margin that never varies as independent', () => {
    const rows = simulatedScores(200, 3, Infinity).map((value, k) => (k % 3 === 1 ? 7 : value));
    const { correlation } = fitCopula(rows, 200, 3, 'student');
    expect([correlation[3], correlation[4], correlation[5]]).toEqual([0, 1, 0]);
  });
});
