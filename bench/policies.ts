// The policies beside one another: for each day one plan (greatest mean on its plan scenarios, two-stage search)
// carried out by every policy on fresh scenarios of that day, with the paired difference from `rolling` and its standard
// error, and what a scenario costs to carry out.
//   npx tsx bench/policies.ts [--config FILE] [--dates D,D,…] [--plan 300] [--fresh 4000]
import { parseArgs } from 'node:util';
import { fitBasisChain } from '../src/fit/basis-chain.ts';
import { fitBasisForecast } from '../src/fit/basis-forecast.ts';
import { publicationDelay } from '../src/ingest/market-gates.ts';
import { solvePlanByDecomposition } from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { evaluateRecourse } from '../src/optimise/evaluate-plan.ts';
import { planProblemOfDay, runShortfallPenalty } from '../src/optimise/plan-problem-of-day.ts';
import { carryOut } from '../src/optimise/policy/carry-out.ts';
import { policies } from '../src/optimise/policy/policies.ts';
import { verifyCarriedOut } from '../src/optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../src/optimise/settle.ts';
import { conditionalValueAtRisk } from '../src/risk/conditional-value-at-risk.ts';
import { openStudies } from './open-study.ts';
import { pairedDifference, total } from './paired-difference.ts';
import { processorTime } from './processor-time.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'pipeline.config.ts' },
    dates: { type: 'string' },
    plan: { type: 'string', default: '300' },
    fresh: { type: 'string', default: '4000' },
  },
});
const [planCount, freshCount] = [Number(options.plan), Number(options.fresh)];

const { config, studyOf } = await openStudies(options.config);
const delay = publicationDelay(config);

console.log(
  `## ${config.name}: ${planCount} plan scenarios, ${freshCount} fresh ones, ${config.reportingCurrency} a day\n\n` +
    '| day | policy | mean | CVaR | mean less that of `rolling` | ms of processor a scenario |\n|---|---|--:|--:|--:|--:|',
);
for (const asked of options.dates?.split(',') ?? [undefined]) {
  const { night, date, model, draw } = studyOf(asked);
  const freshSet = draw(planCount, freshCount);
  const penalty = 4 * runShortfallPenalty(config, night, freshSet);
  const planned = planProblemOfDay(config, night, draw(0, planCount), 0, penalty);
  const fresh = planProblemOfDay(config, night, freshSet, 0, penalty);
  const { best } = await solvePlanByDecomposition(planned, { frontierPoints: 0, relativeGap: 1e-4, limit: null });
  const known = { planned, basis: fitBasisForecast(model, 0, delay), chain: fitBasisChain(model, 0, delay) };
  const profits = Object.values(policies).map((policy) => {
    const before = processorTime();
    const carried = carryOut(policy, known, fresh, best.plan);
    const milliseconds = (processorTime() - before) / freshCount;
    verifyCarriedOut(fresh, best.plan, carried);
    return { name: policy.name, profit: profitByScenario(carried.flows), milliseconds };
  });
  const recourse = evaluateRecourse(fresh, best.plan, 'exact').profitByPeriod;
  const T = fresh.periodCount;
  const exact = Float64Array.from({ length: freshCount }, (_, s) => total(recourse.subarray(s * T, (s + 1) * T)));
  const rolling = profits.find(({ name }) => name === 'rolling')!.profit;
  for (const { name, profit, milliseconds } of [
    ...profits,
    { name: 'recourse (sees the day)', profit: exact, milliseconds: NaN },
  ]) {
    const losses = profit.map((value) => -value);
    const cells = [
      (total(profit) / freshCount).toFixed(0),
      conditionalValueAtRisk(losses, null, config.risk.confidenceLevel).toFixed(0),
      name === 'rolling' ? '' : pairedDifference(profit, rolling),
      Number.isNaN(milliseconds) ? '' : milliseconds.toFixed(2),
    ];
    console.log(`| ${date} | ${name} | ${cells.join(' | ')} |`);
  }
}
