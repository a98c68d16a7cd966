import type { ArtefactKey, ArtefactStore } from '../io/artefact-store.ts';
import type { Log } from '../io/log.ts';

export interface StageTiming {
  readonly stage: string;
  readonly key: ArtefactKey;
  readonly seconds: number;
  /** True where the result was found in the store. */
  readonly stored: boolean;
}

/** Runs stages in order, each found again in the store by its key unless everything is to be fresh. */
export interface Stages {
  /** `check` may throw before a new result is stored, and on a stored one. */
  run<T>(stage: string, key: ArtefactKey, make: () => Promise<T>, check?: (value: T) => unknown): Promise<T>;
  readonly timings: readonly StageTiming[];
}

export function openStages(tools: { store: ArtefactStore; log: Log; clock: () => number; fresh: boolean }): Stages {
  const timings: StageTiming[] = [];
  return {
    timings,
    async run<T>(stage: string, key: ArtefactKey, make: () => Promise<T>, check?: (value: T) => unknown): Promise<T> {
      const started = tools.clock();
      const known = tools.fresh ? undefined : await tools.store.read<T>(key);
      const stored = known !== undefined;
      const value = stored ? known : await make();
      check?.(value);
      if (!stored) await tools.store.write(key, value);
      const seconds = tools.clock() - started;
      timings.push({ stage, key, seconds, stored });
      tools.log.info(`${stage.padEnd(9)} ${stored ? 'stored' : `${seconds.toFixed(1)} s`}`);
      return value;
    },
  };
}
