import { defaultLags, neweyWestMean } from './newey-west-mean.ts';
import { twoSidedProbability } from './normal-probability.ts';

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
export function dieboldMariano(
  first: Float64Array,
  second: Float64Array,
  lags = defaultLags(first.length),
): ScoreComparison {
  const n = first.length;
  if (n < 2 || second.length !== n) {
    throw new RangeError(`dieboldMariano: two equally long series of at least 2 scores, got ${n} and ${second.length}`);
  }
  const { value: meanDifference, standardError } = neweyWestMean(
    first.map((score, i) => score - second[i]),
    lags,
  );
  const statistic = meanDifference === 0 ? 0 : meanDifference / standardError;
  return { meanDifference, standardError, statistic, probability: twoSidedProbability(statistic) };
}
