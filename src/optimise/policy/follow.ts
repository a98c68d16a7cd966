import { solveRecourse } from '../../dispatch/recourse.ts';
import {
  acceptedPlans,
  positionByPeriod,
  reservedPower,
  type Plan,
  type PlanProblem,
} from '../../domain/plan-problem.ts';
import { recourseProblem, shortfallTolerance } from '../evaluate-plan.ts';
import type { Schedule } from '../settle.ts';
import type { Policy } from './policy.ts';

/** One schedule for what the auctions accepted, fixed before delivery. */
export const follow: Policy = {
  name: 'follow',
  text: 'One schedule for the position and the reservations that were accepted, fixed before delivery and settled in each scenario: no imbalance price of the day is seen.',
  open({ planned }, problem, plan) {
    const price = meanImbalance(planned);
    const accepted = acceptedPlans(problem, plan);
    const schedules = new Map<string, Schedule>();
    return (scenario, initialStateMWh) => {
      const position = positionByPeriod(problem, plan, scenario);
      const own = accepted(scenario).plan;
      const differing = [
        ...(problem.decision.kind === 'bidCurve' ? [position] : []),
        ...(own === plan ? [] : own.reservedMW),
      ];
      const key = [initialStateMWh, ...differing.flatMap((volumes) => Array.from(volumes))].join(' ');
      let schedule = schedules.get(key);
      if (schedule === undefined) {
        const battery = { ...planned.battery, initialStateOfChargeMWh: initialStateMWh };
        schedule = followSchedule({ ...planned, battery }, own, position, price);
        schedules.set(key, schedule);
      }
      return schedule;
    };
  },
};

/**
 * The schedule of the policy `follow`: the exact optimum for the path `price` of imbalance prices beside an accepted
 * position, MW by period, given reservation, activation and deviation limit.
 */
export function followSchedule(
  problem: PlanProblem,
  plan: Plan,
  positionMW: Float64Array,
  price: Float64Array = meanImbalance(problem),
): Schedule {
  const reserved = reservedPower(problem, plan);
  const schedule = solveRecourse(recourseProblem(problem, reserved, price, positionMW), 'exact');
  // The penalty is large: rounding must not be charged as a shortfall.
  const clean = (value: number): number => (Math.abs(value) > shortfallTolerance ? value : 0);
  return {
    ...schedule,
    shortfallMWh: schedule.shortfallMWh.map(clean),
    excessDeviationMW: schedule.excessDeviationMW.map(clean),
  };
}

/** The weighted mean imbalance path. */
function meanImbalance({ periodCount: T, scenarioCount: S, weights, imbalance }: PlanProblem): Float64Array {
  const mean = new Float64Array(T);
  for (let s = 0; s < S; s++) for (let t = 0; t < T; t++) mean[t] += weights[s] * imbalance[s * T + t];
  return mean;
}
