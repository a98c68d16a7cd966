import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/math/random-stream.ts';
import {
  bessRisk,
  bessRiskDone,
  differingFiles,
  exists,
  filesOf,
  startBessRisk,
  temporaryFolder,
  temporaryNames,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const date = '2026-01-15';
const killCount = 20;
/** Runs at a time: each has a folder and a store of its own. */
const lanes = 2;

describe('a run that is killed', () => {
  const folder = temporaryFolder();
  const command = (out: string): string[] => ['run', '--date', date, '--out', out, '--workers', '2'];
  let reference: Map<string, Buffer>;
  let seconds: number;

  beforeAll(async () => {
    await writeRecentHistory(folder);
    await writeConfig(folder, {
      ...tinyConfig,
      scenarios: { count: 100, plan: 20, recourse: 10, choose: 20, horizonDays: 1 },
    });
    const started = performance.now();
    await bessRiskDone(command('reference'), folder);
    seconds = (performance.now() - started) / 1000;
    reference = await filesOf(join(folder, 'reference', date));
  });

  /** Starts the run and kills it after `delay` seconds; false where it was quicker. */
  async function killAfter(delay: number, out: string): Promise<boolean> {
    const run = startBessRisk(command(out), folder);
    const timer = setTimeout(run.kill, 1000 * delay);
    const { exit } = await run.ended;
    clearTimeout(timer);
    return exit === null;
  }

  it(`at ${killCount} random times ends with the same bytes when the command is given again`, async () => {
    const stream = randomStream(7, 'sampleHistory');
    // One moment in each twentieth of the run, so that they are spread over all of it.
    const moments = Array.from({ length: killCount }, (_, i) => (i + stream.uniform()) / killCount);
    const outcomes = await inLanes(moments, async (moment, lane) => {
      const out = `killed-${lane}`;
      const runFolder = join(folder, out, date);
      let delay = moment * seconds;
      do {
        await rm(join(folder, out), { recursive: true, force: true });
        delay *= 0.95;
      } while (!(await killAfter(delay, out)));
      const halfWritten = (await exists(runFolder)) ? differingFiles(reference, await filesOf(runFolder)) : [];
      const { exit, stderr } = await bessRisk(command(out), folder);
      const differing = exit === 0 ? differingFiles(reference, await filesOf(runFolder)) : [stderr];
      return { halfWritten, exit, differing, temporary: await temporaryNames(join(folder, out)) };
    });
    expect(outcomes).toEqual(moments.map(() => ({ halfWritten: [], exit: 0, differing: [], temporary: [] })));
  }, 900_000);

  it('again and again goes on from its last whole stage', async () => {
    const out = 'often';
    await killAfter(0.8 * seconds, out);
    await killAfter(0.4 * seconds, out);
    await killAfter(0.1 * seconds, out);
    await bessRiskDone(command(out), folder);
    const files = await filesOf(join(folder, out, date));
    expect(differingFiles(reference, files)).toEqual([]);
    const { stages } = JSON.parse(String(files.get('manifest.json'))) as {
      stages: { stage: string; stored: boolean }[];
    };
    expect(stages[0]).toMatchObject({ stage: 'ingest', stored: true });
  });
});

/** Does the tasks in order, as many at a time as there are lanes. */
async function inLanes<T, R>(tasks: readonly T[], work: (task: T, lane: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = tasks.entries();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (const [i, task] of next) results[i] = await work(task, lane);
    }),
  );
  return results;
}
