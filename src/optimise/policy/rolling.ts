import { acceptedPlans, positionsByPeriod, type PlanProblem } from '../../domain/plan-problem.ts';
import type { BasisForecast } from '../../domain/basis-forecast.ts';
import { emptySchedule } from '../settle.ts';
import type { Policy } from './policy.ts';
import { RestOfDay } from './rest-of-day.ts';

/**
 * At the start of each period the rest of the day is optimised anew on the prices then expected, and its first
 * period is carried out. Known are the day's day-ahead prices and the imbalance prices published so far.
 */
export const rolling: Policy = {
  name: 'rolling',
  text: 'Re-optimised at the start of each period on the prices then expected, settled at the actual ones: day-ahead prices are known, imbalance prices once they are published.',
  open({ basis }, problem, plan) {
    const { periodCount: T } = problem;
    const rest = new RestOfDay(problem);
    const accepted = acceptedPlans(problem, plan);
    const expected = new Float64Array(T);
    const position = positionsByPeriod(problem, plan);
    return (scenario, initialStateMWh) => {
      rest.begin(accepted(scenario).reserved, position(scenario), initialStateMWh);
      const schedule = emptySchedule(T, initialStateMWh);
      for (let t = 0; t < T; t++) {
        expectPrices(problem, basis, scenario, t, expected);
        rest.decide(t, schedule.stateOfChargeMWh[t], expected);
        rest.record(t, schedule);
      }
      rest.fillShortfall(schedule.stateOfChargeMWh, schedule.shortfallMWh);
      return schedule;
    };
  },
};

/**
 * Writes what is expected at the start of period t of the imbalance prices of t … T − 1:
 * IP_u = DA_u + m_u + ρ_{u−τ}·(B_τ − m_τ), τ the last published period of the day, without the last term before the
 * first one is published. docs/method/optimise.md.
 */
export function expectPrices(
  { dayAhead, imbalance, periodCount: T }: PlanProblem,
  { meanBasis, persistence, publicationDelay }: BasisForecast,
  scenario: number,
  t: number,
  expected: Float64Array,
): void {
  const row = scenario * T;
  const published = t - publicationDelay;
  const surprise = published < 0 ? 0 : imbalance[row + published] - dayAhead[row + published] - meanBasis[published];
  for (let u = t; u < T; u++) {
    expected[u] = dayAhead[row + u] + meanBasis[u] + (surprise === 0 ? 0 : persistence[u - published] * surprise);
  }
}
