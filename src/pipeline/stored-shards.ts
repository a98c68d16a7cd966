import type { ArtefactKey, ArtefactStore } from '../io/artefact-store.ts';
import type { Log } from '../io/log.ts';
import type { WorkerPool } from '../io/worker-pool.ts';
import type { ShardTask } from './shard-tasks.ts';

/** What work in stored shards needs from the outside. */
export interface ShardTools {
  readonly store: ArtefactStore;
  readonly pool: () => WorkerPool;
  readonly log: Log;
  readonly fresh: boolean;
}

/**
 * Results of tasks in their order: those in the store are read, the others computed on the threads and stored one by
 * one, so that a killed command goes on after what is done.
 *
 * @param label what the progress is told of
 */
export async function runStoredShards<Task extends ShardTask, Result>(
  tasks: readonly Task[],
  keyOf: (task: Task) => ArtefactKey,
  label: string,
  { store, pool, log, fresh }: ShardTools,
): Promise<Result[]> {
  let done = 0;
  return Promise.all(
    tasks.map(async (task) => {
      const key = keyOf(task);
      const known = fresh ? undefined : await store.read<Result>(key);
      const result = known ?? (await pool().map<Task, Result>([task]))[0];
      if (known === undefined) await store.write(key, result);
      log.progress(label, ++done, tasks.length);
      return result;
    }),
  );
}
