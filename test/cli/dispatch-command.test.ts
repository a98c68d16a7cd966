import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchCommand } from '../../src/cli/dispatch-command.ts';
import { smallFile } from '../dispatch/small-problem.ts';
import { runCommand } from './run-command.ts';

const problem = {
  currency: 'GBP',
  ...smallFile([10, 50], { energyCapacityMWh: 2, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 }),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-command-'));
  await writeFile(join(folder, 'problem.json'), JSON.stringify(problem));
  const held = problem.batteries.map((one) => ({ ...one, rampMWPerHour: 0.1, initialPowerMW: 1 }));
  await writeFile(join(folder, 'impossible.json'), JSON.stringify({ ...problem, batteries: held }));
  await writeFile(join(folder, 'cut.json'), JSON.stringify(problem).slice(0, 90));
  await writeFile(join(folder, 'empty.json'), '');
});
afterAll(() => rm(folder, { recursive: true }));

describe('bess-risk dispatch', () => {
  it('prints one JSON object with exactly the documented fields', async () => {
    const { printed, exit } = await run(['problem.json'], true);
    expect(exit).toBe(0);
    expect(printed).toHaveLength(1);
    const result = JSON.parse(printed[0]);
    expect(Object.keys(result)).toEqual([
      'engine',
      'status',
      'objective',
      'bound',
      'profit',
      'revenue',
      'cost',
      'throughputCost',
      'availabilityRevenue',
      'utilisationRevenue',
      'networkCharges',
      'finalStateOfChargeMWh',
      'equivalentFullCycles',
      'simultaneousPeriods',
      'solveSeconds',
      'batteries',
      'currency',
    ]);
    expect(Object.keys(result.batteries[0].schedule)).toEqual([
      'chargeMW',
      'dischargeMW',
      'stateOfChargeMWh',
      'waterValue',
      'markets',
      'reservedMW',
    ]);
    expect(result.profit).toBeCloseTo(30.5, 9);
    expect(result.solveSeconds).toBeGreaterThan(0);
  });

  it('prints a short summary for people', async () => {
    const { printed } = await run(['problem.json']);
    expect(printed.join('\n')).toMatch(/engine +exact \(optimal/);
    expect(printed.join('\n')).toMatch(/GBP 30\.50/);
  });

  it('passes its options to the engine', async () => {
    const { printed } = await run(['problem.json', '--engine', 'lookahead', '--lookahead-hours', '1'], true);
    expect(JSON.parse(printed[0])).toMatchObject({ engine: 'lookahead', status: 'feasible', bound: null });
  });

  it('takes a lag of no hours, whatever it is written as', async () => {
    const args = [
      'problem.json',
      '--engine',
      'rolling',
      '--window-hours',
      '2',
      '--step-hours',
      '1',
      '--lag-hours',
      '0.0',
    ];
    expect(JSON.parse((await run(args, true)).printed[0]).profit).toBeCloseTo(30.5, 9);
  });

  it('names the file of a problem that nothing solves', async () => {
    await expect(run(['impossible.json'])).rejects.toThrow(/^impossible\.json: rampMWPerHour: no schedule keeps/);
  });

  it.each([
    [
      '--time-limit',
      ['--engine', 'grid', '--time-limit', '9'],
      /engine 'grid' has no use.*exact or lp or milp or rolling/,
    ],
    ['--forecast', ['--forecast', 'yesterday'], /engine 'exact' has no use.*use engine rolling/],
    ['--lag-hours', ['--lag-hours', '1'], /engine 'exact' has no use.*use engine rolling or markov/],
    ['--levels', ['--engine', 'lp', '--levels', '9'], /engine 'lp' has no use.*use engine grid/],
    ['--lookahead-hours', ['--engine', 'rolling', '--lookahead-hours', '9'], /engine 'rolling'.*use engine lookahead/],
    ['--train-hours', ['--compare', 'exact,grid', '--train-hours', '99'], /none of the engines exact, grid.*markov/],
    [
      '--half-life-days',
      ['--engine', 'rolling', '--forecast', 'yesterday', '--half-life-days', '7'],
      /engine 'rolling'.*--forecast yesterday.*--forecast seasonal/,
    ],
    ['--half-life-days', ['--compare', 'all', '--half-life-days', '7'], /--forecast perfect.*--forecast seasonal/],
    ['--engine', ['--engine', 'grid', '--compare', 'exact'], /--compare names the engines.*leave out one/],
    ['--out', ['--out', 'page.html'], /--compare/],
    ['--fresh', ['--fresh'], /--compare/],
  ])('refuses %s where it would change nothing (%j)', async (field, args, message) => {
    await expect(run(['problem.json', ...args], true)).rejects.toMatchObject({
      exitCode: 2,
      details: { field },
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['an unknown engine', ['problem.json', '--engine', 'magic'], /--engine.*exact, lp, milp/],
    [
      'a look-ahead that is not a number',
      ['problem.json', '--engine', 'lookahead', '--lookahead-hours', 'two'],
      /--lookahead-hours/,
    ],
    ['a look-ahead engine without its hours', ['problem.json', '--engine', 'lookahead'], /add --lookahead-hours/],
    [
      'an unknown engine to compare',
      ['problem.json', '--compare', 'exact,magic'],
      /^--compare: unknown engine.*"magic"/,
    ],
    ['a negative lag', ['problem.json', '--engine', 'rolling', '--lag-hours', '-1'], /--lag-hours.*0 or greater/],
    ['a file that breaks off', ['cut.json'], /cut\.json: line 1/],
    ['an empty file', ['empty.json'], /empty/],
    ['a missing file', ['none.json'], /none\.json.*check the path/],
  ])('rejects %s with exit code 2', async (_, args, message) => {
    await expect(run(args, true)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });
});

function run(args: string[], json = false) {
  return runCommand(dispatchCommand, folder, args, json);
}
