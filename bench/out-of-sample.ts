// What a CVaR limit is worth on scenarios that the plan was not fitted to, and how far a plan's own figures flatter
// it. For growing numbers of plan scenarios: the risk-neutral plan and the plan under a limit halfway between the least
// CVaR and that of the risk-neutral plan, both settled with their recourse on the same fresh scenarios; over several
// disjoint sets of plan scenarios.
//   npx tsx bench/out-of-sample.ts [--config FILE] [--date D] [--scenarios 100,300,1000] [--fresh 4000] [--repeats 4]
import { parseArgs } from 'node:util';
import type { PlanProblem, Plan } from '../src/domain/plan-problem.ts';
import { randomStream } from '../src/math/random-stream.ts';
import { solvePlanByDecomposition } from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { evaluateRecourse } from '../src/optimise/evaluate-plan.ts';
import { planProblemOfDay, runShortfallPenalty } from '../src/optimise/plan-problem-of-day.ts';
import type { FrontierPlan } from '../src/optimise/plan-solution.ts';
import { conditionalValueAtRisk } from '../src/risk/conditional-value-at-risk.ts';
import { openStudy } from './open-study.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'pipeline.config.ts' },
    date: { type: 'string' },
    scenarios: { type: 'string', default: '100,300,1000' },
    fresh: { type: 'string', default: '4000' },
    repeats: { type: 'string', default: '4' },
  },
});
const BOOTSTRAP_DRAWS = 400;

const { config, night, date, draw } = await openStudy(options.config, options.date);
const sizes = options.scenarios.split(',').map(Number);
const [fresh, repeats] = [Number(options.fresh), Number(options.repeats)];
// The fresh scenarios come after every set that a plan is fitted to.
const freshSet = draw(repeats * Math.max(...sizes), fresh);
const judge = planProblemOfDay(config, night, freshSet, 0, 4 * runShortfallPenalty(config, night, freshSet));
const level = config.risk.confidenceLevel;
const money = (amount: number): string => amount.toFixed(0);

console.log(
  `## ${config.name}, ${date}: ${repeats} sets of plan scenarios, ${fresh} fresh scenarios, CVaR at ${level}, recourse (sees the day's imbalance prices), ${config.reportingCurrency}\n`,
);
console.log(
  '| plan scenarios | plan | mean in sample | out of sample | CVaR in sample | out of sample | out − in sample | CVaR less than risk-neutral, 95 % interval |\n|--:|---|--:|--:|--:|--:|--:|--:|',
);
for (const size of sizes) {
  const trials: { neutral: Judged; limited: Judged }[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const set = draw(repeat * size, size);
    const problem = planProblemOfDay(config, night, set, 0, judge.shortfallPenalty);
    const request = { frontierPoints: 0, relativeGap: 1e-4 };
    const neutral = await solvePlanByDecomposition(problem, { ...request, limit: null });
    const limit = (neutral.minimumConditionalValueAtRisk + neutral.best.conditionalValueAtRisk) / 2;
    const limited = await solvePlanByDecomposition(problem, { ...request, limit });
    trials.push({ neutral: judged(neutral.best), limited: judged(limited.best) });
  }
  row(
    size,
    'risk-neutral',
    trials.map(({ neutral }) => neutral),
    '',
  );
  row(
    size,
    'limited',
    trials.map(({ limited }) => limited),
    reduction(trials),
  );
}

/** A plan with its figures in sample and its losses on the fresh scenarios. */
interface Judged {
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
  readonly losses: Float64Array;
}

function judged({ plan, mean, conditionalValueAtRisk }: FrontierPlan): Judged {
  return { mean, conditionalValueAtRisk, losses: lossesOf(judge, plan) };
}

function row(size: number, name: string, trials: readonly Judged[], change: string): void {
  const outside = trials.map(({ losses }) => conditionalValueAtRisk(losses, null, level));
  const optimism = outside.map((value, i) => value - trials[i].conditionalValueAtRisk);
  const cells = [
    average(trials.map((trial) => trial.mean)),
    average(trials.map(({ losses }) => -average([...losses]))),
    average(trials.map((trial) => trial.conditionalValueAtRisk)),
    average(outside),
  ].map(money);
  console.log(
    `| ${size} | ${name} | ${cells.join(' | ')} | ${money(average(optimism))} ± ${money(standardError(optimism))} | ${change} |`,
  );
}

/** Loss of a plan in every scenario, with its best recourse. */
function lossesOf(problem: PlanProblem, plan: Plan): Float64Array {
  const { profitByPeriod } = evaluateRecourse(problem, plan, 'relaxed');
  const T = problem.periodCount;
  return Float64Array.from({ length: problem.scenarioCount }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((loss, profit) => loss - profit, 0),
  );
}

/** CVaR of the risk-neutral plans less that of the limited ones, with a percentile interval from resampled scenarios. */
function reduction(trials: readonly { readonly neutral: Judged; readonly limited: Judged }[]): string {
  const gain = (picked: Int32Array): number => {
    const tail = ({ losses }: Judged): number =>
      conditionalValueAtRisk(
        Float64Array.from(picked, (s) => losses[s]),
        null,
        level,
      );
    return average(trials.map(({ neutral, limited }) => tail(neutral) - tail(limited)));
  };
  const draws = Array.from({ length: BOOTSTRAP_DRAWS }, (_, i) => {
    const stream = randomStream(config.seed, 'bankBand', i);
    return gain(Int32Array.from({ length: fresh }, () => Math.floor(stream.uniform() * fresh)));
  }).toSorted((a, b) => a - b);
  const [low, high] = [0.025, 0.975].map((share) => draws[Math.floor(share * (BOOTSTRAP_DRAWS - 1))]);
  return `${money(gain(Int32Array.from({ length: fresh }, (_, s) => s)))} (${money(low)} to ${money(high)})`;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const centre = average(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
}
