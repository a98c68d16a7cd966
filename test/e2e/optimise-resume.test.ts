import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bessRisk, bessRiskDone, startBessRisk, temporaryFolder, temporaryNames, type Ended } from './support.ts';
import { planProblemJson } from '../optimise/plan-problem-json.ts';

const gap = 1e-4;

/** Half-hours of a day × scenarios: enough prices for threads, and a search of some seconds. */
const scenarioCount = 1800;

describe('optimise on a large problem', () => {
  const folder = temporaryFolder();
  const command = (...options: string[]): string[] => [
    'optimise',
    'problem.json',
    '--json',
    '--gap',
    String(gap),
    ...options,
  ];
  let whole: Result;
  let progress: string;

  beforeAll(async () => {
    await writeFile(join(folder, 'problem.json'), JSON.stringify(planProblemJson(11, scenarioCount, 48)));
    const ended = await bessRiskDone(command('--workers', '1'), folder);
    whole = result(ended);
    progress = ended.stderr;
  });

  it('gives the same bytes with one, two and three workers', async () => {
    for (const workers of ['2', '3'])
      expect(result(await bessRiskDone(command('--workers', workers), folder))).toEqual(whole);
    expect(whole).toMatchObject({ status: 'optimal', method: 'decomposition' });
  });

  it('tells on standard error how far it is', () => {
    expect(progress).toMatch(
      /^ {2}optimise, question 1: mean -?\d+\.\d\d, at most -?\d+\.\d\d, gap \d\.\de[-+]\d+, \d+ evaluations, \d+\.\d s$/m,
    );
  });

  it('ends on an interrupt with the best plan, its gap and exit code 130', async () => {
    const search = startBessRisk(command('--gap', '1e-9', '--workers', '2'), folder);
    await search.said(/question 1/);
    search.signal('SIGINT');
    const ended = await search.ended;
    expect(ended.exit).toBe(130);
    expect(ended.stderr).toContain('interrupted: ending with the best plan so far; interrupt again to end at once');
    const found = result(ended);
    expect(found).toMatchObject({ status: 'interrupted', limitsKept: true });
    expect(found.relativeGap).toBeGreaterThan(1e-9);
    expect(found.profitAndLoss).toHaveLength(scenarioCount);
    expect(found.evaluations).toBeLessThan(whole.evaluations);
  });

  it('ends at its time limit with the best plan and its gap', async () => {
    const found = result(await bessRiskDone(command('--gap', '1e-9', '--time-limit', '1'), folder));
    expect(found).toMatchObject({ status: 'timeLimit', limitsKept: true });
    expect(found.relativeGap).toBeGreaterThan(1e-9);
    expect(found.mean).toBeGreaterThan(0);
  });

  it('ends at once on the second interrupt', async () => {
    const search = startBessRisk(command('--gap', '1e-9', '--store', 'twice'), folder);
    await search.said(/question 1/);
    search.signal('SIGTERM');
    await search.said(/interrupt again/);
    search.signal('SIGTERM');
    const { exit, stdout } = await search.ended;
    // Where the first was answered before the second came, the result is whole.
    expect([null, 130]).toContain(exit);
    expect(exit === null ? stdout : JSON.parse(stdout).status).toBe(exit === null ? '' : 'interrupted');
  });

  it('goes on from its stored cuts after it was killed', async () => {
    const search = startBessRisk(command('--store', 'cuts'), folder);
    const stored = async (): Promise<boolean> =>
      (await readdir(join(folder, 'cuts')).catch(() => [])).some((name) => name.endsWith('.artefact'));
    while (!(await stored())) await setTimeout(20);
    search.kill();
    expect((await search.ended).exit).toBeNull();
    const ended = await bessRiskDone(command('--store', 'cuts'), folder);
    expect(ended.stderr).toMatch(/goes on from \d+ stored plans/);
    const resumed = result(ended);
    expect(resumed.relativeGap).toBeLessThanOrEqual(gap);
    expect(Math.abs(resumed.mean - whole.mean)).toBeLessThanOrEqual(2 * gap * Math.abs(whole.mean));
    expect(await temporaryNames(join(folder, 'cuts'))).toEqual([]);
    // How much the killed search had stored depends on the moment; what a finished one stores saves the next its work.
    const again = result(await bessRiskDone(command('--store', 'cuts'), folder));
    expect(again.evaluations).toBeLessThan(whole.evaluations / 2);
  });

  it('warns of a damaged or foreign store and starts from nothing', async () => {
    const [name] = await readdir(join(folder, 'cuts'));
    const path = join(folder, 'cuts', name);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length / 2));
    const roughly = command('--store', 'cuts', '--gap', '0.05');
    const damaged = await bessRiskDone(roughly, folder);
    expect(damaged.stderr).toMatch(/warning: .*artefact is damaged: not used/);
    expect(damaged.stderr).not.toMatch(/goes on from/);
    await writeFile(join(folder, 'other.json'), JSON.stringify(planProblemJson(12, 300, 48)));
    await bessRiskDone(['optimise', 'other.json', '--json', '--gap', '0.05', '--store', 'others'], folder);
    const [other] = await readdir(join(folder, 'others'));
    await writeFile(path, await readFile(join(folder, 'others', other)));
    const foreign = await bessRiskDone(roughly, folder);
    expect(foreign.stderr).toMatch(/warning: .*holds the cuts of another problem: not used/);
    expect(result(foreign)).toEqual(result(damaged));
    expect((await bessRiskDone(roughly, folder)).stderr).toMatch(/goes on from \d+ stored plans/);
  });

  it('refuses a store that is no folder', async () => {
    const { exit, stderr } = await bessRisk(command('--store', 'problem.json'), folder);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/--store: cannot keep cuts in the folder: EEXIST/);
  });
});

interface Result {
  readonly status: string;
  readonly mean: number;
  readonly relativeGap: number;
  readonly evaluations: number;
  readonly profitAndLoss: readonly number[];
}

/** All but the time that it took. */
function result({ stdout }: Ended): Result {
  const { solveSeconds, ...rest } = JSON.parse(stdout);
  expect(solveSeconds).toBeGreaterThan(0);
  return rest;
}
