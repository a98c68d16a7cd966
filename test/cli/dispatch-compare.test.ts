import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchCommand } from '../../src/cli/dispatch-command.ts';
import { smallFile } from '../dispatch/small-problem.ts';
import { runCommand } from './run-command.ts';

const problem = {
  currency: 'GBP',
  ...smallFile([10, 50, 20, 70], { energyCapacityMWh: 2, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 }),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-compare-'));
  await writeFile(join(folder, 'problem.json'), JSON.stringify(problem));
});
afterAll(() => rm(folder, { recursive: true }));

describe('bess-risk dispatch --compare', () => {
  it('prints a table, writes a page beside the problem, and never overwrites it silently', async () => {
    const [text] = await run(['--compare', 'all']);
    expect(text).toMatch(/^engine +status +profit +share of exact/);
    expect(text).toMatch(/^exact +optimal +[\d.]+ +100\.000 %/m);
    expect(text).toContain('page: problem-engines.html');
    const page = await readFile(join(folder, 'problem-engines.html'), 'utf8');
    expect(page).toContain('dispatch engines side by side');
    await expect(run(['--compare', 'all'])).rejects.toThrow(/exists already.*--fresh/s);
    expect(await run(['--compare', 'exact', '--fresh'])).toHaveLength(1);
  });

  it('prints one JSON object with every engine asked for', async () => {
    const printed = await run(['--compare', 'exact,grid', '--out', 'two.html'], true);
    expect(printed).toHaveLength(1);
    const { engines, page } = JSON.parse(printed[0]);
    expect(engines.map((entry: { engine: string }) => entry.engine)).toEqual(['exact', 'grid']);
    expect(engines[0]).toMatchObject({ status: 'optimal', shareOfExact: 1, violations: [] });
    expect(Object.keys(engines[1])).toEqual(
      expect.arrayContaining(['realisedSpread', 'utilisation', 'averageBuyPrice', 'equivalentFullCycles']),
    );
    expect(page).toBe('two.html');
  });

  it('names what is wrong', async () => {
    await expect(run(['--compare', 'exact,magic'])).rejects.toThrow(/magic/);
    await expect(run(['--compare', 'rolling', '--forecast', 'tomorrow'])).rejects.toThrow(
      /--forecast.*yesterday.*tomorrow/s,
    );
    await expect(run(['--compare', 'rolling', '--lag-hours', '-1'])).rejects.toThrow(/--lag-hours/);
    await expect(run(['--compare', 'exact', '--out', '/proc/no/page.html'])).rejects.toThrow(/cannot write/);
  });
});

async function run(options: string[], json = false): Promise<string[]> {
  const { printed, exit } = await runCommand(dispatchCommand, folder, ['problem.json', ...options], json);
  expect(exit).toBe(0);
  return printed;
}
