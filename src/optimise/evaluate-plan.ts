import { createRecourseWorkspace, solveRecourse, type RecourseProblem, type RecourseWorkspace } from '../dispatch/recourse.ts';
import { positionByPeriod, reservedPower, type Plan, type PlanProblem, type ReservedPower } from '../domain/plan-problem.ts';
import { profitByScenario, settle, type Schedule } from './settle.ts';

/**
 * The policy `follow`: one schedule fixed before delivery, the exact optimum for the weighted mean imbalance
 * path of `problem`, given position, reservation, activation and deviation limit. Nothing of the day is seen.
 */
export function followSchedule(problem: PlanProblem, plan: Plan): Schedule {
  const { periodCount: T, scenarioCount: S, weights, imbalance } = problem;
  const mean = new Float64Array(T);
  for (let s = 0; s < S; s++) for (let t = 0; t < T; t++) mean[t] += weights[s] * imbalance[s * T + t];
  const position = meanPosition(problem, plan);
  return solveRecourse(recourseProblem(problem, reservedPower(problem, plan), mean, position), 'exact');
}

/** What each scenario earns when the day's imbalance prices are seen: an upper estimate of any policy. */
export interface RecourseOutcome {
  /** S, gain positive. */
  readonly profit: Float64Array;
  /** Share of the scenarios (by weight) that leave the energy window, and the largest departure in MWh. */
  readonly shortfallShare: number;
  readonly largestShortfallMWh: number;
}

/** Settles a plan in every scenario with its best recourse; `relaxed` is the linear program, `exact` forbids charging and discharging at once. */
export function evaluateRecourse(problem: PlanProblem, plan: Plan, physics: 'relaxed' | 'exact'): RecourseOutcome {
  const { periodCount: T, scenarioCount: S, imbalance, weights } = problem;
  const reserved = reservedPower(problem, plan);
  const workspace: RecourseWorkspace = createRecourseWorkspace(T);
  const idle = idleSchedule(T);
  // Everything but the recourse itself is linear in prices: settle it with an idle battery.
  const direct = settle(problem, plan, () => idle);
  const profit = profitByScenario(direct);
  let shortfallShare = 0;
  let largestShortfallMWh = 0;
  for (let s = 0; s < S; s++) {
    const price = imbalance.subarray(s * T, (s + 1) * T);
    const solution = solveRecourse(recourseProblem(problem, reserved, price, positionByPeriod(problem, plan, s)), physics, workspace);
    profit[s] += solution.value;
    let largest = 0;
    for (const shortfall of solution.shortfallMWh) largest = Math.max(largest, Math.abs(shortfall));
    if (largest > shortfallTolerance) shortfallShare += weights[s];
    largestShortfallMWh = Math.max(largestShortfallMWh, largest);
  }
  return { profit, shortfallShare, largestShortfallMWh: largestShortfallMWh > shortfallTolerance ? largestShortfallMWh : 0 };
}

/** MWh below which a departure from the energy window is rounding. */
export const shortfallTolerance = 1e-6;

/** Profit by scenario under a fixed schedule. */
export function evaluateSchedule(problem: PlanProblem, plan: Plan, schedule: Schedule): Float64Array {
  return profitByScenario(settle(problem, plan, () => schedule));
}

function recourseProblem(problem: PlanProblem, reserved: ReservedPower, price: Float64Array, positionMW: Float64Array): RecourseProblem {
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

function idleSchedule(T: number): Schedule {
  const zero = new Float64Array(T);
  return {
    chargeMW: zero,
    dischargeMW: zero,
    stateOfChargeMWh: new Float64Array(T + 1),
    shortfallMWh: new Float64Array(T + 1),
    excessDeviationMW: zero,
  };
}
