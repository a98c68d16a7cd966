import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { PlanProblem } from '../domain/plan-problem.ts';
import { DataError } from '../errors.ts';

/** Throws a DataError that names scenario, period and series (counted from 0) where a price is not a finite number. */
export function requireFiniteScenarios({ assets }: FleetProblem): void {
  for (const problem of assets) {
    const { periodCount: T } = problem;
    requireFinite('day-ahead price', problem.dayAhead, T, 'period');
    requireFinite('imbalance price', problem.imbalance, T, 'period');
    for (const { name, availability, utilisationPrice, blockStarts } of problem.services) {
      requireFinite(`availability price of ${name}`, availability, blockStarts.length - 1, 'block');
      if (utilisationPrice !== null) requireFinite(`utilisation price of ${name}`, utilisationPrice, T, 'period');
    }
    requireWeights(problem);
  }
}

/** @param values scenarios × columns, row-major */
function requireFinite(series: string, values: Float64Array, columns: number, unit: 'period' | 'block'): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new DataError('a scenario has a missing value', {
    field: `${series}, scenario ${Math.floor(at / columns)}, ${unit} ${at % columns}`,
    rule: 'a finite number',
    value: values[at],
    remedy: 'fill the gap or leave the scenario out',
  });
}

function requireWeights({ weights }: PlanProblem): void {
  const at = weights.findIndex((weight) => !(Number.isFinite(weight) && weight >= 0));
  if (at < 0) return;
  throw new DataError('a scenario has no weight', {
    field: `scenario ${at}`,
    rule: 'a finite number, 0 or greater',
    value: weights[at],
    remedy: 'correct the weights',
  });
}
