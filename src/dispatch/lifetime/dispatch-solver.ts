import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';

/** Solves a dispatch problem: an engine with its settings, or anything with the same result. */
export type DispatchSolver = (problem: DispatchProblem) => Promise<DispatchResult>;
