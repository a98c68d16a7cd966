/** A few scenarios that stand for many. */
export interface ReducedScenarios {
  /** Places of the scenarios kept, in the order in which they were chosen. */
  readonly kept: Int32Array;
  /** Weight of each: its own and that of the scenarios nearer to it than to any other kept; sum 1. */
  readonly weights: Float64Array;
  /** Kantorovich distance of the reduced distribution from the whole one, in the unit of the features. */
  readonly distance: number;
}

/**
 * Fast forward selection: keeps, one after another, the scenario that brings the weighted mean distance of all
 * scenarios to the nearest kept one down most. Every weighted mean of a function with slope at most 1 in the features
 * changes by no more than `distance`. O(S²·count).
 *
 * @param features S × p, row-major: what scenarios are alike in, such as the profit of a plan
 * @param weights S, sum 1
 * Source: Heitsch and Römisch (2003), "Scenario reduction algorithms in stochastic programming", algorithm 2.4.
 */
export function reduceScenarios(features: Float64Array, weights: Float64Array, count: number): ReducedScenarios {
  const S = weights.length;
  if (count < 1 || count > S) throw new RangeError(`reduceScenarios: can keep 1 to ${S} scenarios, got ${count}`);
  const p = features.length / S;
  const nearest = new Float64Array(S).fill(Infinity);
  const assigned = new Int32Array(S);
  const kept = new Int32Array(count);
  const taken = new Uint8Array(S);
  for (let step = 0; step < count; step++) {
    let best = -1;
    let bestCost = Infinity;
    for (let candidate = 0; candidate < S; candidate++) {
      if (taken[candidate] === 1) continue;
      let cost = 0;
      for (let s = 0; s < S && cost < bestCost; s++) {
        cost += weights[s] * Math.min(nearest[s], distanceOf(features, p, s, candidate));
      }
      if (cost < bestCost) [best, bestCost] = [candidate, cost];
    }
    kept[step] = best;
    taken[best] = 1;
    for (let s = 0; s < S; s++) {
      const distance = distanceOf(features, p, s, best);
      if (distance < nearest[s]) [nearest[s], assigned[s]] = [distance, step];
    }
  }
  const moved = new Float64Array(count);
  let distance = 0;
  for (let s = 0; s < S; s++) {
    moved[assigned[s]] += weights[s];
    distance += weights[s] * nearest[s];
  }
  return { kept, weights: moved, distance };
}

function distanceOf(features: Float64Array, p: number, a: number, b: number): number {
  let sum = 0;
  for (let k = 0; k < p; k++) sum += (features[a * p + k] - features[b * p + k]) ** 2;
  return Math.sqrt(sum);
}
