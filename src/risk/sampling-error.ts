import { sampleStandardDeviation } from '../math/sample-statistics.ts';

/** Every twentieth scenario, counted from one of the first twenty. */
export interface ScenarioSubset {
  /** Scenario numbers, ascending. */
  readonly scenarios: Int32Array;
  /** Their weights (not normalised), or null for equal ones. */
  readonly weights: Float64Array | null;
}

const subsetCount = 20;

/**
 * Standard error of several statistics at once from 20 interleaved subsets (scenario i in subset i mod 20):
 * the standard deviation of the subsets' statistics ÷ √20. Honest for evenly spread draws too, whose errors
 * the formulae for independent scenarios overstate, because a subset of every twentieth is spread evenly as well.
 *
 * `statistics` gives the same number of values for every subset (use `subsetValues` to cut arrays).
 * Null for a statistic that is not finite on some subset; all null below 40 scenarios and where a subset has
 * no weight. The number of values is then taken from one call on all scenarios.
 */
export function samplingErrors(
  statistics: (subset: ScenarioSubset) => ArrayLike<number>,
  scenarioCount: number,
  weights: Float64Array | null = null,
): (number | null)[] {
  const subsets = interleavedSubsets(scenarioCount, weights);
  if (scenarioCount < 2 * subsetCount || subsets.some((subset) => !hasWeight(subset))) {
    const all = { scenarios: Int32Array.from({ length: scenarioCount }, (_, i) => i), weights };
    return Array.from(statistics(all), () => null);
  }
  const values = subsets.map((subset) => statistics(subset));
  return Array.from(values[0], (_, k) => {
    const error = sampleStandardDeviation(values.map((value) => value[k])) / Math.sqrt(subsetCount);
    return Number.isFinite(error) ? error : null;
  });
}

/** The values of the subset's scenarios. */
export function subsetValues(values: Float64Array, subset: ScenarioSubset): Float64Array {
  return Float64Array.from(subset.scenarios, (scenario) => values[scenario]);
}

function interleavedSubsets(scenarioCount: number, weights: Float64Array | null): ScenarioSubset[] {
  return Array.from({ length: subsetCount }, (_, first) => {
    const length = Math.max(0, Math.ceil((scenarioCount - first) / subsetCount));
    const scenarios = Int32Array.from({ length }, (_, i) => first + i * subsetCount);
    return { scenarios, weights: weights === null ? null : Float64Array.from(scenarios, (i) => weights[i]) };
  });
}

function hasWeight({ weights }: ScenarioSubset): boolean {
  return weights === null || weights.some((weight) => weight > 0);
}
