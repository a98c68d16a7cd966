import type { PipelineConfig } from '../config.ts';
import type { BasisChain } from '../domain/basis-chain.ts';
import type { BasisForecast } from '../domain/basis-forecast.ts';
import { marketCalendars, wallClockSlots } from '../domain/market-calendar.ts';
import type { NightState } from '../domain/night-state.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { evaluateRecourse } from '../optimise/evaluate-plan.ts';
import { perfectForesight, type PerfectForesight } from '../optimise/perfect-foresight.ts';
import { dayClock, planOnDay, planProblemOfDay } from '../optimise/plan-problem-of-day.ts';
import { carryOut, type CarriedOut } from '../optimise/policy/carry-out.ts';
import { policies } from '../optimise/policy/policies.ts';
import type { KnownBefore, Policy } from '../optimise/policy/policy.ts';
import { rolling } from '../optimise/policy/rolling.ts';
import { verifyCarriedOut } from '../optimise/policy/verify-carried-out.ts';
import { profitByRule, type ReservationRule } from '../optimise/reservation-rule.ts';
import { profitByPeriod, profitByScenario } from '../optimise/settle.ts';

/** What carrying plans out needs beside the scenarios that it is done on. */
export interface CarryOutSettings {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly shortfallPenalty: number;
  /** By day of the horizon. */
  readonly basis: readonly BasisForecast[];
  readonly chains: readonly BasisChain[];
}

/** The plans that are judged on the *evaluate* scenarios. */
export interface EvaluatedPlans {
  readonly proposed: Plan;
  /** The two-stage problem's greatest mean, without a limit. */
  readonly riskNeutral: Plan;
  /** What would be planned on the mean path alone. */
  readonly meanPath: Plan;
  /** Reservations beside the proposed position once the day-ahead outcome is known; null: none can wait for it. */
  readonly reservation: ReservationRule | null;
}

/** The proposed plan carried out by the policy on scenarios that it was neither fitted to nor chosen on. */
export interface PolicyOutcome extends Pick<CarriedOut, 'flows' | 'chargeMW' | 'dischargeMW' | 'stateOfChargeMWh'> {
  /** S: largest departure from the energy window on the first day, MWh. */
  readonly shortfallMWh: Float64Array;
  /** S × periods of the horizon, "plan repeated". */
  readonly profitByPeriod: Float64Array;
  /** Schedules that passed the independent checker: one a scenario and day of the horizon. */
  readonly schedulesVerified: number;
}

/** Recourse of a plan over the horizon, scenario by scenario. */
export interface RecourseOutcome {
  /** Linear recourse, S × periods of the horizon, "plan repeated", state of charge carried over. */
  readonly profitByPeriod: Float64Array;
  /** First day, S: with the linear recourse and with exact physics. */
  readonly dayProfit: Float64Array;
  readonly exactDayProfit: Float64Array;
}

/** Profit of the first day, S values each, at other levels of knowledge. */
export interface KnowledgeOutcome {
  readonly perfectForesight: PerfectForesight;
  /** The proposed plan under the policies by name. */
  readonly policies: Readonly<Record<string, Float64Array>>;
  /** The risk-neutral plan and the mean path's plan, both with linear recourse. */
  readonly riskNeutral: Float64Array;
  readonly meanPath: Float64Array;
  /** The proposed plan under `rolling` that sees no imbalance price of the day. */
  readonly unpublished: Float64Array;
  /** Reserving with the day-ahead outcome known and without; null: no reservation can wait for it. */
  readonly reserving: ReservingOutcome | null;
}

/** Profit by scenario, S values each, with the reservation of `ReservationRule` for the outcome and with the one for all. */
export interface ReservingOutcome {
  readonly recourse: { readonly known: Float64Array; readonly unknown: Float64Array };
  /** Under the configured policy. */
  readonly policy: { readonly known: Float64Array; readonly unknown: Float64Array };
}

/** Everything that is found out about the plans on a range of the *evaluate* scenarios. */
export interface EvaluateOutcome {
  readonly policy: PolicyOutcome;
  readonly recourse: RecourseOutcome;
  readonly knowledge: KnowledgeOutcome;
}

/** Sets of a run that a policy is judged on: what it was prepared on, and the scenarios themselves. */
export interface JudgedSets {
  readonly plan: ScenarioSet;
  readonly evaluate: ScenarioSet;
}

/** Judges the plans on `sets.evaluate`, by the same work whatever range of scenarios it holds. */
export async function evaluateOutcome(
  settings: CarryOutSettings,
  sets: JudgedSets,
  plans: EvaluatedPlans,
): Promise<EvaluateOutcome> {
  const { config, night, shortfallPenalty, basis, chains } = settings;
  const planned = planProblemOfDay(config, night, sets.plan, 0, shortfallPenalty);
  const problem = planProblemOfDay(config, night, sets.evaluate, 0, shortfallPenalty);
  const policy = policyOverHorizon(settings, sets, plans.proposed);
  const recourse = recourseOverHorizon(settings, sets.evaluate, plans.proposed);
  const recourseProfit = (own: PlanProblem, plan: Plan): Float64Array =>
    byScenario(own, evaluateRecourse(own, plan, 'relaxed').profitByPeriod);
  const profitUnder =
    (one: Policy, known: KnownBefore) =>
    (own: PlanProblem, plan: Plan): Float64Array =>
      profitByScenario(carryOut(one, known, own, plan).flows);
  const known = { planned, basis: basis[0], chain: chains[0] };
  // As late as the day is long: nothing of it is published in time.
  const nothingPublished = { ...known, basis: { ...basis[0], publicationDelay: problem.periodCount } };
  const carriedOut = Object.values(policies).map((one) => [
    one.name,
    one.name === config.policy.kind ? profitByScenario(policy.flows) : profitUnder(one, known)(problem, plans.proposed),
  ]);
  return {
    policy,
    recourse,
    knowledge: {
      perfectForesight: await perfectForesight(problem),
      policies: Object.fromEntries(carriedOut),
      riskNeutral: recourseProfit(problem, plans.riskNeutral),
      meanPath: recourseProfit(problem, plans.meanPath),
      unpublished: profitUnder(rolling, nothingPublished)(problem, plans.proposed),
      reserving: reservingOutcome(problem, plans.reservation, {
        recourse: recourseProfit,
        policy: profitUnder(policies[config.policy.kind], known),
      }),
    },
  };
}

type ProfitOf = (problem: PlanProblem, plan: Plan) => Float64Array;

function reservingOutcome(
  problem: PlanProblem,
  rule: ReservationRule | null,
  profitOf: Readonly<Record<keyof ReservingOutcome, ProfitOf>>,
): ReservingOutcome | null {
  if (rule === null) return null;
  const judged = (of: ProfitOf) => ({ known: profitByRule(rule, problem, of), unknown: of(problem, rule.forAll) });
  return { recourse: judged(profitOf.recourse), policy: judged(profitOf.policy) };
}

/** Profit by scenario of each plan under the configured policy on the first day of `sets.evaluate`. */
export function policyProfits(settings: CarryOutSettings, sets: JudgedSets, plans: readonly Plan[]): Float64Array[] {
  const { config, night, shortfallPenalty, basis, chains } = settings;
  const planned = planProblemOfDay(config, night, sets.plan, 0, shortfallPenalty);
  const problem = planProblemOfDay(config, night, sets.evaluate, 0, shortfallPenalty);
  const policy = policies[config.policy.kind];
  return plans.map((plan) =>
    profitByScenario(carryOut(policy, { planned, basis: basis[0], chain: chains[0] }, problem, plan).flows),
  );
}

/**
 * The configured policy day by day, the first day's plan repeated and the state of charge carried over. Every schedule
 * passes the independent checker, or the run fails.
 */
function policyOverHorizon(settings: CarryOutSettings, sets: JudgedSets, plan: Plan): PolicyOutcome {
  const { config, night, shortfallPenalty, basis, chains } = settings;
  const policy = policies[config.policy.kind];
  const { scenarioCount: S, days } = sets.evaluate;
  let first: CarriedOut | undefined;
  const { profit } = overHorizon(settings, sets.evaluate, plan, (problem, ownPlan, index, state) => {
    const planned = planProblemOfDay(config, night, sets.plan, index, shortfallPenalty);
    const carried = carryOut(policy, { planned, basis: basis[index], chain: chains[index] }, problem, ownPlan, state);
    verifyCarriedOut(problem, ownPlan, carried);
    first ??= carried;
    const T = problem.periodCount;
    return {
      profitByPeriod: profitByPeriod(carried.flows),
      finalStateMWh: Float64Array.from({ length: S }, (_, s) => carried.stateOfChargeMWh[(s + 1) * (T + 1) - 1]),
    };
  });
  const { flows, chargeMW, dischargeMW, stateOfChargeMWh, shortfallMWh } = first as CarriedOut;
  const width = flows.periodCount + 1;
  return {
    flows,
    chargeMW,
    dischargeMW,
    stateOfChargeMWh,
    shortfallMWh: Float64Array.from({ length: S }, (_, s) =>
      shortfallMWh.subarray(s * width, (s + 1) * width).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    ),
    profitByPeriod: profit,
    schedulesVerified: S * days.length,
  };
}

function recourseOverHorizon(settings: CarryOutSettings, set: ScenarioSet, plan: Plan): RecourseOutcome {
  const { profit, firstProblem } = overHorizon(settings, set, plan, (problem, ownPlan, _index, state) =>
    evaluateRecourse(problem, ownPlan, 'relaxed', state),
  );
  const total = set.dayOffsets[set.days.length];
  const T = firstProblem.periodCount;
  return {
    profitByPeriod: profit,
    dayProfit: Float64Array.from({ length: set.scenarioCount }, (_, s) => sum(profit, s * total, T)),
    exactDayProfit: byScenario(firstProblem, evaluateRecourse(firstProblem, plan, 'exact').profitByPeriod),
  };
}

interface DayOutcome {
  /** S × T of the day. */
  readonly profitByPeriod: Float64Array;
  /** S, MWh. */
  readonly finalStateMWh: Float64Array;
}

/** Days one after the other with the plan of the first: profit of the horizon, S × its periods. */
function overHorizon(
  { config, night, shortfallPenalty }: CarryOutSettings,
  set: ScenarioSet,
  plan: Plan,
  outcomeOf: (problem: PlanProblem, plan: Plan, dayIndex: number, initialStateMWh: Float64Array) => DayOutcome,
): { profit: Float64Array; firstProblem: PlanProblem } {
  const { days, dayOffsets, scenarioCount: S } = set;
  const total = dayOffsets[days.length];
  const calendar = marketCalendars[config.calendar];
  const firstProblem = planProblemOfDay(config, night, set, 0, shortfallPenalty);
  const firstClock = dayClock(config, firstProblem, wallClockSlots(calendar, days[0]));
  const profit = new Float64Array(S * total);
  let state = new Float64Array(S).fill(night.battery.initialStateOfChargeMWh);
  days.forEach((day, index) => {
    const problem = index === 0 ? firstProblem : planProblemOfDay(config, night, set, index, shortfallPenalty);
    const clock = index === 0 ? firstClock : dayClock(config, problem, wallClockSlots(calendar, day));
    const outcome = outcomeOf(problem, planOnDay(plan, firstClock, clock), index, state);
    const T = day.periodCount;
    for (let s = 0; s < S; s++)
      profit.set(outcome.profitByPeriod.subarray(s * T, (s + 1) * T), s * total + dayOffsets[index]);
    state = Float64Array.from(outcome.finalStateMWh);
  });
  return { profit, firstProblem };
}

function byScenario({ scenarioCount: S, periodCount: T }: PlanProblem, byPeriod: Float64Array): Float64Array {
  return Float64Array.from({ length: S }, (_, s) => sum(byPeriod, s * T, T));
}

function sum(values: Float64Array, from: number, count: number): number {
  let total = 0;
  for (let i = from; i < from + count; i++) total += values[i];
  return total;
}
