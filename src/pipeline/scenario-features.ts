import type { PlanProblem } from '../domain/plan-problem.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { spread } from '../math/spread.ts';

/** A number that describes each scenario's prices on the first day. */
export interface NamedFeature {
  /** `imbalance 16-20`: market, then the hours since the start of delivery that it covers. */
  readonly name: string;
  readonly market: string;
  /** First and last period (excluded) that it looks at. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'mean' | 'spread' | 'maximum';
  readonly values: Float64Array;
}

/**
 * Features that may tell bad days from others: means of day-ahead, imbalance and basis by four-hour window,
 * the day's spread (dearest less cheapest four hours) and maximum, and each offered service's mean.
 */
export function scenarioFeatures(set: ScenarioSet, problem: PlanProblem): NamedFeature[] {
  const { periodCount: T, periodHours } = problem;
  const window = Math.round(4 / periodHours);
  const basis = problem.imbalance.map((price, i) => price - problem.dayAhead[i]);
  const markets: [string, Float64Array][] = [
    ['dayAhead', problem.dayAhead],
    ['imbalance', problem.imbalance],
    ['basis', basis],
  ];
  const features: NamedFeature[] = [];
  const add = (
    market: string,
    kind: NamedFeature['kind'],
    from: number,
    to: number,
    measure: (row: Float64Array) => number,
    matrix: Float64Array,
    width: number,
  ) => {
    const values = Float64Array.from({ length: set.scenarioCount }, (_, s) =>
      measure(matrix.subarray(s * width, (s + 1) * width)),
    );
    features.push({ name: `${market} ${kind} ${from}-${to}`, market, kind, from, to, values });
  };
  for (const [market, matrix] of markets) {
    add(market, 'mean', 0, T, mean, matrix, T);
    for (let from = 0; from < T; from += window) {
      const to = Math.min(T, from + window);
      add(market, 'mean', from, to, (row) => mean(row.subarray(from, to)), matrix, T);
    }
  }
  for (const [market, matrix] of markets.slice(0, 2))
    add(market, 'spread', 0, T, (row) => spread(row, window), matrix, T);
  add(
    'imbalance',
    'maximum',
    0,
    T,
    (row) => row.reduce((most, price) => Math.max(most, price), -Infinity),
    problem.imbalance,
    T,
  );
  for (const service of problem.services)
    add(service.name, 'mean', 0, T, mean, service.availability, service.blockStarts.length - 1);
  return features;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
