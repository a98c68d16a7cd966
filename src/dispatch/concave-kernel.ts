import { createConcaveMemory, createConcaveStore, solveConcaveRecursion } from './concave-recursion.ts';
import type { ConcaveMemory, ConcaveStore } from './concave-recursion.ts';
import { energyScale, lastLowerMWh, lastUpperMWh, terminalSlope, windowPenaltyAt } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';

/**
 * Memory of the concave kernel, reused for every path. Results of the last solve: `takenMWh` (v_t, T values)
 * and `stateMWh` (e_i, T + 1 values).
 */
export interface ConcaveWorkspace extends ConcaveMemory {
  /** Hard windows admit the states inside them, soft ones every state that can be reached. */
  readonly hard: ConcaveStore;
  readonly soft: ConcaveStore;
}

/** A workspace for problems of up to `periodCount` periods and `segmentCount` stage segments in total. */
export function createConcaveWorkspace(periodCount: number, segmentCount: number): ConcaveWorkspace {
  const hard = createConcaveStore(periodCount);
  hard.admittedLowMWh = hard.lowerMWh;
  hard.admittedHighMWh = hard.upperMWh;
  const soft = createConcaveStore(periodCount);
  soft.widened.fill(1);
  return { ...createConcaveMemory(periodCount, segmentCount), hard, soft };
}

/**
 * The greatest Σ h_t(v_t) − penalties + waterValue·(e_T − e_0) of a concave storage problem, or −Infinity
 * where hard windows cannot be kept. Schedule in the workspace. Time O(T·k), k the segments of a value
 * function (about usable energy over energy per period); allocates nothing.
 *
 * Backward, V_t(e) = max_v h_t(v) + V_{t+1}(z − v) with z = retention·e + inflow merges two lists of
 * descending slopes; the windows clip its domain (hard) or steepen it (soft). docs/method/dispatch.md;
 * readable twin: concave-kernel-twin.ts.
 */
export function solveConcaveStorage(problem: StorageProblem, stages: StageCurves, workspace: ConcaveWorkspace): number {
  prepareAndSolve(problem, stages, workspace);
  return workspace.optimum[0];
}

function prepareAndSolve(problem: StorageProblem, stages: StageCurves, workspace: ConcaveWorkspace): void {
  const isHard = problem.windowPenalty === Infinity;
  const store = isHard ? workspace.hard : workspace.soft;
  fillStore(problem, store);
  if (!isHard) admitReachable(problem, stages, store);
  // The size of the energies is only looked up where rounding may have emptied a domain.
  let solved = solveStarted(problem, stages, store, workspace);
  if (!solved) {
    store.toleranceMWh = 1e-9 * energyScale(problem, stages);
    solved = solveStarted(problem, stages, store, workspace);
  }
  if (solved) workspace.optimum[0] -= windowPenaltyAt(problem, 0, problem.initialMWh);
  else workspace.optimum[0] = -Infinity;
}

function solveStarted(
  problem: StorageProblem,
  stages: StageCurves,
  store: ConcaveStore,
  workspace: ConcaveWorkspace,
): boolean {
  return (
    (problem.windowPenalty !== Infinity || startsInside(problem, store)) &&
    solveConcaveRecursion(store, stages, workspace)
  );
}

function fillStore(problem: StorageProblem, store: ConcaveStore): void {
  const { periodCount } = problem;
  store.periodCount = periodCount;
  store.initialMWh = problem.initialMWh;
  store.retention = problem.retention;
  store.terminalSlope = terminalSlope(problem);
  store.windowPenalty = problem.windowPenalty === Infinity ? 0 : problem.windowPenalty;
  store.toleranceMWh = 0;
  store.inflowMWh = problem.inflowMWh;
  const { lowerMWh, upperMWh } = store;
  for (let i = 0; i < periodCount; i++) {
    lowerMWh[i] = problem.lowerMWh[i];
    upperMWh[i] = problem.upperMWh[i];
  }
  lowerMWh[periodCount] = lastLowerMWh(problem);
  upperMWh[periodCount] = lastUpperMWh(problem);
}

/** Boundary 0 is given. */
function startsInside(problem: StorageProblem, store: ConcaveStore): boolean {
  const { initialMWh } = problem;
  return (
    problem.periodCount === 0 ||
    (initialMWh >= problem.lowerMWh[0] - store.toleranceMWh && initialMWh <= problem.upperMWh[0] + store.toleranceMWh)
  );
}

function admitReachable(problem: StorageProblem, stages: StageCurves, store: ConcaveStore): void {
  const { retention, inflowMWh } = problem;
  const { admittedLowMWh, admittedHighMWh } = store;
  const { starts, width, firstMWh } = stages;
  admittedLowMWh[0] = problem.initialMWh;
  admittedHighMWh[0] = problem.initialMWh;
  for (let t = 0; t < problem.periodCount; t++) {
    let largest = firstMWh[t];
    for (let j = starts[t]; j < starts[t + 1]; j++) largest += width[j];
    admittedLowMWh[t + 1] = retention * admittedLowMWh[t] + inflowMWh[t] - largest;
    admittedHighMWh[t + 1] = retention * admittedHighMWh[t] + inflowMWh[t] - firstMWh[t];
  }
}
