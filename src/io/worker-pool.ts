import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';

/** Runs shards of work on threads and returns their results in the order of the shards. */
export interface WorkerPool {
  readonly workers: number;
  map<Task, Result>(tasks: readonly Task[], onDone?: (done: number, total: number) => void): Promise<Result[]>;
  close(): Promise<void>;
}

/** Threads used where the configuration does not say: the processors available, at most 8. */
export function defaultWorkers(): number {
  return Math.min(8, availableParallelism());
}

/**
 * A pool of `workers` threads that run the module `workerFile`. p-limit keeps two shards a thread in
 * flight, so that memory is bounded by the shards and not by the number of scenarios.
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
  const limit = pLimit(2 * workers);
  return {
    workers,
    async map<Task, Result>(tasks: readonly Task[], onDone?: (done: number, total: number) => void): Promise<Result[]> {
      let done = 0;
      return Promise.all(
        tasks.map((task) =>
          limit(async () => {
            const result = (await pool.run(task)) as Result;
            onDone?.(++done, tasks.length);
            return result;
          }),
        ),
      );
    },
    close: () => pool.close({ force: true }),
  };
}
