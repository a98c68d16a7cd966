import { DataError } from '../errors.ts';
import { compensatedSum } from './compensated-sum.ts';

/**
 * Scenario weights that sum to 1, from weights ≥ 0 of any scale; `null` stands for equal weights.
 * A DataError where a weight is negative or not finite, all are zero, or their number is not `count`.
 */
export function normalisedWeights(weights: Float64Array | null, count: number): Float64Array {
  if (count === 0) throw new DataError('no scenarios', { rule: 'a risk figure needs at least one scenario' });
  if (weights === null) return new Float64Array(count).fill(1 / count);
  if (weights.length !== count) {
    throw new DataError('weights and scenarios differ in number', {
      rule: `one weight per scenario, ${count} in all`,
      value: weights.length,
    });
  }
  // Divided by the largest first, so that no finite weights overflow their sum.
  const largest = largestWeight(weights);
  const scaled = weights.map((weight) => weight / largest);
  const sum = compensatedSum(scaled);
  return scaled.map((weight) => weight / sum);
}

/** 1 / Σω²: the number of equally weighted scenarios that would tell as much about a mean. */
export function effectiveSampleSize(weights: Float64Array): number {
  return 1 / sumOfSquares(weights);
}

/** Σω². */
export function sumOfSquares(weights: Float64Array): number {
  return compensatedSum(weights.map((weight) => weight * weight));
}

function largestWeight(weights: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0) || weights[i] === Infinity) {
      throw new DataError('a weight is wrong', {
        field: `weight of scenario ${i + 1}`,
        rule: 'weights are finite and not negative',
        value: weights[i],
      });
    }
    if (weights[i] > largest) largest = weights[i];
  }
  if (largest === 0) {
    throw new DataError('all weights are zero', { rule: 'at least one scenario has a positive weight' });
  }
  return largest;
}
