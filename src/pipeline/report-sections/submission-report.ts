import { energyMarket, serviceMarkets, type MarketConfig, type PipelineConfig } from '../../config.ts';
import type { PipelineResult } from '../../pipeline.ts';
import { profitByScenario } from '../../optimise/settle.ts';
import type { ReportPlan } from '../../report/model/report-plan.ts';
import type { ReportSubmission, RoundingCost, SubmissionRule } from '../../report/model/report-submission.ts';
import { roundingCost } from '../submission-figures.ts';
import { submissionRows } from '../submission-rows.ts';

/** What is submitted, for the page and `plan.csv` alike. */
export function reportSubmission(result: PipelineResult, config: PipelineConfig, plan: ReportPlan): ReportSubmission {
  const { problem, submitted, sets } = result;
  const offered = new Set(problem.services.map(({ name }) => name));
  return {
    rows: submissionRows(config, problem, submitted, sets.evaluate.days[0], {
      dayAhead: plan.dayAhead.expectedPrice,
      services: plan.services.map(({ expectedPrice }) => expectedPrice),
    }),
    rules: [
      ...(problem.dayAheadClosed === true ? [] : [energyMarket(config, 'dayAhead')]),
      ...serviceMarkets(config).filter(({ name }) => offered.has(name)),
    ].map(submissionRule),
    rounding: reportRounding(result, config),
  };
}

/** What rounding to lots costs under the run's policy; null: nothing was rounded. */
export function reportRounding(
  { unroundedProfit, policy, sets }: Pick<PipelineResult, 'unroundedProfit' | 'policy' | 'sets'>,
  { risk }: PipelineConfig,
): RoundingCost | null {
  if (unroundedProfit === null) return null;
  return roundingCost(sets.evaluate.weights, unroundedProfit, profitByScenario(policy.flows), risk.confidenceLevel);
}

function submissionRule(market: MarketConfig): SubmissionRule {
  const { lotMW, minimumMW, priceTick, mostSteps } = market.rules;
  const parts = [
    ...(lotMW > 0 ? [`multiples of ${lotMW} MW`] : []),
    ...(minimumMW > 0 ? [`at least ${minimumMW} MW`] : []),
    ...(priceTick > 0 ? [`prices in steps of ${priceTick}`] : []),
    ...(market.priceLimits === undefined ? [] : [`from ${market.priceLimits.min} to ${market.priceLimits.max}`]),
    ...(mostSteps === undefined ? [] : [`at most ${mostSteps} prices an order`]),
  ];
  return {
    market: market.role === 'dayAhead' ? 'dayAhead' : market.name,
    displayName: market.displayName ?? market.name,
    gateClosure: market.gateClosure ?? null,
    text: parts.join(', '),
  };
}
