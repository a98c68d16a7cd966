import { SolverError } from '../../errors.ts';
import type { LinearSolution } from '../../lp/highs-solver.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import { dispatchProgram } from '../dispatch-program.ts';
import type { DispatchProgram } from '../dispatch-program.ts';
import type { Gate } from '../program-battery.ts';
import type { EngineOptions } from './engine.ts';
import { solveByMultipliers } from './multiplier-rounds.ts';
import {
  ATTAINED,
  inCurrency,
  readSolution,
  requireSolved,
  solveContinuous,
  solveWritten,
  suggestedBinaries,
  TOLERANCE,
} from './program-solution.ts';
import type { ProgramSolution } from './program-solution.ts';

/** Seconds in which the mixed-integer program may close a gap that multipliers leave, where no time limit is given. */
const GAP_SECONDS = 30;

/** Periods × batteries up to which a mixed-integer program is solved to the end. */
const SMALL = 200;

/**
 * Every rule kept, with as little branching as possible. First the relaxation: where its optimum keeps
 * every rule, or a schedule with the binaries that it suggests earns as much, nothing more is needed. Then,
 * for long problems that kernels cover but for what multipliers price, multipliers; the mixed-integer program
 * has half a minute, or the time limit, to close a gap that they leave (status `feasible`, or `timeLimit`, with
 * bound where it does not). Else the mixed-integer program.
 */
export async function solveRelaxedOrWhole(problem: DispatchProblem, options: EngineOptions): Promise<ProgramSolution> {
  const written = dispatchProgram(problem, true);
  const relaxed = requireSolved(problem, written, await solveContinuous(written, options));
  const bound = inCurrency(written, relaxed.objective);
  const binaries = suggestedBinaries(written.gates, relaxed.values);
  if (keepsExclusion(written.gates, binaries, relaxed)) return readSolution(problem, written, relaxed, 'optimal');
  const suggested = await solveContinuous(written, timeLeft(options, relaxed.seconds), binaries);
  const found = suggested.status === 'optimal' ? readSolution(problem, written, suggested, 'feasible') : null;
  if (found !== null && found.objective >= bound - ATTAINED * Math.max(1, Math.abs(bound)))
    return { ...found, status: 'optimal', bound };
  const afterwards = timeLeft(options, relaxed.seconds + suggested.seconds);
  const small = problem.periodCount * problem.batteries.length <= SMALL;
  const priced = small ? null : await solveByMultipliers(problem, written, relaxed, found, afterwards);
  if (priced?.status === 'optimal') return priced;
  const known = priced ?? (found === null ? null : { ...found, bound });
  if (known !== null && options.timeLimitSeconds !== undefined) return withinTime(problem, written, known, afterwards);
  if (priced === null) return solveWritten(problem, written, afterwards);
  const closed = await withinTime(problem, written, priced, { ...options, timeLimitSeconds: GAP_SECONDS });
  return closed.status === 'timeLimit' ? { ...closed, status: 'feasible' } : closed;
}

/** The mixed-integer program closes the gap of a known schedule, or the better of the two is returned when its time is up. */
async function withinTime(
  problem: DispatchProblem,
  written: DispatchProgram,
  known: ProgramSolution,
  options: EngineOptions,
): Promise<ProgramSolution> {
  try {
    const whole = await solveWritten(problem, written, options);
    if (whole.status === 'optimal') return whole;
    const better = whole.objective > known.objective ? whole : known;
    return { ...better, status: 'timeLimit', bound: Math.min(whole.bound, known.bound) };
  } catch (error) {
    if (!(error instanceof SolverError)) throw error;
    return { ...known, status: 'timeLimit' };
  }
}

/** The options with what `seconds` of solving have left of the time limit; at least a moment. */
function timeLeft(options: EngineOptions, seconds: number): EngineOptions {
  const { timeLimitSeconds } = options;
  return timeLimitSeconds === undefined
    ? options
    : { ...options, timeLimitSeconds: Math.max(1e-3, timeLimitSeconds - seconds) };
}

/** True where every binary only excludes one of two flows, and the one that it closes is 0 already. */
function keepsExclusion(gates: readonly Gate[], binaries: Int8Array, { values }: LinearSolution): boolean {
  return gates.every(({ closedAt0, closedAt1 }, g) => {
    const closed = binaries[g] === 0 ? closedAt0 : closedAt1;
    return closedAt1.length > 0 && closed.every((column) => values[column] <= TOLERANCE);
  });
}
