import { twoSidedProbability } from './normal-probability.ts';

/** Days on which a profit fell below its simulated quantile, tested. */
export interface ExceedanceTests {
  readonly days: number;
  readonly exceedances: number;
  /** Expected share of exceedances: 0.05 for VaR 95. */
  readonly tailProbability: number;
  /** Unconditional coverage: is the share right? Chi-square with 1 degree of freedom. */
  readonly kupiec: { readonly statistic: number; readonly probability: number };
  /** Independence: do exceedances follow one another? Chi-square with 1 degree of freedom. */
  readonly independence: { readonly statistic: number; readonly probability: number };
  /** Conditional coverage: both together. Chi-square with 2 degrees of freedom. */
  readonly christoffersen: { readonly statistic: number; readonly probability: number };
}

/**
 * Likelihood-ratio tests of a series of exceedances (1) and days without (0) in time order.
 *
 * Kupiec −2·ln[(1 − p)^(n − x)·p^x ÷ (1 − x/n)^(n − x)·(x/n)^x]; independence compares one probability with two, after
 * an exceedance and after none. A term 0·ln 0 counts 0, so neither none nor all exceedances fail.
 * Source: Kupiec (1995), "Techniques for verifying the accuracy of risk measurement models"; Christoffersen (1998),
 * "Evaluating interval forecasts", sections 3 and 4.
 */
export function exceedanceTests(exceeded: ArrayLike<number>, tailProbability: number): ExceedanceTests {
  const n = exceeded.length;
  let x = 0;
  /** Days after a day of kind k that are of kind j. */
  const moves = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < n; i++) {
    const now = exceeded[i] > 0 ? 1 : 0;
    x += now;
    if (i > 0) moves[exceeded[i - 1] > 0 ? 1 : 0][now]++;
  }
  const kupiec = 2 * (logLikelihood(n - x, x, n === 0 ? 0 : x / n) - logLikelihood(n - x, x, tailProbability));
  const [[stay, start], [end, repeat]] = moves;
  const pooled = (start + repeat) / Math.max(1, n - 1);
  const apart =
    logLikelihood(stay, start, start / Math.max(1, stay + start)) +
    logLikelihood(end, repeat, repeat / Math.max(1, end + repeat));
  const independence = 2 * (apart - logLikelihood(stay + end, start + repeat, pooled));
  const both = Math.max(0, kupiec) + Math.max(0, independence);
  return {
    days: n,
    exceedances: x,
    tailProbability,
    kupiec: chiSquareOne(kupiec),
    independence: chiSquareOne(independence),
    // The upper tail of a chi-square with 2 degrees of freedom is exp(−x/2).
    christoffersen: { statistic: both, probability: Math.exp(-both / 2) },
  };
}

function logLikelihood(misses: number, hits: number, probability: number): number {
  return (misses === 0 ? 0 : misses * Math.log(1 - probability)) + (hits === 0 ? 0 : hits * Math.log(probability));
}

function chiSquareOne(statistic: number): { statistic: number; probability: number } {
  // Rounding may leave −1e-15.
  const value = Math.max(0, statistic);
  return { statistic: value, probability: twoSidedProbability(Math.sqrt(value)) };
}
