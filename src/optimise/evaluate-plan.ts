import {
  createRecourseWorkspace,
  solveRecourse,
  type RecourseProblem,
  type RecourseWorkspace,
} from '../dispatch/recourse.ts';
import {
  positionByPeriod,
  reservedPower,
  type Plan,
  type PlanProblem,
  type ReservedPower,
} from '../domain/plan-problem.ts';
import { profitByPeriod, profitByScenario, settle, type Schedule } from './settle.ts';

/**
 * The policy `follow`: one schedule fixed before delivery, the exact optimum for the weighted mean imbalance
 * path of `problem`, given position, reservation, activation and deviation limit. Nothing of the day is seen.
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

/** What each scenario earns when the day's imbalance prices are seen: an upper estimate of any policy. */
export interface RecourseOutcome {
  /** S × T, gain positive. */
  readonly profitByPeriod: Float64Array;
  /** S: state of charge at the end of the day, MWh. */
  readonly finalStateMWh: Float64Array;
  /** S: largest departure from the energy window, MWh; 0 where it is rounding. */
  readonly shortfallMWh: Float64Array;
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
  const reserved = reservedPower(problem, plan);
  const workspace: RecourseWorkspace = createRecourseWorkspace(T);
  const finalStateMWh = new Float64Array(S);
  const shortfallMWh = new Float64Array(S);
  const flows = settle(problem, plan, (s) => {
    const start = initialStateMWh === null ? battery.initialStateOfChargeMWh : initialStateMWh[s];
    const own = { ...problem, battery: { ...battery, initialStateOfChargeMWh: start } };
    const price = imbalance.subarray(s * T, (s + 1) * T);
    const solution = solveRecourse(
      recourseProblem(own, reserved, price, positionByPeriod(problem, plan, s)),
      physics,
      workspace,
    );
    finalStateMWh[s] = solution.stateOfChargeMWh[T];
    const largest = solution.shortfallMWh.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    shortfallMWh[s] = largest > shortfallTolerance ? largest : 0;
    return solution;
  });
  return { profitByPeriod: profitByPeriod(flows), finalStateMWh, shortfallMWh };
}

/** MWh below which a departure from the energy window is rounding. */
export const shortfallTolerance = 1e-6;

/** Profit by scenario under a fixed schedule. */
export function evaluateSchedule(problem: PlanProblem, plan: Plan, schedule: Schedule): Float64Array {
  return profitByScenario(settle(problem, plan, () => schedule));
}

function recourseProblem(
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

/** The position that the schedule is made for: the weighted mean over scenarios, which differ only in a bid curve. */
function meanPosition(problem: PlanProblem, plan: Plan): Float64Array {
  if (problem.decision.kind === 'position') return positionByPeriod(problem, plan, 0);
  const mean = new Float64Array(problem.periodCount);
  for (let s = 0; s < problem.scenarioCount; s++) {
    positionByPeriod(problem, plan, s).forEach((value, t) => (mean[t] += problem.weights[s] * value));
  }
  return mean;
}
