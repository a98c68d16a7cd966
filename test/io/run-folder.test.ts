import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { checkRunFolder, publishRun, readManifest, readSummaries } from '../../src/io/run-folder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-folder-'));
  folder = join(root, '2026-01-15');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const manifest = (runKey: string): string => JSON.stringify({ runKey });

describe('publishing a run', () => {
  it('puts every file in its place and leaves nothing beside it', async () => {
    await publishRun(folder, { 'plan.csv': 'a\n', 'profit-and-loss.parquet': new Uint8Array([1, 2]) });
    expect(readdirSync(root)).toEqual(['2026-01-15']);
    expect(readdirSync(folder).sort()).toEqual(['plan.csv', 'profit-and-loss.parquet']);
  });

  it('replaces an older run whole: none of its files stays', async () => {
    await publishRun(folder, { 'manifest.json': manifest('old'), 'gone.csv': 'x' });
    await publishRun(folder, { 'manifest.json': manifest('new') });
    expect(readdirSync(root)).toEqual(['2026-01-15']);
    expect(readdirSync(folder)).toEqual(['manifest.json']);
    expect(await readManifest(folder)).toEqual({ runKey: 'new' });
  });

  it('goes on over what a killed process of the same number left', async () => {
    await publishRun(folder, { 'manifest.json': manifest('old') });
    for (const name of [`2026-01-15.${process.pid}.tmp`, `2026-01-15.${process.pid}.old.tmp`]) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'half.csv'), 'a,');
    }
    await publishRun(folder, { 'manifest.json': manifest('new') });
    expect(readdirSync(root)).toEqual(['2026-01-15']);
    expect(readdirSync(folder)).toEqual(['manifest.json']);
  });
});

describe('a run that cannot be published', () => {
  it('is an error that names the folder, and leaves nothing behind', async () => {
    writeFileSync(folder, '');
    await expect(publishRun(join(folder, 'date'), { 'plan.csv': 'a' })).rejects.toThrow(
      /2026-01-15\/date: cannot write: a file stands where a folder is needed; make the place writable/,
    );
    await expect(publishRun(join(root, 'date'), { 'no/such/folder.csv': 'a' })).rejects.toThrow(/ENOENT/);
    expect(readdirSync(root)).toEqual(['2026-01-15']);
  });
});

describe('the folder of a run', () => {
  it('may be written where nothing is, and again by the same run', async () => {
    expect(await checkRunFolder(folder, 'key', false)).toBe('none');
    await publishRun(folder, { 'manifest.json': manifest('key') });
    expect(await checkRunFolder(folder, 'key', false)).toBe('same');
  });

  it('is refused to a run with other settings unless that is fresh', async () => {
    await publishRun(folder, { 'manifest.json': manifest('key') });
    await expect(checkRunFolder(folder, 'other', false)).rejects.toThrow(ConfigError);
    await expect(checkRunFolder(folder, 'other', false)).rejects.toThrow(
      /2026-01-15.*never overwritten silently; give --fresh to replace it/,
    );
    expect(await checkRunFolder(folder, 'other', true)).toBe('none');
  });

  it('is refused where it holds no run, even to a fresh one', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.docx'), 'years of work');
    for (const fresh of [false, true])
      await expect(checkRunFolder(folder, 'key', fresh)).rejects.toThrow(/holds no run.*choose another --out/);
  });
});

describe('the list of runs', () => {
  it('has the summaries of finished runs by name and date, and passes over everything else', async () => {
    for (const [name, date] of [
      ['b', '2026-01-15'],
      ['a', '2026-01-16'],
      ['a', '2026-01-15'],
    ]) {
      await publishRun(join(root, name, date), { 'summary.json': JSON.stringify({ schemaVersion: 1, name, date }) });
    }
    for (const [date, text] of [
      ['2026-01-18', '{"schemaVersion":1,'],
      ['2026-01-19', '{"schemaVersion":2}'],
      ['2026-01-20', 'null'],
    ]) {
      await publishRun(join(root, 'a', date), { 'summary.json': text });
    }
    mkdirSync(join(root, 'a', '2026-01-17'));
    mkdirSync(join(root, 'a', '.artefacts'));
    writeFileSync(join(root, 'index.html'), '');
    expect(await readSummaries(root)).toEqual([
      { schemaVersion: 1, name: 'a', date: '2026-01-15' },
      { schemaVersion: 1, name: 'a', date: '2026-01-16' },
      { schemaVersion: 1, name: 'b', date: '2026-01-15' },
    ]);
  });
});
