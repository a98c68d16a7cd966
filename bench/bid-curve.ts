// What a bid curve earns beside a position, on scenarios that neither was fitted to. Both are the two-stage plan of greatest
// mean on the same plan scenarios, then under a limit on CVaR halfway between the least CVaR and that of the position of
// greatest mean; all settled on the same fresh scenarios: with recourse, which sees the day's imbalance prices, linear and
// exact (never charging and discharging at once), and by the policy rolling. Differences are paired: over the sets of plan
// scenarios they are averaged scenario by scenario first, and the least and greatest of the sets stand beside.
//   npx tsx bench/bid-curve.ts [--config FILE] [--date D] [--scenarios 200,1000] [--fresh 4000] [--repeats 3] [--steps 4]
import { parseArgs } from 'node:util';
import type { PipelineConfig } from '../src/config.ts';
import { seriesInterval } from '../src/config/market-access.ts';
import type { Plan, PlanProblem } from '../src/domain/plan-problem.ts';
import { fitBasisChain } from '../src/fit/basis-chain.ts';
import { fitBasisForecast } from '../src/fit/basis-forecast.ts';
import { publicationDelay } from '../src/ingest/market-gates.ts';
import { withBidThresholds } from '../src/optimise/bid-thresholds.ts';
import {
  solvePlanByDecomposition,
  type DecompositionSolution,
} from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { evaluateRecourse } from '../src/optimise/evaluate-plan.ts';
import { planProblemOfDay, runShortfallPenalty } from '../src/optimise/plan-problem-of-day.ts';
import { carryOut } from '../src/optimise/policy/carry-out.ts';
import { rolling } from '../src/optimise/policy/rolling.ts';
import { profitByScenario } from '../src/optimise/settle.ts';
import { conditionalValueAtRisk } from '../src/risk/conditional-value-at-risk.ts';
import { samplingErrors, subsetValues } from '../src/risk/sampling-error.ts';
import { openStudy } from './open-study.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'pipeline.config.ts' },
    date: { type: 'string' },
    scenarios: { type: 'string', default: '200,1000' },
    fresh: { type: 'string', default: '4000' },
    repeats: { type: 'string', default: '3' },
    steps: { type: 'string', default: '4' },
  },
});

const study = await openStudy(options.config, options.date);
const sizes = options.scenarios.split(',').map(Number);
const [fresh, repeats, steps] = [options.fresh, options.repeats, options.steps].map(Number);
const freshSet = study.draw(repeats * Math.max(...sizes), fresh);
// A curve asks one price an interval: where the prices are of half-hours, both sell half-hours.
const config: PipelineConfig = {
  ...study.config,
  markets: study.config.markets.map((market) =>
    market.role === 'dayAhead'
      ? { ...market, interval: seriesInterval(market) === 'period' ? 'period' : market.interval }
      : market,
  ),
};
const { night } = study;
const penalty = 4 * runShortfallPenalty(config, night, freshSet);
const delay = publicationDelay(config);
const fitted = {
  basis: fitBasisForecast(study.model, 0, delay),
  chain: fitBasisChain(study.model, 0, delay),
};
const level = config.risk.confidenceLevel;

type Settle = (problem: PlanProblem, planned: PlanProblem, plan: Plan) => Float64Array;
const recourse =
  (physics: 'relaxed' | 'exact'): Settle =>
  (problem, _planned, plan) => {
    const { profitByPeriod } = evaluateRecourse(problem, plan, physics);
    const T = problem.periodCount;
    return Float64Array.from({ length: problem.scenarioCount }, (_, s) =>
      profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, profit) => sum + profit, 0),
    );
  };
const settlements: Readonly<Record<string, Settle>> = {
  recourse: recourse('relaxed'),
  'exact recourse': recourse('exact'),
  rolling: (problem, planned, plan) => profitByScenario(carryOut(rolling, { planned, ...fitted }, problem, plan).flows),
};

/** Profit on the fresh scenarios, by settlement, of one plan. */
type Judged = Readonly<Record<string, Float64Array>>;

console.log(
  `## ${config.name}, ${study.date}: ${repeats} sets of plan scenarios, ${fresh} fresh scenarios, ${steps} steps, CVaR at ${level}, ${config.reportingCurrency} a day\n`,
);
console.log(
  '| plan scenarios | plan | settled by | mean, position | mean, curve | curve − position | of the sets | CVaR, position | CVaR, curve | curve − position |\n|--:|---|---|--:|--:|--:|--:|--:|--:|--:|',
);
for (const size of sizes) {
  const pairs: { readonly position: readonly [Judged, Judged]; readonly curve: readonly [Judged, Judged] }[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) pairs.push(await pairOf(repeat * size, size));
  ['greatest mean', 'limited'].forEach((name, which) => {
    for (const settlement of Object.keys(settlements))
      row(
        [String(size), name, settlement],
        pairs.map(({ position }) => position[which][settlement]),
        pairs.map(({ curve }) => curve[which][settlement]),
      );
  });
}

async function pairOf(firstScenario: number, size: number) {
  const set = study.draw(firstScenario, size);
  const bidding = withBidThresholds({ ...config, decision: { ...config.decision, dayAhead: 'bidCurve', steps } }, set);
  const position = await plansOf({ ...config, decision: { ...config.decision, dayAhead: 'position' } }, null);
  const curve = await plansOf(bidding, position.limit);
  return { position: position.judged, curve: curve.judged };

  async function plansOf(own: PipelineConfig, askedLimit: number | null) {
    const planned = planProblemOfDay(own, night, set, 0, penalty);
    const problem = planProblemOfDay(own, night, freshSet, 0, penalty);
    const solve = (limit: number | null): Promise<DecompositionSolution> =>
      solvePlanByDecomposition(planned, { limit, frontierPoints: 0, relativeGap: 1e-4 });
    const judge = ({ best }: DecompositionSolution): Judged =>
      Object.fromEntries(Object.entries(settlements).map(([name, of]) => [name, of(problem, planned, best.plan)]));
    const richest = await solve(null);
    const limit = askedLimit ?? (richest.minimumConditionalValueAtRisk + richest.best.conditionalValueAtRisk) / 2;
    return { limit, judged: [judge(richest), judge(await solve(limit))] as const };
  }
}

function row(labels: readonly string[], position: readonly Float64Array[], curve: readonly Float64Array[]): void {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const tail = (values: Float64Array): number =>
    conditionalValueAtRisk(
      values.map((value) => -value),
      null,
      level,
    );
  const over = (of: (values: Float64Array) => number, profits: readonly Float64Array[]): number =>
    profits.reduce((sum, values) => sum + of(values), 0) / profits.length;
  const difference = (of: (values: Float64Array) => number): string => {
    const value = over(of, curve) - over(of, position);
    const [error] = samplingErrors((subset) => {
      const cut = (profits: readonly Float64Array[]) => profits.map((values) => subsetValues(values, subset));
      return [over(of, cut(curve)) - over(of, cut(position))];
    }, fresh);
    return `${value.toFixed(1)} ± ${(error ?? NaN).toFixed(1)}`;
  };
  const bySet = curve.map((values, i) => mean(values) - mean(position[i]));
  const cells = [
    over(mean, position).toFixed(0),
    over(mean, curve).toFixed(0),
    difference(mean),
    `${Math.min(...bySet).toFixed(1)} to ${Math.max(...bySet).toFixed(1)}`,
    over(tail, position).toFixed(0),
    over(tail, curve).toFixed(0),
    difference(tail),
  ];
  console.log(`| ${[...labels, ...cells].join(' | ')} |`);
}
