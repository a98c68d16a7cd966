import type { Plan, PlanProblem } from '../../../src/domain/plan-problem.ts';
import { firstStage, planOfVector } from '../../../src/optimise/first-stage.ts';
import { seededUniform } from '../../dispatch/seeded-uniform.ts';

/** A plan within the rows of the first stage: a random one, shrunk until it is inside. */
export function feasiblePlan(problem: PlanProblem, seed: number): Plan {
  const stage = firstStage(problem);
  const random = seededUniform(seed);
  const drawn = Array.from(
    { length: stage.columnCount },
    (_, j) => stage.lowerMW[j] + random() * (stage.upperMW[j] - stage.lowerMW[j]),
  );
  const scale = stage.rows.reduce((least, { terms, lowerMW, upperMW }) => {
    const value = terms.reduce((sum, [column, coefficient]) => sum + coefficient * drawn[column], 0);
    if (value > upperMW) return Math.min(least, upperMW / value);
    return value < lowerMW ? Math.min(least, lowerMW / value) : least;
  }, 1);
  return planOfVector(
    stage,
    Float64Array.from(drawn, (value) => value * scale),
  );
}
