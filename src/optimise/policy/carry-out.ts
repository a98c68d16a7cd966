import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import { settle, type CashFlows } from '../settle.ts';
import type { KnownBefore, Policy } from './policy.ts';

/** A plan carried out by a policy in every scenario of one day. */
export interface CarriedOut {
  readonly flows: CashFlows;
  /** S × T, MW. */
  readonly chargeMW: Float64Array;
  readonly dischargeMW: Float64Array;
  /** S × (T + 1), MWh. */
  readonly stateOfChargeMWh: Float64Array;
  /** S × (T + 1): low − high at each boundary, MWh. */
  readonly shortfallMWh: Float64Array;
  /** S × T: beyond the deviation limit, MW. */
  readonly excessDeviationMW: Float64Array;
}

/**
 * Carries a plan out in every scenario of `problem` and settles it at the scenario's own prices.
 *
 * @param initialStateMWh S: state of charge at the start of the day; null: the battery's own
 */
export function carryOut(
  policy: Policy,
  known: KnownBefore,
  problem: PlanProblem,
  plan: Plan,
  initialStateMWh: Float64Array | null = null,
): CarriedOut {
  const { periodCount: T, scenarioCount: S, battery } = problem;
  const chargeMW = new Float64Array(S * T);
  const dischargeMW = new Float64Array(S * T);
  const excessDeviationMW = new Float64Array(S * T);
  const stateOfChargeMWh = new Float64Array(S * (T + 1));
  const shortfallMWh = new Float64Array(S * (T + 1));
  const scheduleOf = policy.open(known, problem, plan);
  const flows = settle(problem, plan, (s) => {
    const schedule = scheduleOf(s, initialStateMWh === null ? battery.initialStateOfChargeMWh : initialStateMWh[s]);
    chargeMW.set(schedule.chargeMW, s * T);
    dischargeMW.set(schedule.dischargeMW, s * T);
    excessDeviationMW.set(schedule.excessDeviationMW, s * T);
    stateOfChargeMWh.set(schedule.stateOfChargeMWh, s * (T + 1));
    shortfallMWh.set(schedule.shortfallMWh, s * (T + 1));
    return schedule;
  });
  return { flows, chargeMW, dischargeMW, stateOfChargeMWh, shortfallMWh, excessDeviationMW };
}
