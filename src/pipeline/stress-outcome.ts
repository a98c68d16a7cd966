import type { PipelineConfig } from '../config.ts';
import { marketCalendars } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { firstDayOf, type ScenarioSet } from '../domain/scenario-set.ts';
import type { StressCase } from '../domain/stress.ts';
import { plansAfterAuction } from '../ingest/plan-time.ts';
import { limitsByPeriod } from '../optimise/limits-by-period.ts';
import { planInOutage, type PlanInOutage } from '../optimise/plan-in-outage.ts';
import { planProblemOfDay, runShortfallPenalty } from '../optimise/plan-problem-of-day.ts';
import { carryOut } from '../optimise/policy/carry-out.ts';
import { policies } from '../optimise/policy/policies.ts';
import { verifyCarriedOut } from '../optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../optimise/settle.ts';
import { applyStress, stressedAvailability, type StressContext } from '../simulate/apply-stress.ts';
import type { CarryOutSettings, JudgedSets } from './evaluate-outcome.ts';

/** The plan under a stress case, by scenario of the first day; gain positive. */
export interface StressOutcome {
  readonly profit: Float64Array;
  /** Part of it: the shortfall penalty, no cash. */
  readonly penalties: Float64Array;
}

/**
 * The plan carried out by the configured policy on the first day of `sets.evaluate` under a stress case, or of the past
 * day that the case replays. The policy forecasts as ever: it sees the stressed prices when they are published, and an
 * outage from the start of the day. Every schedule passes the independent checker. Day-ahead prices that are published
 * are not stressed.
 *
 * @param sets whole ones: a case may change a scenario by another of its set
 * @param history where past days are replayed from; null: the case is no replay
 */
export function stressOutcome(
  settings: CarryOutSettings,
  sets: JudgedSets,
  plan: Plan,
  one: StressCase,
  history: PriceHistory | null,
): StressOutcome {
  const { config, night, basis, chains } = settings;
  const calendar = marketCalendars[config.calendar];
  const stressed = stressedDay(firstDayOf(sets.evaluate), one, { calendar, history }, config);
  // A shortfall must not pay at stressed prices either.
  const shortfallPenalty = Math.max(settings.shortfallPenalty, runShortfallPenalty(config, night, stressed));
  const outages = stressedAvailability(stressed, one, calendar).map(({ from, to, ...limits }) => ({
    ...limits,
    from: Date.parse(from),
    to: Date.parse(to),
  }));
  const limits = limitsByPeriod({ ...night, outages: [...night.outages, ...outages] }, config, stressed.days[0]);
  const inOutage = (set: ScenarioSet): PlanInOutage =>
    planInOutage(planProblemOfDay(config, night, set, 0, shortfallPenalty), plan, limits);
  const { problem, plan: kept, boughtBack } = inOutage(stressed);
  const known = { planned: inOutage(sets.plan).problem, basis: basis[0], chain: chains[0] };
  const carried = carryOut(policies[config.policy.kind], known, problem, kept);
  verifyCarriedOut(problem, kept, carried);
  const { flows } = carried;
  const penalties = flows.streams.filter(({ name }) => name === 'penalties');
  return {
    profit: profitByScenario(flows).map((profit, s) => profit + boughtBack[s]),
    penalties: profitByScenario({ ...flows, streams: penalties }),
  };
}

/** The scenarios of a case; published day-ahead prices, those of every scenario, stay what they are. */
function stressedDay(day: ScenarioSet, one: StressCase, context: StressContext, config: PipelineConfig): ScenarioSet {
  const stressed = applyStress(day, one, context);
  return plansAfterAuction(config)
    ? { ...stressed, dayAhead: day.dayAhead.subarray(0, stressed.dayAhead.length) }
    : stressed;
}
