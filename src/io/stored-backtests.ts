import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsedJson } from './parsed-json.ts';

/** Folder of the back-tests beside the runs by date: `reports/<name>/backtest/`. */
export const backtestFolderName = 'backtest';

export interface FoundBacktest<T> {
  /** Name of its folder. */
  readonly folder: string;
  readonly backtest: T;
}

/** The back-tests of a folder of runs, by name of their folders; what is no whole one of this layout is passed over. */
export async function readBacktests<T extends { readonly schemaVersion: number }>(
  root: string,
  schemaVersion: T['schemaVersion'],
): Promise<FoundBacktest<T>[]> {
  const found: FoundBacktest<T>[] = [];
  const parent = join(root, backtestFolderName);
  for (const folder of (await readdir(parent).catch(() => [])).filter((name) => !name.endsWith('.tmp')).sort()) {
    const text = await readFile(join(parent, folder, 'backtest.json'), 'utf8').catch(() => 'null');
    const backtest = parsedJson(text) as T | null | undefined;
    if (backtest?.schemaVersion === schemaVersion) found.push({ folder, backtest });
  }
  return found;
}
