import type { Plan } from '../domain/plan-problem.ts';
import { choosePlan, type ChooseScenarios, type PlanChoice } from '../optimise/choose-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { PlanFrontiers } from './search-plans.ts';
import { submissionPlans } from './submission-plan.ts';
import { submissionRules } from './submission-rows.ts';

export interface Proposal {
  readonly choice: PlanChoice;
  /** The proposed plan in volumes that the markets accept. */
  readonly submitted: Plan;
}

/** Chooses among both frontiers on the *choose* scenarios, and rounds the plan to what the markets accept, there too. */
export async function proposePlan(
  { config, sets, planned }: PreparedPlan,
  frontiers: PlanFrontiers,
  profitsOf: ChooseScenarios['profitsOf'],
): Promise<Proposal> {
  const { weights } = sets.choose;
  const choice = await choosePlan(
    { weights, confidenceLevel: config.risk.confidenceLevel, profitsOf },
    (['schedule', 'recourse'] as const).map((search) => ({ search, points: frontiers[search].frontier })),
    config.risk.limit,
  );
  const roundings = submissionPlans(planned, choice.proposed.plan, submissionRules(config, planned));
  const means = (roundings.length === 1 ? [] : await profitsOf(roundings)).map((profit) =>
    profit.reduce((sum, value, s) => sum + weights[s] * value, 0),
  );
  return { choice, submitted: roundings[Math.max(0, means.indexOf(Math.max(...means)))] };
}
