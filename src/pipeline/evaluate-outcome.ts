import { marketCalendars, wallClockSlots } from '../domain/market-calendar.ts';
import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { followSchedule } from '../optimise/evaluate-plan.ts';
import { dayClock, planOnDay, planProblemOfDay } from '../optimise/plan-problem-of-day.ts';
import { profitByPeriod, profitByScenario, settle, type CashFlows, type Schedule } from '../optimise/settle.ts';
import { verifySchedule } from '../optimise/verify-schedule.ts';

/** The proposed plan carried out by the policy on scenarios that it was neither fitted to nor chosen on. */
export interface PolicyOutcome {
  /** The first day on the *evaluate* scenarios. */
  readonly problem: PlanProblem;
  readonly schedule: Schedule;
  readonly flows: CashFlows;
  /** S × periods of the horizon, "plan repeated". */
  readonly profitByPeriod: Float64Array;
  /** Schedules that passed the independent checker: one a day of the horizon. */
  readonly schedulesVerified: number;
}

/**
 * Settles the policy `follow` over the horizon: each day one schedule, made from the *plan* scenarios' mean
 * imbalance path, with the first day's plan repeated and the state of charge carried over. Every schedule
 * passes the independent checker, or the run fails.
 */
export function evaluatePolicy(
  config: PipelineConfig,
  night: NightState,
  sets: { readonly plan: ScenarioSet; readonly evaluate: ScenarioSet },
  plan: Plan,
  shortfallPenalty: number,
): PolicyOutcome {
  const calendar = marketCalendars[config.calendar];
  const { days, dayOffsets, scenarioCount } = sets.evaluate;
  const total = dayOffsets[days.length];
  const profit = new Float64Array(scenarioCount * total);
  let first: PolicyOutcome | undefined;
  let firstClock: ReturnType<typeof dayClock> | undefined;
  let state = night;
  days.forEach((day, index) => {
    const planned = planProblemOfDay(config, state, sets.plan, index, shortfallPenalty);
    const problem = planProblemOfDay(config, state, sets.evaluate, index, shortfallPenalty);
    const clock = dayClock(config, problem, wallClockSlots(calendar, day));
    firstClock ??= clock;
    const ownPlan = planOnDay(plan, firstClock, clock);
    const schedule = followSchedule(planned, ownPlan);
    const flows = settle(problem, ownPlan, () => schedule);
    verifySchedule(problem, ownPlan, schedule, profitByScenario(flows));
    const byPeriod = profitByPeriod(flows);
    const T = problem.periodCount;
    for (let s = 0; s < scenarioCount; s++)
      profit.set(byPeriod.subarray(s * T, (s + 1) * T), s * total + dayOffsets[index]);
    first ??= { problem, schedule, flows, profitByPeriod: profit, schedulesVerified: days.length };
    state = { ...state, battery: { ...state.battery, initialStateOfChargeMWh: schedule.stateOfChargeMWh[T] } };
  });
  return first as PolicyOutcome;
}
