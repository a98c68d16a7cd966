import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeLeftovers, temporaryPath } from '../../src/io/temporary-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what killed processes left', () => {
  it('is removed, files and folders; names that are not temporary stay', async () => {
    const dead = await endedProcess();
    mkdirSync(join(folder, `2026-01-15.${dead}.tmp`));
    writeFileSync(join(folder, `2026-01-15.${dead}.tmp`, 'plan.csv'), 'a,');
    mkdirSync(join(folder, `2026-01-15.${dead}.old.tmp`));
    writeFileSync(join(folder, `fit-0.artefact.${dead}.tmp`), '');
    writeFileSync(temporaryPath(join(folder, 'own')), '');
    for (const name of ['fit-0.artefact', 'notes.tmp', `${dead}`]) writeFileSync(join(folder, name), '');
    await removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual([`${dead}`, 'fit-0.artefact', 'notes.tmp'].sort());
  });

  it('is not what another running process is writing', async () => {
    const name = `2026-01-16.${process.ppid}.tmp`;
    mkdirSync(join(folder, name));
    await removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('is left alone where its name does not begin as asked, in a folder of the user', async () => {
    const dead = await endedProcess();
    for (const name of [`cuts-0.artefact.${dead}.tmp`, `backup.${dead}.tmp`]) writeFileSync(join(folder, name), '');
    await removeLeftovers(folder, 'cuts-');
    expect(readdirSync(folder)).toEqual([`backup.${dead}.tmp`]);
  });

  it('may be nothing: a folder that is missing is no error', async () => {
    await expect(removeLeftovers(join(folder, 'none'))).resolves.toBeUndefined();
  });
});

/** Number of a process that has ended. */
function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  return new Promise((done) => child.on('close', () => done(child.pid as number)));
}
