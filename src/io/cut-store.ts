import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { serialize } from 'node:v8';
import { ConfigError } from '../errors.ts';
import type { CutPoolContent } from '../optimise/decomposition/cut-pool.ts';
import { artefactKey, openArtefactStore } from './artefact-store.ts';
import type { Log } from './log.ts';
import { removeLeftovers } from './temporary-files.ts';

/** Cuts and visited plans of one problem on disk, so that a search that was ended goes on where it was. */
export interface CutStore {
  /** What an earlier search left; null where there is nothing, or nothing that is whole and of this problem. */
  read(): Promise<CutPoolContent | null>;
  write(content: CutPoolContent): Promise<void>;
  /** Writes if the last time is long enough ago. */
  writeNowAndThen(content: CutPoolContent): Promise<void>;
}

interface StoredCuts {
  readonly key: string;
  readonly content: CutPoolContent;
}

/** What names of stored cuts start with. */
const kind = 'cuts';
/** Shortest time between two writes, and their largest share of the time. */
const fewestSeconds = 1;
const mostShare = 0.05;

/**
 * The store of a problem in a folder that several problems may share. A write that fails is a warning: the search
 * does not need it.
 *
 * @param problem everything that the cuts depend on, the program's code included: plain data and typed arrays
 */
export async function openCutStore(directory: string, problem: unknown, log: Log): Promise<CutStore> {
  const key = artefactKey(kind, createHash('sha256').update(serialize(problem)).digest('hex'));
  const store = openArtefactStore(directory);
  await mkdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError('cannot keep cuts in the folder', {
      field: '--store',
      rule: error.code ?? error.message,
      value: directory,
      remedy: 'name a folder that can be written to',
    });
  });
  // The folder is the user's: others may keep temporary files of their own there.
  await removeLeftovers(directory, `${kind}-`);
  let nextWrite = performance.now() + 1000 * fewestSeconds;
  const write = async (content: CutPoolContent): Promise<void> => {
    const started = performance.now();
    const stored: StoredCuts = { key, content };
    await store.write(key, stored).catch((error: Error) => log.warn(`the cuts are not stored: ${error.message}`));
    const ended = performance.now();
    nextWrite = ended + Math.max(1000 * fewestSeconds, (ended - started) / mostShare);
  };
  return {
    read: async () => {
      const stored = await store.read<StoredCuts>(key);
      if (stored?.key === key) return stored.content;
      if (stored !== undefined) log.warn(`${store.path(key)} holds the cuts of another problem: not used`);
      else if (await store.has(key)) log.warn(`${store.path(key)} is damaged: not used`);
      return null;
    },
    write,
    writeNowAndThen: async (content) => {
      if (performance.now() >= nextWrite) await write(content);
    },
  };
}
