import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { readSourceFiles } from '../../src/io/source-files.ts';
import { testConfig, tidyDayAhead, tidyImbalance } from './support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bess-risk-sources-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readSourceFiles', () => {
  it('reads each file once, unpacks .gz and gives digests of the files as stored', async () => {
    const packed = gzipSync('packed');
    await writeFile(join(folder, 'a.csv'), 'plain');
    await writeFile(join(folder, 'b.csv.gz'), packed);
    const config = testConfig({
      dayAhead: {
        sources: [
          { ...tidyDayAhead, file: 'a.csv' },
          { ...tidyDayAhead, file: 'b.csv.gz' },
        ],
      },
      imbalance: { sources: [{ ...tidyImbalance, file: 'a.csv' }] },
    });
    const files = await readSourceFiles(config, [folder]);
    expect(Buffer.from(files.read('a.csv')).toString()).toBe('plain');
    expect(Buffer.from(files.read('b.csv.gz')).toString()).toBe('packed');
    expect(files.digests.map(({ file, bytes }) => [file, bytes])).toEqual([
      ['a.csv', 5],
      ['b.csv.gz', packed.length],
    ]);
    expect(files.digests[1].sha256).toBe(createHash('sha256').update(packed).digest('hex'));
  });

  it('says where a missing file was looked for and how to name the folder', async () => {
    const attempt = readSourceFiles(testConfig(), [folder]);
    await expect(attempt).rejects.toThrow(DataError);
    await expect(attempt).rejects.toThrow(
      `prices.csv: cannot read a source file: there is no file ${join(folder, 'prices.csv')}; say where the sources are with --data DIR or BESS_RISK_DATA`,
    );
  });

  it('takes a file from the first folder that has it, and names all of them where none does', async () => {
    await writeFile(join(folder, 'prices.csv'), 'here');
    const elsewhere = join(folder, 'elsewhere');
    const files = await readSourceFiles(testConfig(), [elsewhere, folder]);
    expect(Buffer.from(files.read('prices.csv')).toString()).toBe('here');
    await rm(join(folder, 'prices.csv'));
    await expect(readSourceFiles(testConfig(), [elsewhere, folder])).rejects.toThrow(/elsewhere.* nor /);
  });

  it('rejects a .gz file that is not packed', async () => {
    await writeFile(join(folder, 'plain.csv.gz'), 'startTime,dayAhead');
    const config = testConfig({ dayAhead: { sources: [{ ...tidyDayAhead, file: 'plain.csv.gz' }] } });
    await expect(readSourceFiles(config, [folder])).rejects.toThrow('plain.csv.gz: cannot unpack a source file');
  });
});
