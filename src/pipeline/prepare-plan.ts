import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import type { PlanProblem } from '../domain/plan-problem.ts';
import { scenarioSlice, type ScenarioSet } from '../domain/scenario-set.ts';
import { fitBasisChain } from '../fit/basis-chain.ts';
import { fitBasisForecast } from '../fit/basis-forecast.ts';
import { publicationDelay } from '../ingest/market-gates.ts';
import { withBidThresholds } from '../optimise/bid-thresholds.ts';
import { withOfferPrices } from '../optimise/offer-prices.ts';
import { planProblemOfDay, runShortfallPenalty } from '../optimise/plan-problem-of-day.ts';
import type { ScenarioModel } from '../simulate/fit-scenario-model.ts';
import { closedAfterAuction } from './closed-day-ahead.ts';
import type { CarryOutSettings } from './evaluate-outcome.ts';
import { scenarioRanges } from './run-settings.ts';

/** A day's scenarios made ready for planning and for carrying plans out. */
export interface PreparedPlan {
  /** With the thresholds of bid curve and offers filled in. */
  readonly config: PipelineConfig;
  /** Disjoint. */
  readonly sets: { readonly plan: ScenarioSet; readonly choose: ScenarioSet; readonly evaluate: ScenarioSet };
  readonly shortfallPenalty: number;
  /** The planned day on the *plan* scenarios, and on those of them that the two-stage problem is solved on. */
  readonly planned: PlanProblem;
  readonly inFull: PlanProblem;
  readonly settings: CarryOutSettings;
}

/** Sets, penalty, problems and the policy's forecasts of one day: all that the plan is made from. */
export function preparePlan(
  given: PipelineConfig,
  night: NightState,
  model: ScenarioModel,
  scenarios: ScenarioSet,
): PreparedPlan {
  const ranges = scenarioRanges(given);
  const sets = {
    plan: scenarioSlice(scenarios, ...ranges.plan),
    choose: scenarioSlice(scenarios, ...ranges.choose),
    evaluate: scenarioSlice(scenarios, ...ranges.evaluate),
  };
  const shortfallPenalty = runShortfallPenalty(given, night, scenarios);
  const config = withOfferPrices(withBidThresholds(closedAfterAuction(given), sets.plan), sets.plan);
  const problemOf = (set: ScenarioSet): PlanProblem => planProblemOfDay(config, night, set, 0, shortfallPenalty);
  const leads = Array.from(sets.plan.days.keys());
  return {
    config,
    sets,
    shortfallPenalty,
    planned: problemOf(sets.plan),
    inFull: problemOf(scenarioSlice(sets.plan, 0, config.scenarios.recourse)),
    settings: {
      config,
      night,
      shortfallPenalty,
      basis: leads.map((lead) => fitBasisForecast(model, lead, publicationDelay(config))),
      chains: leads.map((lead) => fitBasisChain(model, lead, publicationDelay(config))),
    },
  };
}
