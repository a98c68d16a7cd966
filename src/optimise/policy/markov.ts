import type { BasisChain } from '../../domain/basis-chain.ts';
import { acceptedPlans, positionsByPeriod, type PlanProblem } from '../../domain/plan-problem.ts';
import { positionAmong } from '../../math/position-among.ts';
import { emptySchedule } from '../settle.ts';
import { EnergyValues } from './energy-values.ts';
import type { Policy } from './policy.ts';
import { RestOfDay } from './rest-of-day.ts';

/**
 * Decides each period by what energy left in the store is worth on average in the state that the last published
 * imbalance price shows: a stochastic dynamic programme, solved anew for the day-ahead prices of the scenario.
 */
export const markov: Policy = {
  name: 'markov',
  text: 'At the start of each period the trade that earns most at the price then expected plus what the energy left is worth on average over all that may follow, given the day-ahead prices and the last published imbalance price; settled at the actual prices.',
  open({ chain }, problem, plan) {
    const { periodCount: T, dayAhead } = problem;
    const rest = new RestOfDay(problem);
    const values = new EnergyValues(problem, chain);
    const accepted = acceptedPlans(problem, plan);
    const expected = new Float64Array(T);
    const position = positionsByPeriod(problem, plan);
    return (scenario, initialStateMWh) => {
      rest.begin(accepted(scenario).reserved, position(scenario), initialStateMWh);
      values.prepare(rest);
      values.solve(rest, dayAhead, scenario * T);
      for (let t = 0; t < T; t++) expected[t] = dayAhead[scenario * T + t] + chain.meanBasis[t];
      const schedule = emptySchedule(T, initialStateMWh);
      for (let t = 0; t < T; t++) {
        const state = lastSeenState(problem, chain, scenario, t);
        expected[t] += expectedSurprise(chain, t, state);
        const stored = schedule.stateOfChargeMWh[t];
        const end = values.bestEndMWh(rest, t, expected[t], stored, state);
        // From a state that cannot keep every limit the rest of the day is solved with soft ones.
        if (Number.isNaN(end)) rest.decideExactly(t, stored, expected);
        else rest.endAt(t, stored, end);
        rest.record(t, schedule);
      }
      rest.fillShortfall(schedule.stateOfChargeMWh, schedule.shortfallMWh);
      return schedule;
    };
  },
};

/** The last published state of the day when period t starts, between two in proportion; 0 before there is one. */
function lastSeenState(
  { dayAhead, imbalance, periodCount: T }: PlanProblem,
  chain: BasisChain,
  scenario: number,
  t: number,
): number {
  const seen = t - chain.publicationDelay;
  if (seen < 0) return 0;
  const basis = imbalance[scenario * T + seen] - dayAhead[scenario * T + seen];
  const { stateCount: K, centre, group } = chain;
  return positionAmong(centre.subarray(group[seen] * K, (group[seen] + 1) * K), basis - chain.meanBasis[seen]);
}

/** What period t is expected to lie above its mean basis, given the last published state. */
function expectedSurprise(
  { publicationDelay, stateCount: K, expected, group }: BasisChain,
  t: number,
  state: number,
): number {
  const seen = t - publicationDelay;
  if (seen < 0) return 0;
  const k = Math.floor(state);
  const share = state - k;
  const at = group[seen] * K + k;
  return share === 0 ? expected[at] : (1 - share) * expected[at] + share * expected[at + 1];
}
