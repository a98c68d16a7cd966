import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import type { PlanOutcomeOfDay } from '../backtest/plan-backtest.ts';
import { DataError, FitError } from '../errors.ts';
import { assessData } from '../ingest/assess-data.ts';
import { knownHistory } from '../ingest/known-history.ts';
import { checkPlanDate } from '../ingest/plan-date.ts';
import { perfectForesight } from '../optimise/perfect-foresight.ts';
import { planProblemOfDay, runShortfallPenalty, servicesOfPlan } from '../optimise/plan-problem-of-day.ts';
import { carryOut, type CarriedOut } from '../optimise/policy/carry-out.ts';
import { policies } from '../optimise/policy/policies.ts';
import { verifyCarriedOut } from '../optimise/policy/verify-carried-out.ts';
import { profitByScenario, type CashFlows } from '../optimise/settle.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { fitScenarioModel } from '../simulate/fit-scenario-model.ts';
import { realisedDay } from '../simulate/realised-day.ts';
import { simulateScenarios } from '../simulate/simulate-scenarios.ts';
import { policyProfits } from './evaluate-outcome.ts';
import { preparePlan } from './prepare-plan.ts';
import { proposePlan } from './propose-plan.ts';
import { modelRequest, scenarioRanges } from './run-settings.ts';
import { scoredSettings } from './stored-scorecard.ts';
import { searchPlans } from './search-plans.ts';

/** A day of a back-test, described by data: the same on any thread or machine. */
export interface BacktestShard {
  readonly kind: 'backtest';
  /** Artefact of the ingest stage. */
  readonly historyPath: string;
  readonly config: PipelineConfig;
  /** Without what was sold: that is of one date. */
  readonly night: NightState;
  readonly date: string;
}

/** What came of a day; `passedOver`: why it could not be judged. */
export type BacktestedDay = PlanOutcomeOfDay | { readonly date: string; readonly passedOver: string };

/**
 * One day of the whole chain: the run of that day as it would have been made at its plan time, and its plan carried out
 * by the configured policy at the prices that came. The same stages, seed and scenario sets as `run`, the planned day
 * alone of the horizon. The battery starts each day as the configuration says; a view of coming days is left out.
 *
 * @param history the whole one; what the plan may know of it is cut by `knownHistory`
 */
export async function backtestDay(shard: BacktestShard, history: PriceHistory): Promise<BacktestedDay> {
  const { date, night } = shard;
  const config = { ...shard.config, generator: scoredSettings(shard.config) };
  try {
    checkPlanDate(history, config, date);
    assessData(history, date, config.data);
    const model = fitScenarioModel(knownHistory(history, config, date), modelRequest(config, date));
    const scenarios = simulateScenarios(model, {
      seed: config.seed,
      firstScenario: 0,
      scenarioCount: scenarioRanges(config).total,
      horizonDays: 1,
    });
    const prepared = preparePlan(config, night, model, scenarios);
    const { sets, settings, shortfallPenalty } = prepared;
    const services = servicesOfPlan(prepared.config, night, sets.plan).map(({ service }) => service.name);
    const realised = realisedDay(sets.evaluate, history, services);
    if ('missing' in realised) return { date, passedOver: realised.missing };
    const frontiers = await searchPlans(prepared, {});
    const { choice, submitted } = await proposePlan(prepared, frontiers, async (plans) =>
      policyProfits(settings, { plan: sets.plan, evaluate: sets.choose }, plans),
    );

    // A shortfall must not pay at the prices that came either.
    const penalty = Math.max(shortfallPenalty, runShortfallPenalty(prepared.config, night, realised.set));
    const under = (name: keyof typeof policies, set: ScenarioSet, shortfall: number): CarriedOut => {
      const [planned, problem] = [sets.plan, set].map((one) =>
        planProblemOfDay(prepared.config, night, one, 0, shortfall),
      );
      const known = { planned, basis: settings.basis[0], chain: settings.chains[0] };
      const carried = carryOut(policies[name], known, problem, submitted);
      verifyCarriedOut(problem, submitted, carried);
      return carried;
    };
    const own = prepared.config.policy.kind;
    const expected = under(own, sets.evaluate, shortfallPenalty).flows;
    const came = under(own, realised.set, penalty).flows;
    const names = Object.keys(policies) as (keyof typeof policies)[];
    return {
      date,
      limitKept: choice.limitAttained,
      profits: profitByScenario(expected).sort(),
      realised: profitByScenario(came)[0],
      streams: came.streams.map(({ name }, k) => ({
        stream: name,
        expected: meanOf(expected, k),
        realised: meanOf(came, k),
      })),
      byPolicy: Object.fromEntries(
        names.map((name) => [
          name,
          profitByScenario(name === own ? came : under(name, realised.set, penalty).flows)[0],
        ]),
      ),
      foresight: (await perfectForesight(planProblemOfDay(prepared.config, night, realised.set, 0, penalty))).exact[0],
    };
  } catch (error) {
    if (error instanceof DataError || error instanceof FitError) return { date, passedOver: error.message };
    throw error;
  }
}

/** Of a stream, by day: its mean over the scenarios. */
function meanOf({ streams, scenarioCount }: CashFlows, k: number): number {
  return streams[k].values.reduce((sum, value) => sum + value, 0) / scenarioCount;
}
