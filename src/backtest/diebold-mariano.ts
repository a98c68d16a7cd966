import { createRequire } from 'node:module';

// @stdlib/stats is CommonJS with folder imports, which plain `import` cannot resolve.
const require = createRequire(import.meta.url);
type NormalCdf = typeof import('@stdlib/stats/base/dists/normal/cdf', { with: { 'resolution-mode': 'require' } });
const normalCdf = require('@stdlib/stats/base/dists/normal/cdf') as NormalCdf;

/** Comparison of two forecasters' scores over the same days. */
export interface ScoreComparison {
  /** Mean of the first minus mean of the second; negative: the first is better where lower scores are. */
  readonly meanDifference: number;
  /** Newey-West standard error of it. */
  readonly standardError: number;
  readonly statistic: number;
  /** Two-sided, normal. */
  readonly probability: number;
}

/**
 * Diebold-Mariano test with Newey-West (Bartlett) variance of `lags` lags.
 *
 * @throws RangeError for fewer than two days or unequal lengths
 * Source: Diebold and Mariano (1995), "Comparing predictive accuracy"; Newey and West (1987).
 */
export function dieboldMariano(first: Float64Array, second: Float64Array, lags = 7): ScoreComparison {
  const n = first.length;
  if (n < 2 || second.length !== n) {
    throw new RangeError(`dieboldMariano: two equally long series of at least 2 scores, got ${n} and ${second.length}`);
  }
  let meanDifference = 0;
  for (let i = 0; i < n; i++) meanDifference += (first[i] - second[i]) / n;
  const centred = first.map((score, i) => score - second[i] - meanDifference);
  let variance = 0;
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    let covariance = 0;
    for (let i = lag; i < n; i++) covariance += (centred[i] * centred[i - lag]) / n;
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * covariance;
  }
  const standardError = Math.sqrt(variance / n);
  const statistic = meanDifference === 0 ? 0 : meanDifference / standardError;
  return { meanDifference, standardError, statistic, probability: 2 * normalCdf(-Math.abs(statistic), 0, 1) };
}
