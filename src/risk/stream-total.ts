import { RunningSum } from './compensated-sum.ts';

/**
 * Total profit and loss per scenario: the sum of its streams, S values each, compensated. A total below
 * four units in the last place of Σ|stream| is rounding, hence 0: 0.1 + 0.2 − 0.3 is no gain.
 */
export function streamTotal(
  streams: readonly { readonly values: Float64Array }[],
  scenarioCount: number,
): Float64Array {
  const total = new Float64Array(scenarioCount);
  for (let scenario = 0; scenario < scenarioCount; scenario++) {
    const sum = new RunningSum();
    let gross = 0;
    for (const { values } of streams) {
      sum.add(values[scenario]);
      gross += Math.abs(values[scenario]);
    }
    total[scenario] = Math.abs(sum.total) <= 4 * Number.EPSILON * gross ? 0 : sum.total;
  }
  return total;
}
