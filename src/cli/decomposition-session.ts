import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { SolverError } from '../errors.ts';
import { codeDigest } from '../io/code-version.ts';
import { openCutStore, type CutStore } from '../io/cut-store.ts';
import { openWorkerPool } from '../io/worker-pool.ts';
import { CutPool } from '../optimise/decomposition/cut-pool.ts';
import {
  solveFleetPlanByDecomposition,
  type DecompositionRequest,
  type DecompositionSolution,
} from '../optimise/decomposition/solve-plan-by-decomposition.ts';
import type { PlanQuestion } from '../optimise/plan-solution.ts';
import { riskMeasures } from '../optimise/risk-measure.ts';
import { searchProgressText } from '../pipeline/search-progress-text.ts';
import { shardedEvaluation, worthSharding } from '../pipeline/sharded-evaluation.ts';
import type { CommandContext } from './command.ts';
import { watchInterrupt } from './interrupt.ts';
import { workerFile } from './worker-file.ts';

/** Searches on one problem that share threads, cuts and the time limit. */
export interface DecompositionSession {
  solve(request: DecompositionRequest): Promise<DecompositionSolution<readonly Plan[]>>;
  /** What ends the searches before their gap; null: nothing yet. */
  stopped(): 'interrupted' | 'timeLimit' | null;
  close(): Promise<void>;
}

export interface SessionSettings {
  readonly question: PlanQuestion;
  readonly timeLimitSeconds: number;
  readonly workers: number;
  /** Folder of stored cuts, from the user's working directory; undefined: none. */
  readonly store: string | undefined;
}

/** A master gets at least this long, so that what follows an early end has a bound. */
const leastMasterSeconds = 1;

/** Threads, stored cuts, progress, time limit and interrupts for the searches of the command. */
export async function openDecomposition(
  fleet: FleetProblem,
  settings: SessionSettings,
  context: CommandContext,
): Promise<DecompositionSession> {
  const { workers, timeLimitSeconds } = settings;
  const { log } = context;
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const interrupt = watchInterrupt(log);
  const pool = new CutPool();
  const store = await openStore(fleet, settings, context);
  pool.content = (await store?.read()) ?? null;
  if (pool.content !== null) log.info(`goes on from ${pool.content.visited.length} stored plans`);
  const threads = worthSharding(fleet, workers) ? openWorkerPool(workerFile('cuts-worker'), workers) : undefined;
  const evaluate = threads === undefined ? undefined : shardedEvaluation(fleet, threads);
  const stopped = (): 'interrupted' | 'timeLimit' | null =>
    interrupt.asked ? 'interrupted' : seconds() > timeLimitSeconds ? 'timeLimit' : null;
  return {
    stopped,
    async solve(request) {
      // Signals wait for the event loop.
      await setImmediate();
      if (interrupt.asked && pool.content === null) throw interruptedAtOnce();
      const solution = await solveFleetPlanByDecomposition(fleet, {
        ...request,
        pool,
        evaluate,
        shouldStop: () => stopped() !== null,
        masterSeconds: () => Math.max(leastMasterSeconds, timeLimitSeconds - seconds()),
        onIteration: async (progress) => {
          log.status(searchProgressText(progress, seconds()));
          await store?.writeNowAndThen(pool.content!);
          await setImmediate();
        },
      });
      log.status(null);
      await store?.write(pool.content!);
      return solution;
    },
    async close() {
      interrupt.close();
      await threads?.close();
    },
  };
}

async function openStore(
  fleet: FleetProblem,
  { question, store }: SessionSettings,
  { cwd, log }: CommandContext,
): Promise<CutStore | undefined> {
  if (store === undefined) return undefined;
  // Limits shape no cut, but the measures that they ask for do.
  const measures = riskMeasures(fleet.assets[0].confidenceLevel, question);
  return openCutStore(resolve(cwd, store), { fleet, measures, code: codeDigest() }, log);
}

function interruptedAtOnce(): SolverError {
  return new SolverError('interrupted before the first plan was evaluated', {
    remedy: 'there is no plan yet: start the command again',
  });
}
