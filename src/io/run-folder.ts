import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { parsedJson } from './parsed-json.ts';
import { temporaryPath } from './temporary-files.ts';
import { writing } from './writing.ts';

/** What a finished run says about itself; the only file of a run that holds timings and worker counts. */
export interface Manifest {
  readonly schemaVersion: 1;
  /** Digest of settings and inputs. The program's code is not part of it: after an upgrade a run is made anew in its place. */
  readonly runKey: string;
  readonly name: string;
  readonly date: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly seconds: number;
  readonly peakMemoryMB: number;
  readonly workers: number;
  readonly seed: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly inputs: readonly unknown[];
  readonly stages: readonly unknown[];
}

/** The manifest of a finished run, undefined where the folder holds none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Manifest);
}

/**
 * Refuses to overwrite a run that was made with other settings, or a folder that is no run.
 *
 * @returns 'none' where nothing is there, 'same' where the run itself is
 */
export async function checkRunFolder(folder: string, runKey: string, fresh: boolean): Promise<'none' | 'same'> {
  const exists = (await stat(folder).catch(() => undefined)) !== undefined;
  if (!exists) return 'none';
  const manifest = await readManifest(folder);
  if (manifest?.runKey === runKey) return 'same';
  if (fresh && manifest !== undefined) return 'none';
  throw new ConfigError(
    manifest === undefined
      ? 'the folder exists and holds no run'
      : 'the run exists and was made with other settings or data',
    {
      file: folder,
      rule: 'a run is never overwritten silently',
      remedy: manifest === undefined ? 'choose another --out' : 'give --fresh to replace it, or another --out',
    },
  );
}

/** Writes all files under a temporary name and puts the folder in its place at once. */
export async function publishRun(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const temporary = temporaryPath(folder);
  const old = temporary.replace(/tmp$/, 'old.tmp');
  const clear = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
  try {
    await writing(folder, async () => {
      await mkdir(dirname(folder), { recursive: true });
      for (const leftover of [temporary, old]) await clear(leftover);
      await mkdir(temporary);
      for (const [name, content] of Object.entries(files))
        await writeFile(join(temporary, name), content, { flush: true });
    });
  } catch (error) {
    await clear(temporary).catch(() => {});
    throw error;
  }
  const replaced = await rename(folder, old).then(
    () => true,
    () => false,
  );
  await rename(temporary, folder);
  if (replaced) await clear(old);
}

/** Summaries of all finished runs below `root`: `<name>/<date>/summary.json`, parsed; others than of this schema are passed over. */
export async function readSummaries(root: string): Promise<unknown[]> {
  const summaries: unknown[] = [];
  for (const name of (await readdir(root).catch(() => [])).sort()) {
    for (const date of (await readdir(join(root, name)).catch(() => [])).sort()) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) continue;
      const text = await readFile(join(root, name, date, 'summary.json'), 'utf8').catch(() => undefined);
      const summary =
        text === undefined ? undefined : (parsedJson(text) as { readonly schemaVersion?: unknown } | null);
      if (summary?.schemaVersion === 1) summaries.push(summary);
    }
  }
  return summaries;
}
