import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bessRisk,
  bessRiskDone,
  differingFiles,
  filesOf,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const results = ['summary.json', 'plan.csv', 'frontier.csv', 'attribution.csv'];

describe('the same command', () => {
  const folder = temporaryFolder();
  let first: Map<string, Buffer>;
  const runFolder = (out: string): string => join(folder, out, '2026-01-15');
  const run = async (out: string, ...options: string[]): Promise<Map<string, Buffer>> => {
    await bessRiskDone(['run', '--out', out, ...options], folder);
    return filesOf(runFolder(out));
  };

  beforeAll(async () => {
    await writeRecentHistory(folder);
    await writeConfig(folder, tinyConfig);
    first = await run('one', '--workers', '1');
  });

  it('gives the same bytes with one worker and with two', async () => {
    const second = await run('two', '--workers', '2');
    expect(differingFiles(first, second)).toEqual([]);
    expect([...first.keys()]).toEqual(expect.arrayContaining(results));
    const workers = await Promise.all(
      ['one', 'two'].map(
        async (out) => JSON.parse(await readFile(join(runFolder(out), 'manifest.json'), 'utf8')).workers,
      ),
    );
    expect(workers).toEqual([1, 2]);
  });

  it('gives the same bytes when everything is computed afresh, in another time zone and language', async () => {
    await bessRiskDone(['run', '--out', 'one', '--fresh'], folder, { TZ: 'Asia/Kathmandu', LC_ALL: 'de_DE.UTF-8' });
    const again = await filesOf(runFolder('one'));
    expect(differingFiles(first, again)).toEqual([]);
    expect(storedStages(again)).toEqual([]);
  });

  it('finds every stage stored the second time', async () => {
    const again = await run('one');
    expect(differingFiles(first, again)).toEqual([]);
    expect(storedStages(again)).toEqual([
      'ingest',
      'fit',
      'simulate',
      'optimise',
      'choose',
      'evaluate',
      'stress',
      'measure',
    ]);
  });

  it('with another seed draws other scenarios of the same prices, and never replaces the first run silently', async () => {
    const { exit, stderr } = await bessRisk(['run', '--out', 'one', '--seed', '8', '--date', '2026-01-15'], folder);
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      /error: .*2026-01-15: the run exists .*never overwritten silently; give --fresh to replace it, or another --out$/m,
    );
    expect(differingFiles(first, await filesOf(runFolder('one')))).toEqual([]);
    const other = await run('other', '--seed', '8');
    expect(differingFiles(first, other)).toEqual(expect.arrayContaining(results));
    expect(other.get('quality.csv')).toEqual(first.get('quality.csv'));
  });

  it('answers --plan with the stages and leaves everything as it is', async () => {
    const before = await filesOf(runFolder('one'));
    const plan = async (...options: string[]) =>
      JSON.parse((await bessRisk(['run', '--out', 'one', '--plan', '--json', ...options], folder)).stdout);
    const states = ({ stages }: { stages: { stage: string; state: string }[] }) =>
      Object.fromEntries(stages.map(({ stage, state }) => [stage, state]));
    const stored = await plan();
    expect(stored.date).toBe('2026-01-15');
    expect(states(stored)).toEqual({
      ingest: 'stored',
      fit: 'stored',
      simulate: 'stored',
      optimise: 'stored',
      choose: 'stored',
      evaluate: 'stored',
      stress: 'stored',
      measure: 'stored',
    });
    expect(states(await plan('--seed', '9'))).toMatchObject({
      ingest: 'stored',
      fit: 'stored',
      simulate: 'missing',
      measure: 'missing',
    });
    expect(Object.values(states(await plan('--fresh')))).not.toContain('stored');
    const { stdout: shown } = await bessRisk(['run', '--out', 'one', '--plan'], folder);
    expect(shown).toMatch(/^delivery day 2026-01-15\n  ingest    \[stored\]\n  fit       \[stored\]\n/);
    expect(await filesOf(runFolder('one'))).toEqual(before);
  });
});

/** Stages that the manifest says were found in the store. */
function storedStages(files: ReadonlyMap<string, Buffer>): string[] {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as { stages: { stage: string; stored: boolean }[] };
  return manifest.stages.filter(({ stored }) => stored).map(({ stage }) => stage);
}
