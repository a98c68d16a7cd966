// What asking a price for response and reserve is worth: for each day the plan of greatest mean with every service
// offered as a price taker and with prices asked, both found on the same plan scenarios (two-stage search) and carried out
// by the run's policy on the same fresh scenarios, with the paired difference and its standard error.
//   npx tsx bench/offers.ts [--config FILE] [--dates D,D,…] [--plan 300] [--fresh 4000] [--steps 4]
import { parseArgs } from 'node:util';
import type { PipelineConfig } from '../src/config.ts';
import type { Plan, PlanProblem } from '../src/domain/plan-problem.ts';
import { acceptedPlan } from '../src/domain/plan-problem.ts';
import { fitBasisChain } from '../src/fit/basis-chain.ts';
import { fitBasisForecast } from '../src/fit/basis-forecast.ts';
import { publicationDelay } from '../src/ingest/market-gates.ts';
import { solvePlanByDecomposition } from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { withOfferPrices } from '../src/optimise/offer-prices.ts';
import { planProblemOfDay, runShortfallPenalty } from '../src/optimise/plan-problem-of-day.ts';
import { carryOut } from '../src/optimise/policy/carry-out.ts';
import { policies } from '../src/optimise/policy/policies.ts';
import { verifyCarriedOut } from '../src/optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../src/optimise/settle.ts';
import { conditionalValueAtRisk } from '../src/risk/conditional-value-at-risk.ts';
import { openStudies } from './open-study.ts';
import { pairedDifference, total } from './paired-difference.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'pipeline.config.ts' },
    dates: { type: 'string' },
    plan: { type: 'string', default: '300' },
    fresh: { type: 'string', default: '4000' },
    steps: { type: 'string', default: '4' },
  },
});
const [planCount, freshCount, steps] = [options.plan, options.fresh, options.steps].map(Number);

const { config, studyOf } = await openStudies(options.config);
const asking: PipelineConfig = {
  ...config,
  markets: config.markets.map((market) => (market.role === 'service' ? { ...market, offer: { steps } } : market)),
};
const delay = publicationDelay(config);
const policy = policies[config.policy.kind];

console.log(
  `## ${config.name}: ${planCount} plan scenarios, ${freshCount} fresh ones, ${steps} prices, policy ${policy.name}, ${config.reportingCurrency} a day\n\n` +
    '| day | offers | mean | CVaR | accepted MW on average | paid below zero, MW h | mean less price taker |\n|---|---|--:|--:|--:|--:|--:|',
);
for (const asked of options.dates?.split(',') ?? [undefined]) {
  const { night, date, model, draw } = studyOf(asked);
  const [planSet, freshSet] = [draw(0, planCount), draw(planCount, freshCount)];
  const penalty = 4 * runShortfallPenalty(config, night, freshSet);
  const judged: Float64Array[] = [];
  for (const [name, own] of [
    ['price taker', config],
    ['priced', withOfferPrices(asking, planSet)],
  ] as const) {
    const planned = planProblemOfDay(own, night, planSet, 0, penalty);
    const fresh = planProblemOfDay(own, night, freshSet, 0, penalty);
    const { plan } = (
      await solvePlanByDecomposition(planned, { frontierPoints: 0, ends: false, relativeGap: 1e-5, limit: null })
    ).best;
    const known = { planned, basis: fitBasisForecast(model, 0, delay), chain: fitBasisChain(model, 0, delay) };
    const carried = carryOut(policy, known, fresh, plan);
    verifyCarriedOut(fresh, plan, carried);
    const profit = profitByScenario(carried.flows);
    judged.push(profit);
    const { acceptedMW, paidBelowZero } = acceptance(fresh, plan);
    const cells = [
      (total(profit) / freshCount).toFixed(1),
      conditionalValueAtRisk(
        profit.map((value) => -value),
        null,
        config.risk.confidenceLevel,
      ).toFixed(0),
      acceptedMW.toFixed(2),
      paidBelowZero.toFixed(2),
      name === 'priced' ? pairedDifference(profit, judged[0]) : '',
    ];
    console.log(`| ${date} | ${name} | ${cells.join(' | ')} |`);
  }
}

/** Means over scenarios: accepted MW over services and blocks, and MW h reserved where the price clears below zero. */
function acceptance(problem: PlanProblem, plan: Plan): { acceptedMW: number; paidBelowZero: number } {
  let [accepted, below, hoursInAll] = [0, 0, 0];
  for (let s = 0; s < problem.scenarioCount; s++) {
    acceptedPlan(problem, plan, s).reservedMW.forEach((reserved, k) => {
      const { availability, blockStarts } = problem.services[k];
      reserved.forEach((megawatts, b) => {
        const hours = problem.periodHours * (blockStarts[b + 1] - blockStarts[b]);
        hoursInAll += hours / problem.services.length;
        accepted += megawatts * hours;
        if (availability[s * reserved.length + b] < 0) below += megawatts * hours;
      });
    });
  }
  return { acceptedMW: accepted / hoursInAll, paidBelowZero: below / problem.scenarioCount };
}
