import { compensatedDot, compensatedSum } from './compensated-sum.ts';
import { requireConfidenceLevel } from './confidence-level.ts';
import { normalisedWeights, sumOfSquares } from './normalised-weights.ts';

/** A number that describes a scenario's prices, such as the mean day-ahead price. */
export interface ScenarioFeature {
  readonly name: string;
  /** S values. */
  readonly values: Float64Array;
}

/** How a feature differs in the tail. */
export interface TailDriver {
  readonly name: string;
  readonly tailMean: number;
  /** Mean over the probability outside of the tail. */
  readonly restMean: number;
  /** (tailMean − restMean) ÷ weighted standard deviation over all scenarios. */
  readonly standardisedDifference: number;
}

/** Features that move together tell one story: only the strongest of them is named. */
const maximumCorrelation = 0.8;

/**
 * Features ranked by how much they differ between the tail and the rest, strongest first; a feature whose weighted
 * correlation with one already named is above 0.8 in absolute value is dropped, as is one without spread or with
 * values that are not finite.
 *
 * `weights` S, ≥ 0 of any scale, or null; `tailWeights` S, sum 1, of the same `confidenceLevel`. The rest holds what
 * of each scenario's weight is outside of the tail; where that is nothing (confidence level 0) there are no drivers.
 */
export function tailDrivers(
  features: readonly ScenarioFeature[],
  weights: Float64Array | null,
  tailWeights: Float64Array,
  confidenceLevel: number,
): TailDriver[] {
  requireConfidenceLevel(confidenceLevel);
  const share = normalisedWeights(weights, tailWeights.length);
  const rest = restWeights(share, tailWeights, confidenceLevel);
  if (rest === null) return [];
  const candidates = features
    .map(({ name, values }) => ({ name, values, standardised: standardise(values, share) }))
    .filter((candidate) => candidate.standardised !== null)
    .map(({ name, values, standardised }) => {
      const tailMean = compensatedDot(tailWeights, values);
      const restMean = compensatedDot(rest, values);
      // Of the standardised values, so that a large mean costs no digits.
      const difference = compensatedDot(tailWeights, standardised!) - compensatedDot(rest, standardised!);
      return { driver: { name, tailMean, restMean, standardisedDifference: difference }, standardised: standardised! };
    })
    .sort((a, b) => Math.abs(b.driver.standardisedDifference) - Math.abs(a.driver.standardisedDifference));
  const named: typeof candidates = [];
  for (const candidate of candidates) {
    const repeats = named.some(
      ({ standardised }) => Math.abs(correlation(standardised, candidate.standardised, share)) > maximumCorrelation,
    );
    if (!repeats) named.push(candidate);
  }
  return named.map(({ driver }) => driver);
}

function restWeights(weights: Float64Array, tail: Float64Array, confidenceLevel: number): Float64Array | null {
  const tailProbability = 1 - confidenceLevel;
  const rest = weights.map((weight, scenario) => {
    if (tailProbability === 0) return tail[scenario] > 0 ? 0 : weight;
    const outside = weight - tailProbability * tail[scenario];
    return outside <= 1e-12 * weight ? 0 : outside;
  });
  const sum = compensatedSum(rest);
  return sum <= 1e-12 ? null : rest.map((weight) => weight / sum);
}

/** (value − mean) ÷ standard deviation under the weights; null where there is no spread. */
function standardise(values: Float64Array, weights: Float64Array): Float64Array | null {
  const mean = compensatedDot(weights, values);
  const centred = values.map((value) => value - mean);
  const variance =
    compensatedDot(
      weights,
      centred.map((value) => value * value),
    ) /
    (1 - sumOfSquares(weights));
  const deviation = Math.sqrt(variance);
  return deviation > 1e-12 * Math.abs(mean) ? centred.map((value) => value / deviation) : null;
}

function correlation(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  // Both are standardised with divisor 1 − Σω².
  return (
    compensatedDot(
      weights,
      a.map((value, scenario) => value * b[scenario]),
    ) /
    (1 - sumOfSquares(weights))
  );
}
