/** A figure with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** Lags of the Newey-West variance: a week of neighbouring days in a year, fewer in a short series (∛n). */
export function defaultLags(n: number): number {
  return Math.min(7, Math.floor(Math.cbrt(n)));
}

/**
 * Mean of a series of days that may depend on one another, with Newey-West (Bartlett) standard error of `lags` lags.
 *
 * @throws RangeError for fewer than two values
 * Source: Newey and West (1987), "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent
 * covariance matrix".
 */
export function neweyWestMean(values: ArrayLike<number>, lags = defaultLags(values.length)): Estimate {
  const n = values.length;
  if (n < 2) throw new RangeError(`neweyWestMean: at least 2 values, got ${n}`);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let variance = 0;
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    let covariance = 0;
    for (let i = lag; i < n; i++) covariance += ((values[i] - mean) * (values[i - lag] - mean)) / n;
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * covariance;
  }
  return { value: mean, standardError: Math.sqrt(Math.max(0, variance) / n) };
}

/** Ratio of two means over the same days, by the delta method: the error of mean(a − ratio·b) ÷ mean b. */
export function neweyWestRatio(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  lags = defaultLags(above.length),
): Estimate {
  const bottom = neweyWestMean(below, lags).value;
  const ratio = neweyWestMean(above, lags).value / bottom;
  const residual = Array.from(above, (value, i) => value - ratio * below[i]);
  return { value: ratio, standardError: neweyWestMean(residual, lags).standardError / Math.abs(bottom) };
}
