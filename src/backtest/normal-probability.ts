import { createRequire } from 'node:module';

// @stdlib/stats is CommonJS with folder imports, which plain `import` cannot resolve.
const require = createRequire(import.meta.url);
type NormalCdf = typeof import('@stdlib/stats/base/dists/normal/cdf', { with: { 'resolution-mode': 'require' } });
const normalCdf = require('@stdlib/stats/base/dists/normal/cdf') as NormalCdf;

/** Probability that a standard normal is at least as far from 0 as `statistic`. */
export function twoSidedProbability(statistic: number): number {
  return 2 * normalCdf(-Math.abs(statistic), 0, 1);
}
