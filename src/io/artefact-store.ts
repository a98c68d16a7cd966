import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { removeLeftovers, temporaryPath } from './temporary-files.ts';
import { writing } from './writing.ts';

/**
 * Results of stages on disk, found again by what they were made from. A file is written under a temporary
 * name, synced and renamed, and ends with its own digest: it is whole, or it does not count.
 */
export interface ArtefactStore {
  readonly directory: string;
  /** True where the artefact exists (its digest is checked when it is read). */
  has(key: ArtefactKey): Promise<boolean>;
  /** The artefact, or undefined where it is missing or damaged. */
  read<T>(key: ArtefactKey): Promise<T | undefined>;
  write(key: ArtefactKey, value: unknown): Promise<void>;
  path(key: ArtefactKey): string;
  /** Deletes artefacts that were neither read nor written for `days` days, and temporary files of dead runs. */
  prune(days: number): Promise<void>;
}

/** `simulate-3f2a…`: stage and digest of everything that the result depends on. */
export type ArtefactKey = string;

/** The key of a stage's result: a digest of its parts (plain JSON data, keys of other artefacts included). */
export function artefactKey(stage: string, parts: unknown): ArtefactKey {
  return `${stage}-${createHash('sha256').update(stableJson(parts)).digest('hex').slice(0, 32)}`;
}

const digestBytes = 32;

export function openArtefactStore(directory: string): ArtefactStore {
  const path = (key: ArtefactKey): string => join(directory, `${key}.artefact`);
  return {
    directory,
    path,
    has: async (key) => (await stat(path(key)).catch(() => undefined)) !== undefined,
    read: async <T>(key: ArtefactKey) => {
      const value = await readArtefact<T>(path(key));
      if (value !== undefined) await utimes(path(key), new Date(), new Date()).catch(() => {});
      return value;
    },
    write: async (key, value) => {
      await writing(directory, () => mkdir(directory, { recursive: true }));
      const body = serialize(value);
      await writeWhole(path(key), Buffer.concat([body, createHash('sha256').update(body).digest()]));
    },
    prune: async (days) => {
      await removeLeftovers(directory);
      const oldest = Date.now() - days * 86_400_000;
      for (const name of await readdir(directory).catch(() => [])) {
        const file = join(directory, name);
        const info = await stat(file).catch(() => undefined);
        if (info !== undefined && info.mtimeMs < oldest) await rm(file, { force: true });
      }
    },
  };
}

/** Reads one artefact file; undefined where it is missing or damaged. */
export async function readArtefact<T>(path: string): Promise<T | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || bytes.length <= digestBytes) return undefined;
  const body = bytes.subarray(0, -digestBytes);
  const intact = createHash('sha256').update(body).digest().equals(bytes.subarray(-digestBytes));
  return intact ? (deserialize(body) as T) : undefined;
}

/** Writes a file so that at every moment either the old one or the whole new one is there. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writing(path, async () => {
      await writeSynced(temporary, content);
      await rename(temporary, path);
    });
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** JSON with sorted keys, so that equal parts give equal digests. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
