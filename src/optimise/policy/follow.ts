import { solveRecourse } from '../../dispatch/recourse.ts';
import { positionByPeriod, reservedPower, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';
import { recourseProblem, shortfallTolerance } from '../evaluate-plan.ts';
import type { Schedule } from '../settle.ts';
import type { Policy } from './policy.ts';

/** One schedule, fixed before delivery. */
export const follow: Policy = {
  name: 'follow',
  text: 'One schedule fixed before delivery, settled in each scenario: nothing of the day is seen.',
  open({ planned }, _problem, plan) {
    const schedules = new Map<number, Schedule>();
    return (_scenario, initialStateMWh) => {
      const known = schedules.get(initialStateMWh);
      if (known !== undefined) return known;
      const battery = { ...planned.battery, initialStateOfChargeMWh: initialStateMWh };
      const schedule = followSchedule({ ...planned, battery }, plan);
      schedules.set(initialStateMWh, schedule);
      return schedule;
    };
  },
};

/**
 * The schedule of the policy `follow`: the exact optimum for the weighted mean imbalance path of `problem`, given
 * position, reservation, activation and deviation limit.
 */
export function followSchedule(problem: PlanProblem, plan: Plan): Schedule {
  const { periodCount: T, scenarioCount: S, weights, imbalance } = problem;
  const mean = new Float64Array(T);
  for (let s = 0; s < S; s++) for (let t = 0; t < T; t++) mean[t] += weights[s] * imbalance[s * T + t];
  const position = meanPosition(problem, plan);
  const schedule = solveRecourse(recourseProblem(problem, reservedPower(problem, plan), mean, position), 'exact');
  // The penalty is large: rounding must not be charged as a shortfall.
  const clean = (value: number): number => (Math.abs(value) > shortfallTolerance ? value : 0);
  return {
    ...schedule,
    shortfallMWh: schedule.shortfallMWh.map(clean),
    excessDeviationMW: schedule.excessDeviationMW.map(clean),
  };
}

/** The position that the schedule is made for: the weighted mean over scenarios, which differ only in a bid curve. */
function meanPosition(problem: PlanProblem, plan: Plan): Float64Array {
  if (problem.decision.kind === 'position') return positionByPeriod(problem, plan, 0);
  const mean = new Float64Array(problem.periodCount);
  for (let s = 0; s < problem.scenarioCount; s++) {
    positionByPeriod(problem, plan, s).forEach((value, t) => (mean[t] += problem.weights[s] * value));
  }
  return mean;
}
