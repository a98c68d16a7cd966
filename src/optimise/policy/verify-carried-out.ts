import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import { scenarioAlone } from '../scenario-alone.ts';
import { profitByScenario } from '../settle.ts';
import { verifySchedule } from '../verify-schedule.ts';
import type { CarriedOut } from './carry-out.ts';

/**
 * Puts the schedule and profit of every scenario to the independent checker.
 *
 * @throws SolverError at the first that fails
 */
export function verifyCarriedOut(problem: PlanProblem, plan: Plan, carried: CarriedOut): void {
  const { periodCount: T, scenarioCount: S, battery } = problem;
  const profit = profitByScenario(carried.flows);
  for (let s = 0; s < S; s++) {
    const byPeriod = (values: Float64Array): Float64Array => values.subarray(s * T, (s + 1) * T);
    const atBoundaries = (values: Float64Array): Float64Array => values.subarray(s * (T + 1), (s + 1) * (T + 1));
    const schedule = {
      chargeMW: byPeriod(carried.chargeMW),
      dischargeMW: byPeriod(carried.dischargeMW),
      stateOfChargeMWh: atBoundaries(carried.stateOfChargeMWh),
      shortfallMWh: atBoundaries(carried.shortfallMWh),
      excessDeviationMW: byPeriod(carried.excessDeviationMW),
    };
    const own = { ...battery, initialStateOfChargeMWh: schedule.stateOfChargeMWh[0] };
    verifySchedule({ ...scenarioAlone(problem, s), battery: own }, plan, schedule, profit.subarray(s, s + 1));
  }
}
