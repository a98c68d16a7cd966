import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScorecard, writeScorecard } from '../../src/io/scorecard-file.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'bess-risk-scorecard-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const scorecard = { schemaVersion: 1, days: { judged: 90 }, value: 0.1 + 0.2 };

describe('a stored scorecard', () => {
  it('is read back as it was written, to the last digit', async () => {
    await writeScorecard(root, scorecard);
    expect(await readScorecard(root, 1)).toEqual({ state: 'read', scorecard });
    expect(await readdir(root)).toEqual(['scorecard.json']);
  });

  it('is missing where none was written', async () => {
    expect(await readScorecard(root, 1)).toEqual({ state: 'missing' });
    expect(await readScorecard(join(root, 'nowhere'), 1)).toEqual({ state: 'missing' });
  });

  it('is damaged where it was edited, cut off or is of another layout', async () => {
    const path = await writeScorecard(root, scorecard);
    const text = await readFile(path, 'utf8');
    for (const changed of [text.replace('90', '900'), text.slice(0, -20), '', 'null', '[]', '{}']) {
      await writeFile(path, changed);
      expect(await readScorecard(root, 1)).toEqual({ state: 'damaged' });
    }
    await writeScorecard(root, scorecard);
    expect(await readScorecard(root, 2)).toEqual({ state: 'damaged' });
  });
});
