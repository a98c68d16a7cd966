import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import { SolverError } from '../errors.ts';
import { shardResult, type ShardAnswer } from './shard-answer.ts';

/**
 * Runs shards of work on threads and returns their results in the order of the shards. A shard whose thread dies is
 * given to another; what a shard itself throws arrives as it was thrown.
 */
export interface WorkerPool {
  readonly workers: number;
  map<Task, Result>(tasks: readonly Task[], onDone?: (done: number, total: number) => void): Promise<Result[]>;
  close(): Promise<void>;
}

/** Threads used where the configuration does not say: the processors available, at most 8. */
export function defaultWorkers(): number {
  return Math.min(8, availableParallelism());
}

/** Threads that one shard may bring down. */
const mostDeaths = 2;

/**
 * A pool of `workers` threads that run the module `workerFile`. p-limit keeps two shards a thread in
 * flight, so that memory is bounded by the shards and not by the number of scenarios. The module answers with
 * `answerShard`.
 */
export function openWorkerPool(workerFile: URL, workers: number): WorkerPool {
  const fromSource = workerFile.pathname.endsWith('.ts');
  const pool = new Piscina({
    filename: workerFile.href,
    minThreads: 1,
    maxThreads: workers,
    idleTimeout: 10_000,
    ...(fromSource ? { execArgv: ['--import', 'tsx'] } : {}),
  });
  let broken: unknown;
  pool.on('error', (error) => {
    // A thread fell without a shard, such as one that cannot load its module: waiting shards would wait for ever.
    broken = error;
    void pool.destroy();
  });
  const limit = pLimit(2 * workers);
  const run = async <Result>(task: unknown): Promise<Result> => {
    for (let deaths = 0; ;) {
      let answer: ShardAnswer<Result>;
      try {
        answer = (await pool.run(task)) as ShardAnswer<Result>;
      } catch (error) {
        // Shards are pure functions of their data, so that another thread gives the same.
        if (broken === undefined && ++deaths < mostDeaths) continue;
        throw workerDied(broken ?? error);
      }
      return shardResult(answer);
    }
  };
  return {
    workers,
    async map<Task, Result>(tasks: readonly Task[], onDone?: (done: number, total: number) => void): Promise<Result[]> {
      let done = 0;
      return Promise.all(
        tasks.map((task) =>
          limit(async () => {
            const result = await run<Result>(task);
            onDone?.(++done, tasks.length);
            return result;
          }),
        ),
      );
    },
    close: () => pool.close({ force: true }),
  };
}

function workerDied(error: unknown): SolverError {
  return new SolverError('a worker thread died', {
    rule: error instanceof Error ? error.message : String(error),
    remedy:
      'use fewer scenarios or --workers 1 if memory is short; a program that was ended from outside can be started again',
  });
}
