import { createRequire } from 'node:module';

// @stdlib/stats is CommonJS with folder imports, which plain `import` cannot resolve.
const require = createRequire(import.meta.url);
type NormalQuantile = typeof import('@stdlib/stats/base/dists/normal/quantile', {
  with: { 'resolution-mode': 'require' },
});
type NormalCdf = typeof import('@stdlib/stats/base/dists/normal/cdf', { with: { 'resolution-mode': 'require' } });
type StudentQuantile = typeof import('@stdlib/stats/base/dists/t/quantile', { with: { 'resolution-mode': 'require' } });
type StudentCdf = typeof import('@stdlib/stats/base/dists/t/cdf', { with: { 'resolution-mode': 'require' } });
type StudentLogDensity = typeof import('@stdlib/stats/base/dists/t/logpdf', {
  with: { 'resolution-mode': 'require' },
});
const normal = {
  quantile: require('@stdlib/stats/base/dists/normal/quantile') as NormalQuantile,
  cdf: require('@stdlib/stats/base/dists/normal/cdf') as NormalCdf,
};
const student = {
  quantile: require('@stdlib/stats/base/dists/t/quantile') as StudentQuantile,
  cdf: require('@stdlib/stats/base/dists/t/cdf') as StudentCdf,
  logDensity: require('@stdlib/stats/base/dists/t/logpdf') as StudentLogDensity,
};

/** Φ⁻¹(p), p in (0, 1). */
export function normalQuantile(probability: number): number {
  return normal.quantile(probability, 0, 1);
}

/** Φ(x). */
export function normalProbability(value: number): number {
  return normal.cdf(value, 0, 1);
}

/** Quantile of Student's t; `degreesOfFreedom` = Infinity is the normal distribution. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return degreesOfFreedom === Infinity ? normalQuantile(probability) : student.quantile(probability, degreesOfFreedom);
}

/** Distribution function of Student's t; `degreesOfFreedom` = Infinity is the normal distribution. */
export function studentProbability(value: number, degreesOfFreedom: number): number {
  return degreesOfFreedom === Infinity ? normalProbability(value) : student.cdf(value, degreesOfFreedom);
}

/** Logarithm of the density of Student's t. */
export function studentLogDensity(value: number, degreesOfFreedom: number): number {
  return student.logDensity(value, degreesOfFreedom);
}
