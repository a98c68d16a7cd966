import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import type { EngineOptions } from '../../src/dispatch/engines/engine.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../src/dispatch/verify-schedule.ts';

/** An engine with what it is told, as it is named in the table. */
export interface EngineRun extends EngineOptions {
  readonly engine: string;
  readonly label?: string;
}

export const engineHeader = [
  'problem',
  'engine',
  'profit',
  'bound',
  'share of exact',
  'cycles',
  'at once',
  'violations',
  'seconds',
];

/** The rules that are compared in both assignments besides `exact` and `lp`. */
export const ruleRuns: readonly EngineRun[] = [
  { engine: 'average-price' },
  ...Array.from({ length: 10 }, (_, i) => ({
    engine: 'lookahead',
    label: `lookahead ${i + 1} h`,
    lookaheadHours: i + 1,
  })),
  { engine: 'heuristic' },
];

/**
 * One row of text an engine, in the order of `runs`, of which `exact` is the first. `violations` counts the rules
 * that the independent checker finds broken when it asks of every engine never to charge and discharge at once.
 */
export async function engineRows(
  label: string,
  problem: DispatchProblem,
  runs: readonly EngineRun[],
): Promise<string[][]> {
  const rows: string[][] = [];
  let exact: number | null = null;
  for (const { label: name, ...run } of runs) {
    const result = await solveDispatch(problem, { ...run, clock: () => performance.now() });
    exact ??= result.profit;
    rows.push([
      label,
      name ?? run.engine,
      result.profit.toFixed(3),
      result.bound === null ? '' : result.bound.toFixed(3),
      `${((100 * result.profit) / exact).toFixed(2)} %`,
      result.equivalentFullCycles.toFixed(1),
      String(result.simultaneousPeriods),
      String(verifySchedule(problem, result, true).length),
      result.solveSeconds.toFixed(2),
    ]);
  }
  return rows;
}
