import { BessRiskError } from '../errors.ts';
import { measureDispatch } from './dispatch-metrics.ts';
import type { DispatchMetrics } from './dispatch-metrics.ts';
import type { DispatchProblem } from './dispatch-problem.ts';
import type { DispatchResult } from './dispatch-result.ts';
import type { EngineOptions } from './engines/engine.ts';
import { solveDispatch } from './solve-dispatch.ts';
import { verifySchedule } from './verify-schedule.ts';
import type { ScheduleViolation } from './schedule-violation.ts';

/** One engine's row of a comparison. */
export type ComparedEngine = SolvedEngine | RefusedEngine;

export interface SolvedEngine {
  readonly engine: string;
  readonly result: DispatchResult;
  readonly metrics: DispatchMetrics;
  /** Capture rate: objective ÷ objective of `exact`; null where `exact` is not compared or earns nothing. */
  readonly shareOfExact: number | null;
  /** What a battery cannot do: found by the checker, with exclusion asked of every engine, relaxations too. */
  readonly violations: readonly ScheduleViolation[];
}

export interface RefusedEngine {
  readonly engine: string;
  readonly result: null;
  /** Why the engine has no schedule: what it does not cover, or how it failed. */
  readonly reason: string;
}

/**
 * Solves one problem with several engines, one after the other, and lays their results side by side. An
 * engine that does not cover the problem, or fails, is listed with its reason; the others go on.
 */
export async function compareEngines(
  problem: DispatchProblem,
  engines: readonly string[],
  options: EngineOptions & { readonly clock?: () => number },
): Promise<ComparedEngine[]> {
  const solved: (DispatchResult | RefusedEngine)[] = [];
  for (const engine of engines) {
    try {
      solved.push(await solveDispatch(problem, { ...comparable(problem, options), engine }));
    } catch (error) {
      if (!(error instanceof BessRiskError)) throw error;
      solved.push({ engine, result: null, reason: error.message });
    }
  }
  const exact = solved.find((entry): entry is DispatchResult => entry.engine === 'exact' && 'objective' in entry);
  return solved.map((entry): ComparedEngine => {
    if (!('objective' in entry)) return entry;
    return {
      engine: entry.engine,
      result: entry,
      metrics: measureDispatch(problem, entry),
      shareOfExact: exact !== undefined && exact.objective > 0 ? entry.objective / exact.objective : null,
      violations: verifySchedule(problem, entry, true),
    };
  });
}

/**
 * Settings for a comparison where the user gave none: 4 h seen ahead, a rolling day re-planned about hourly (on
 * forecasts: at every delivery interval, whose price is news), 30 s of HiGHS.
 */
export function comparable(problem: DispatchProblem, options: EngineOptions): EngineOptions {
  const { periodHours, markets } = problem;
  let longest = 1;
  for (const { starts } of markets)
    for (let i = 1; i < starts.length; i++) longest = Math.max(longest, starts[i] - starts[i - 1]);
  const foreseen = (options.forecast ?? 'perfect') === 'perfect';
  const step = !foreseen ? longest : longest * Math.ceil(Math.max(1, 1 / (longest * periodHours)) - 1e-9);
  const stepHours = options.stepHours ?? step * periodHours;
  const windowPeriods = Math.max(Math.round(24 / periodHours), Math.round(stepHours / periodHours));
  return {
    ...options,
    stepHours,
    lookaheadHours: options.lookaheadHours ?? 4,
    windowHours: options.windowHours ?? windowPeriods * periodHours,
    timeLimitSeconds: options.timeLimitSeconds ?? 30,
  };
}
