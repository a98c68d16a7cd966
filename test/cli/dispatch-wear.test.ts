import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchCommand } from '../../src/cli/dispatch-command.ts';
import { smallFile, unitBattery } from '../dispatch/small-problem.ts';
import { runCommand } from './run-command.ts';

const battery = { ...unitBattery, energyCapacityMWh: 2 };
const problem = { currency: 'GBP', ...smallFile([10, 10, 40, 40, 20, 35], battery) };
/** One cycle of 2 MWh and one of 1 MWh in six hours earn 75; 1,460 such stretches a year. */
const lifetime = {
  years: 2,
  cycles: 3000,
  capex: 100_000,
  opexPerYear: 9500,
  discountRate: 0.05,
  calendarFadePerYear: 0.1,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-wear-'));
  await writeFile(join(folder, 'problem.json'), JSON.stringify(problem));
  const living = { ...problem, batteries: [{ ...battery, lifetime }] };
  await writeFile(join(folder, 'life.json'), JSON.stringify(living));
});
afterAll(() => rm(folder, { recursive: true }));

describe('bess-risk dispatch --target-cycles-per-day', () => {
  it('prints the calibrated cost with every trial, and dispatches with it', async () => {
    // Free use makes 1.5 cycles in six hours; the small one goes at 15 per MWh.
    const [text] = await run(['problem.json', '--target-cycles-per-day', '4']);
    expect(text).toMatch(/equivalent full cycles +1\.00/);
    expect(text).toMatch(/cash, without throughput cost: GBP 60\.00/);
    expect(text).toMatch(/B1: 4\.000 cycles a day: GBP \d+\.\d+ per MWh discharged gives 4\.000/);
    expect(text).toMatch(/bisection, \d+ dispatches\nthroughput cost +cycles a day +cash\n0\.000 +6\.000 +75\.00\n/);
  });

  it('gives the same in JSON, where a jump names both neighbours', async () => {
    const result = JSON.parse((await run(['problem.json', '--target-cycles-per-day', '5'], true))[0]);
    const [calibration] = result.calibrations;
    expect(calibration).toMatchObject({ status: 'jump', batteries: ['B1'], target: 5 });
    expect(calibration.bracket.below.cycles).toBeCloseTo(6, 9);
    expect(calibration.bracket.above.cycles).toBeCloseTo(4, 9);
    expect(result.cash).toBeCloseTo(60, 9);
    expect(result.profit).toBeCloseTo(60 - 2 * calibration.throughputCost, 9);
  });

  it('says that no cost is needed where free use stays below', async () => {
    const [text] = await run(['problem.json', '--target-cycles-per-day', '9']);
    expect(text).toMatch(/no throughput cost is needed: free use gives 6\.000/);
  });
});

describe('bess-risk dispatch --winsorise', () => {
  it('prints how many prices were changed, and the cash at the actual ones', async () => {
    // Of 10, 10, 20, 35, 40, 40 the 20 % and 60 % quantiles are 10 and 35.
    const [text] = await run(['problem.json', '--winsorise', '0.2,0.6']);
    expect(text).toMatch(/engine +exact \(feasible/);
    expect(text).toMatch(/settled at the actual ones; 2 prices changed/);
    expect(text).toContain('spot: 0 raised to 10.00, 2 lowered to 35.00, of 6');
    const result = JSON.parse((await run(['problem.json', '--winsorise', '0.2,0.6'], true))[0]);
    expect(result.winsorised).toMatchObject({ changedPrices: 2 });
    expect(result.profit).toBeCloseTo(75, 9);
  });
});

describe('bess-risk dispatch --lifetime', () => {
  it('prints the years, the end and the value of a life', async () => {
    const [text] = await run(['life.json', '--lifetime']);
    expect(text).toMatch(/life of B1 \(exact; annualised: 0\.3 days of prices stand for every year\)/);
    // 75 a stretch in the first year; in the second 1.8 MWh earn 54 and the small cycle 15.
    expect(text).toMatch(/^1 +100\.00 % +2\.000 +2,190\.0 +4,380\.0 +109,500\.00 +9,500\.00 +100,000\.00$/m);
    // 1.4 cycles of 2 MWh a stretch, 2,044 a year; 810 of them are left.
    expect(text).toMatch(/^2 \(39\.6 %\) +90\.00 % +1\.800 +810\.0 /m);
    expect(text).toMatch(/ends with its cycles after 1\.40 years and 3,000 full cycles/);
    expect(text).toMatch(/net present value +GBP 29,01\d\.\d\d/);
    expect(text).toMatch(/payback +1\.00 years; discounted: 1\.\d\d years/);
    expect(text).toMatch(/levelised cost of storage GBP \d+\.\d\d per MWh/);
  });

  it('gives the same in JSON', async () => {
    const { lifetimes, profit } = JSON.parse((await run(['life.json', '--lifetime'], true))[0]);
    expect(profit).toBeCloseTo(75, 9);
    expect(lifetimes).toHaveLength(1);
    expect(lifetimes[0]).toMatchObject({ battery: 'B1', endOfLife: 'cycles', horizon: { whole: false } });
    expect(lifetimes[0].years[1].grossMargin / (1460 * lifetimes[0].years[1].operatingShare)).toBeCloseTo(69, 6);
    const flows: { years: number; amount: number }[] = lifetimes[0].cashFlows;
    const value = flows.reduce((sum, { years, amount }) => sum + amount * 1.05 ** -years, 0);
    expect(lifetimes[0].netPresentValue).toBeCloseTo(value, 6);
    const rate: number = lifetimes[0].internalRateOfReturn.rate;
    expect(flows.reduce((sum, { years, amount }) => sum + amount * (1 + rate) ** -years, 0)).toBeCloseTo(0, 5);
  });

  it('uses the calibrated cost in every year', async () => {
    const args = ['life.json', '--lifetime', '--target-cycles-per-day', '4'];
    const { lifetimes } = JSON.parse((await run(args, true))[0]);
    expect(lifetimes[0].years[0].equivalentFullCycles).toBeCloseTo(1460, 6);
    expect(lifetimes[0].years[0].grossMargin).toBeCloseTo(60 * 1460, 4);
  });

  it('prints what its page shows', async () => {
    const page = await readFile(resolve(import.meta.dirname, '../../docs/method/lifetime.md'), 'utf8');
    const [, json, shown] = /```json\n([\s\S]*?)```[\s\S]*```text\n([\s\S]*?)\n```/.exec(page)!;
    await writeFile(join(folder, 'page.json'), json);
    const [text] = await run(['page.json', '--lifetime']);
    expect(text.slice(text.indexOf('life of'))).toBe(shown);
  });

  it('leaves the plain result as it is where it is not asked for', async () => {
    const plain = JSON.parse((await run(['problem.json'], true))[0]);
    const living = JSON.parse((await run(['life.json'], true))[0]);
    expect(Object.keys(living)).toEqual(Object.keys(plain));
  });
});

describe('bess-risk dispatch about wear', () => {
  it.each([
    ['a target that is not a number', ['problem.json', '--target-cycles-per-day', 'one'], /--target-cycles-per-day/],
    ['one quantile', ['problem.json', '--winsorise', '0.99'], /--winsorise.*LOW,HIGH.*0\.01,0\.99/],
    ['quantiles in the wrong order', ['problem.json', '--winsorise', '0.9,0.1'], /--winsorise/],
    ['quantiles that are missing', ['problem.json', '--winsorise', ','], /--winsorise/],
    ['a lifetime that no battery states', ['problem.json', '--lifetime'], /problem\.json.*lifetime.*"capex"/],
    ['a comparison at the same time', ['life.json', '--lifetime', '--compare', 'all'], /--lifetime.*--compare/],
    [
      'an engine that cannot end a year as it started',
      ['life.json', '--lifetime', '--engine', 'average-price'],
      /years repeat.*use engine exact/,
    ],
  ])('rejects %s with exit code 2', async (_, args, message) => {
    await expect(run(args, true)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });
});

async function run(args: string[], json = false): Promise<string[]> {
  const { printed, exit } = await runCommand(dispatchCommand, folder, args, json);
  expect(exit).toBe(0);
  return printed;
}
