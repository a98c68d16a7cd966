import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stableJson, writeWhole } from './artefact-store.ts';
import { parsedJson } from './parsed-json.ts';
import { writing } from './writing.ts';

/** Beside the runs by date: `reports/<name>/scorecard.json`. */
const scorecardFileName = 'scorecard.json';

export type ScorecardFile<T> =
  | { readonly state: 'missing' }
  /** Not what `fit --score` wrote: cut off, edited, or of another layout. */
  | { readonly state: 'damaged' }
  | { readonly state: 'read'; readonly scorecard: T };

/** Writes a scorecard with its own digest; the old one stands until the new one is whole. Returns the path. */
export async function writeScorecard(root: string, scorecard: { readonly schemaVersion: number }): Promise<string> {
  const path = join(root, scorecardFileName);
  await writing(root, () => mkdir(root, { recursive: true }));
  await writeWhole(path, `${JSON.stringify({ digest: digestOf(scorecard), scorecard }, null, 1)}\n`);
  return path;
}

/** Reads the scorecard of a folder of runs. */
export async function readScorecard<T extends { readonly schemaVersion: number }>(
  root: string,
  schemaVersion: T['schemaVersion'],
): Promise<ScorecardFile<T>> {
  const text = await readFile(join(root, scorecardFileName), 'utf8').catch(() => undefined);
  if (text === undefined) return { state: 'missing' };
  const found = parsedJson(text) as { digest?: string; scorecard?: T } | null | undefined;
  const scorecard = found?.scorecard;
  const whole = scorecard?.schemaVersion === schemaVersion && found?.digest === digestOf(scorecard);
  return whole ? { state: 'read', scorecard } : { state: 'damaged' };
}

function digestOf(scorecard: unknown): string {
  return createHash('sha256').update(stableJson(scorecard)).digest('hex');
}
