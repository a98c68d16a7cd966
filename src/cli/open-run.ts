import { resolve } from 'node:path';
import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import { openArtefactStore, type ArtefactStore } from '../io/artefact-store.ts';
import { codeDigest } from '../io/code-version.ts';
import { loadConfig } from '../io/load-config.ts';
import { loadNightState } from '../io/night-state.ts';
import { readSourceFiles, type SourceFiles } from '../io/source-files.ts';
import { defaultWorkers, openWorkerPool, type WorkerPool } from '../io/worker-pool.ts';
import type { PipelineInput, PipelineTools } from '../pipeline.ts';
import type { CommandContext } from './command.ts';
import { dateOption, wholeNumberOption } from './options.ts';
import { workerFile } from './worker-file.ts';

/** A configured run, its inputs read and checked, and the tools it works with. */
export interface OpenRun {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly sources: SourceFiles;
  readonly input: PipelineInput;
  readonly tools: PipelineTools;
  readonly store: ArtefactStore;
  /** Folder above the runs by date. */
  readonly root: string;
  readonly workers: number;
  close(): Promise<void>;
}

/** Loads configuration, state of the night and source files for the commands that run stages. */
export async function openRun(
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
  onDate: (run: Omit<OpenRun, 'tools' | 'input' | 'close'>, date: string) => Promise<void> = async () => {},
): Promise<OpenRun> {
  const loaded = await loadConfig(String(options.config), context.cwd, {
    seed: wholeNumberOption(options, 'seed', 0),
    scenarios: wholeNumberOption(options, 'scenarios', 100),
    workers: wholeNumberOption(options, 'workers', 1),
    dataDirectory: options.data as string | undefined,
    environmentDirectory: context.env.BESS_RISK_DATA,
  });
  const { config, dataDirectories } = loaded;
  const date = dateOption(options, 'date');
  const night = await loadNightState(loaded);
  const sources = await readSourceFiles(config, dataDirectories);
  const root =
    options.out === undefined
      ? resolve(context.cwd, 'reports', config.name)
      : resolve(context.cwd, String(options.out));
  const store = openArtefactStore(resolve(root, '.artefacts'));
  const workers = config.run.workers ?? defaultWorkers();
  let pool: WorkerPool | undefined;
  const basics = { config, night, sources, store, root, workers };
  return {
    ...basics,
    input: { config, night, sources, date },
    tools: {
      store,
      pool: () => (pool ??= openWorkerPool(workerFile('shard-worker'), workers)),
      log: context.log,
      clock: () => performance.now() / 1000,
      codeDigest: codeDigest(),
      fresh: options.fresh === true,
      onDate: (planned) => onDate(basics, planned),
    },
    close: async () => pool?.close(),
  };
}
