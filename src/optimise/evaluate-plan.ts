import {
  createRecourseWorkspace,
  solveRecourse,
  type RecourseProblem,
  type RecourseWorkspace,
} from '../dispatch/recourse.ts';
import {
  acceptedPlans,
  positionByPeriod,
  type Plan,
  type PlanProblem,
  type ReservedPower,
} from '../domain/plan-problem.ts';
import { profitByPeriod, settle } from './settle.ts';

/** What each scenario earns when the day's imbalance prices are seen: an upper estimate of any policy. */
export interface RecourseOutcome {
  /** S × T, gain positive. */
  readonly profitByPeriod: Float64Array;
  /** S: state of charge at the end of the day, MWh. */
  readonly finalStateMWh: Float64Array;
  /** S: largest departure from the energy window, MWh; 0 where it is rounding. */
  readonly shortfallMWh: Float64Array;
  /** S: energy lost because the battery charges and discharges at once, MWh; 0 in a lossless one and by exact physics. */
  readonly burnedMWh: Float64Array;
}

/**
 * Settles a plan in every scenario with its best recourse; `relaxed` is the linear program, `exact` forbids
 * charging and discharging at once.
 *
 * @param initialStateMWh S: state of charge at the start of the day; null: the battery's own
 */
export function evaluateRecourse(
  problem: PlanProblem,
  plan: Plan,
  physics: 'relaxed' | 'exact',
  initialStateMWh: Float64Array | null = null,
): RecourseOutcome {
  const { periodCount: T, scenarioCount: S, imbalance, battery } = problem;
  const accepted = acceptedPlans(problem, plan);
  const workspace: RecourseWorkspace = createRecourseWorkspace(T);
  const finalStateMWh = new Float64Array(S);
  const shortfallMWh = new Float64Array(S);
  const burnedMWh = new Float64Array(S);
  const burnedShare = problem.periodHours * (1 / battery.dischargeEfficiency - battery.chargeEfficiency);
  const flows = settle(problem, plan, (s) => {
    const start = initialStateMWh === null ? battery.initialStateOfChargeMWh : initialStateMWh[s];
    const own = { ...problem, battery: { ...battery, initialStateOfChargeMWh: start } };
    const price = imbalance.subarray(s * T, (s + 1) * T);
    const solution = solveRecourse(
      recourseProblem(own, accepted(s).reserved, price, positionByPeriod(problem, plan, s)),
      physics,
      workspace,
    );
    finalStateMWh[s] = solution.stateOfChargeMWh[T];
    const largest = solution.shortfallMWh.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    shortfallMWh[s] = largest > shortfallTolerance ? largest : 0;
    for (let t = 0; t < T; t++) burnedMWh[s] += burnedShare * Math.min(solution.chargeMW[t], solution.dischargeMW[t]);
    return solution;
  });
  return { profitByPeriod: profitByPeriod(flows), finalStateMWh, shortfallMWh, burnedMWh };
}

/** MWh below which a departure from the energy window is rounding. */
export const shortfallTolerance = 1e-6;

/** The second stage of one price path under a plan's position and reservation. */
export function recourseProblem(
  problem: PlanProblem,
  reserved: ReservedPower,
  price: Float64Array,
  positionMW: Float64Array,
): RecourseProblem {
  return {
    battery: problem.battery,
    periodHours: problem.periodHours,
    price,
    positionMW,
    reservedUpMW: reserved.upMW,
    reservedDownMW: reserved.downMW,
    inflowMWh: reserved.inflowMWh,
    lowerMWh: reserved.lowerMWh,
    upperMWh: reserved.upperMWh,
    deviationLimitMW: problem.deviationLimitMW,
    shortfallPenalty: problem.shortfallPenalty,
    maxChargeMW: problem.maxChargeMW,
    maxDischargeMW: problem.maxDischargeMW,
  };
}
