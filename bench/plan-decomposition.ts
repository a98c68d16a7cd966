import type { PlanProblem } from '../src/domain/plan-problem.ts';
import { openModel } from '../src/lp/highs-solver.ts';
import { scenarioCuts } from '../src/optimise/decomposition/scenario-cuts.ts';
import {
  solvePlanByDecomposition,
  type DecompositionSolution,
} from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { extensiveForm } from '../src/optimise/extensive-form.ts';
import type { BenchRow } from './dispatch-kernel.ts';
import { syntheticDay } from './synthetic-day.ts';

const relativeGap = 1e-4;
const givenUpAfterSeconds = 60;

/**
 * The plan under one CVaR limit on a synthetic day, T = 48: the extensive form in HiGHS and the decomposition
 * side by side on 100 scenarios, then the decomposition alone on more. One thread. The limit lies halfway
 * between the least CVaR and that of the greatest mean. A HiGHS run is given up after 60 s.
 */
export async function runPlanBenchmark(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const add = (name: string, value: number, unit: string): void => void rows.push({ name, value, unit });

  const small = syntheticDay({ scenarioCount: 100, serviceCount: 6 });
  const smallLimit = await middleLimit(small);
  let fastest = Infinity;
  let reference = NaN;
  for (const method of ['ipm', 'simplex'] as const) {
    const { seconds, mean } = await timeExtensiveForm(small, smallLimit, method);
    fastest = Math.min(fastest, seconds);
    reference = mean ?? reference;
    add(`S = 100, extensive form, ${method}${mean === null ? ', given up' : ''}`, seconds, 's');
  }
  const decomposed = await timeDecomposition(small, smallLimit);
  add('S = 100, decomposition', decomposed.seconds, 's');
  add('S = 100, relative difference of the means', Math.abs(decomposed.solution.best.mean / reference - 1), '');
  add('S = 100, extensive form / decomposition', fastest / decomposed.seconds, '×');

  for (const scenarioCount of [1000, 10_000]) {
    const day = syntheticDay({ scenarioCount, serviceCount: 6 });
    const limit = await middleLimit(day);
    const title = `S = ${scenarioCount.toLocaleString('en-GB')}`;
    add(`${title}, one evaluation of values and gradients`, timeEvaluation(day), 's');
    const one = await timeDecomposition(day, limit);
    add(`${title}, one limit`, one.seconds, 's');
    add(`${title}, evaluations`, one.solution.evaluations, '');
    add(`${title}, relative gap`, one.solution.relativeGap, '');
    if (scenarioCount > 1000) continue;
    const whole = await timeDecomposition(day, limit, 0, true);
    add(`${title}, one limit and both ends of the frontier`, whole.seconds, 's');
    const frontier = await timeDecomposition(day, limit, 15, true);
    add(`${title}, frontier of 15 points, limit and ends`, frontier.seconds, 's');
    add(`${title}, frontier / one limit and ends`, frontier.seconds / whole.seconds, '×');
    for (const deviationLimitMW of [25, 5]) {
      const limited = { ...day, deviationLimitMW };
      const { seconds, solution } = await timeDecomposition(limited, await middleLimit(limited));
      add(`${title}, one limit, deviation at most ${deviationLimitMW} MW`, seconds, 's');
      add(`${title}, evaluations, deviation at most ${deviationLimitMW} MW`, solution.evaluations, '');
    }
  }
  return rows;
}

/** Halfway between the ends of the frontier, found to 1e-3; also warms the code up. */
async function middleLimit(problem: PlanProblem): Promise<number> {
  const ends = await solvePlanByDecomposition(problem, {
    limit: null,
    frontierPoints: 0,
    relativeGap: 1e-3,
  });
  return 0.5 * (ends.minimumConditionalValueAtRisk + ends.best.conditionalValueAtRisk);
}

async function timeDecomposition(
  problem: PlanProblem,
  limit: number,
  frontierPoints = 0,
  ends = false,
): Promise<{ seconds: number; solution: DecompositionSolution }> {
  const started = performance.now();
  const solution = await solvePlanByDecomposition(problem, {
    limit,
    frontierPoints,
    ends,
    relativeGap,
  });
  return { seconds: (performance.now() - started) / 1000, solution };
}

/** Greatest mean under the limit, assembling included; mean null where it was given up. */
async function timeExtensiveForm(
  problem: PlanProblem,
  limit: number,
  method: 'ipm' | 'simplex',
): Promise<{ seconds: number; mean: number | null }> {
  const started = performance.now();
  const form = extensiveForm(problem);
  const model = await openModel(form.program, { timeLimitSeconds: givenUpAfterSeconds });
  try {
    const costs = new Float64Array(form.program.columnCount);
    costs.set(problem.weights, form.profitColumn);
    model.setCosts(costs);
    model.setRowBounds(form.measures[0].riskRow, -Infinity, limit / form.moneyScale);
    const solution = model.solve({ method });
    return {
      seconds: (performance.now() - started) / 1000,
      mean: solution.status === 'optimal' ? solution.objective * form.moneyScale : null,
    };
  } finally {
    model.dispose();
  }
}

function timeEvaluation(problem: PlanProblem): number {
  const evaluate = scenarioCuts(problem, 0, problem.scenarioCount);
  const plan = {
    dayAheadMW: new Float64Array(problem.intervalStarts.length - 1).fill(5),
    stepsMW: new Float64Array(0),
    reservedMW: problem.services.map(({ blockStarts }) => new Float64Array(blockStarts.length - 1).fill(3)),
  };
  evaluate(plan);
  const started = performance.now();
  for (let i = 0; i < 3; i++) evaluate(plan);
  return (performance.now() - started) / 3000;
}
