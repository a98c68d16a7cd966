import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { cashOf } from './battery-cash.ts';
import { calibrateCycles } from './calibrate-cycles.ts';
import type { CycleCalibration } from './calibrate-cycles.ts';
import type { DispatchSolver } from './dispatch-solver.ts';
import { lifetimeValue } from './lifetime-value.ts';
import type { LifetimeValue } from './lifetime-value.ts';
import { solveWinsorised } from './solve-winsorised.ts';
import type { WinsorisedDispatch } from './solve-winsorised.ts';
import type { WinsoriseQuantiles } from './winsorised-prices.ts';

/** What is asked of a dispatch about wear and extremes; what is left out is not done. */
export interface WearRequest {
  readonly targetCyclesPerDay?: number;
  readonly winsorise?: WinsoriseQuantiles;
  /** Value every battery that states a lifetime. */
  readonly lifetime?: boolean;
}

/** A dispatch, and what was asked about it. */
export interface WearDispatch {
  readonly result: DispatchResult;
  /** Profit without the throughput cost, which steers dispatch and is not paid. */
  readonly cash: number;
  readonly calibrations: readonly CycleCalibration[] | null;
  readonly winsorised: Omit<WinsorisedDispatch, 'result'> | null;
  readonly lifetimes: readonly LifetimeValue[] | null;
}

/**
 * Dispatches with throughput costs calibrated to a number of cycles a day, with decisions on winsorised
 * prices, and values the lives of batteries: what is asked for, in that order, so that the calibration and
 * every year of a life decide as the dispatch does. Throws what its parts throw.
 */
export async function solveWithWear(
  problem: DispatchProblem,
  request: WearRequest,
  solve: DispatchSolver,
): Promise<WearDispatch> {
  const { winsorise, targetCyclesPerDay } = request;
  const decide: DispatchSolver =
    winsorise === undefined ? solve : async (one) => (await solveWinsorised(one, winsorise, solve)).result;
  const calibrated =
    targetCyclesPerDay === undefined
      ? { problem, calibrations: null }
      : await calibrateCycles(problem, targetCyclesPerDay, decide);
  const { result, ...winsorised } =
    winsorise === undefined
      ? { result: await solve(calibrated.problem) }
      : await solveWinsorised(calibrated.problem, winsorise, solve);
  const lifetimes: LifetimeValue[] = [];
  if (request.lifetime === true) {
    for (const [b, { lifetime }] of calibrated.problem.batteries.entries())
      if (lifetime !== undefined) lifetimes.push(await lifetimeValue(calibrated.problem, b, lifetime, decide));
  }
  return {
    result,
    cash: cashOf(result),
    calibrations: calibrated.calibrations,
    winsorised: 'markets' in winsorised ? winsorised : null,
    lifetimes: request.lifetime === true ? lifetimes : null,
  };
}
