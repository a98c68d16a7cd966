import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DataError, SolverError } from '../../src/errors.ts';
import { openWorkerPool, type WorkerPool } from '../../src/io/worker-pool.ts';

/** A worker that squares numbers; told to, it ends its own thread or throws. */
const worker = `
import { existsSync, writeFileSync } from 'node:fs';
import { answerShard } from ${JSON.stringify(new URL('../../src/io/shard-answer.ts', import.meta.url).href)};
import { DataError } from ${JSON.stringify(new URL('../../src/errors.ts', import.meta.url).href)};
export default ({ value, dieOnce, die, refuse }) => answerShard(async () => {
  if (dieOnce !== undefined && !existsSync(dieOnce)) {
    writeFileSync(dieOnce, 'dead');
    process.exit(9);
  }
  if (die) process.exit(9);
  if (refuse) throw new DataError('a price is missing', { field: 'line 7', value: NaN, remedy: 'fill it' });
  return value * value;
});
`;

const folder = mkdtempSync(join(tmpdir(), 'worker-pool-'));
const workerPath = join(folder, 'worker.ts');
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
writeFileSync(workerPath, worker);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a pool of worker threads', () => {
  let pool: WorkerPool;
  const open = (workers: number): WorkerPool => (pool = openWorkerPool(pathToFileURL(workerPath), workers));
  afterEach(() => pool.close());

  it('gives the results in the order of the tasks', async () => {
    const told: number[] = [];
    const tasks = Array.from({ length: 9 }, (_, value) => ({ value }));
    expect(await open(2).map(tasks, (done) => told.push(done))).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64]);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('gives the shard of a thread that was ended to another thread', async () => {
    const dieOnce = join(folder, 'died');
    expect(await open(2).map([{ value: 1 }, { value: 2, dieOnce }, { value: 3 }, { value: 4 }])).toEqual([1, 4, 9, 16]);
    expect(await pool.map([{ value: 5 }])).toEqual([25]);
  });

  it('says so where a shard ends every thread that takes it', async () => {
    const failed = open(2).map([{ value: 1 }, { value: 2, die: true }]);
    await expect(failed).rejects.toThrow(SolverError);
    await expect(failed).rejects.toThrow(/a worker thread died.*exited with code: 9.*--workers 1/);
    expect(await pool.map([{ value: 5 }])).toEqual([25]);
  });

  it('does not wait for ever where the module of the workers cannot be loaded', async () => {
    pool = openWorkerPool(pathToFileURL(join(folder, 'missing.ts')), 2);
    await expect(pool.map([{ value: 1 }, { value: 2 }, { value: 3 }])).rejects.toThrow(/a worker thread died.*missing/);
  });

  it('passes on what a shard throws, class and details', async () => {
    const refused = open(1).map([{ refuse: true }]);
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toMatchObject({
      exitCode: 2,
      message: 'line 7: a price is missing, got NaN; fill it',
      details: { field: 'line 7', value: NaN, remedy: 'fill it' },
    });
  });
});
