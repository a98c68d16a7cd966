import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { ConfigError } from '../../src/errors.ts';

/** What an engine finds, with −Infinity and status `none` where it says that no schedule keeps the limits. */
export async function outcome(
  problem: DispatchProblem,
  engine: string,
): Promise<{ status: string; objective: number; bound: number | null }> {
  try {
    return await solveDispatch(problem, { engine });
  } catch (error) {
    if (!(error instanceof ConfigError && error.message.includes('no schedule keeps'))) throw error;
    return { status: 'none', objective: -Infinity, bound: -Infinity };
  }
}

/** Difference relative to the larger of 1 and the size of `expected`; 0 where both are −Infinity. */
export function relativeDifference(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found - expected) / Math.max(1, Math.abs(expected));
}
