import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bessRisk,
  bessRiskDone,
  exists,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const folder = temporaryFolder();
const other = temporaryFolder();
const date = '2026-01-10';
const ask = async (...args: string[]) => JSON.parse((await bessRiskDone([...args, '--json'], folder)).stdout);

beforeAll(async () => {
  await writeRecentHistory(folder);
  await writeConfig(folder, tinyConfig);
});

describe('one stage at a time', () => {
  it('ingest prints the quality of every series', async () => {
    const { schemaVersion, currency, series } = await ask('ingest');
    expect({ schemaVersion, currency }).toEqual({ schemaVersion: 1, currency: 'GBP' });
    expect(series.map(({ series: name }: { series: string }) => name)).toEqual([
      'dayAheadPrice',
      'imbalancePrice',
      'DCL',
    ]);
  });

  it('fit leaves the fitted generator of the day, and says what it expects', async () => {
    const fitted = await ask('fit', '--date', date);
    expect(fitted).toMatchObject({ date, generator: 'whole-day', services: ['DCL'] });
    expect(fitted.days[0].date).toBe(date);
    for (const { level, amplitude, basisSize } of fitted.days) {
      expect(level).toBeGreaterThan(-100);
      expect(level).toBeLessThan(500);
      expect(Math.min(amplitude, basisSize)).toBeGreaterThan(0);
    }
    expect(await exists(fitted.artefact)).toBe(true);
  });

  it('simulate goes on from there and leaves all scenarios of the run', async () => {
    const { stderr } = await bessRiskDone(['simulate', '--date', date], folder);
    expect(stderr).toMatch(/^fit +stored$/m);
    const simulated = await ask('simulate', '--date', date);
    // plan 20 + choose 40 + count 150
    expect(simulated).toMatchObject({ date, scenarioCount: 210, currency: 'GBP', services: ['DCL'] });
    expect(simulated.days.map((day: { date: string }) => day.date)).toEqual(['2026-01-10', '2026-01-11']);
    for (const { dayAhead, imbalance } of simulated.days)
      for (const [low, middle, high] of [dayAhead, imbalance])
        expect([low < middle, middle < high]).toEqual([true, true]);
    expect(await exists(simulated.artefact)).toBe(true);
  });

  it('run would go on from there', async () => {
    const { stages } = await ask('run', '--date', date, '--plan');
    const stored = (stages as { stage: string; state: string }[]).filter(({ state }) => state === 'stored');
    expect(stored.map(({ stage }) => stage)).toEqual(['ingest', 'fit', 'simulate']);
    expect(await exists(join(folder, 'reports', 'tiny', date))).toBe(false);
  });
});

describe('the program', () => {
  it('says its version and its commands, with exit code 0', async () => {
    const version = await bessRisk(['--version'], folder);
    expect(version).toMatchObject({ exit: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await bessRisk(['--help'], folder);
    expect(help.exit).toBe(0);
    const listed = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(listed).toEqual([
      'run',
      'ingest',
      'fit',
      'simulate',
      'backtest',
      'dispatch',
      'optimise',
      'risk',
      'report',
      'help',
    ]);
  });

  it.each([
    [
      'run',
      ['--config', '--data', '--date', '--out', '--fresh', '--seed', '--scenarios', '--workers', '--plan', '--json'],
    ],
    ['dispatch', ['--engine', '--json']],
    ['risk', ['--confidence', '--json']],
  ])('explains the options of %s', async (command, options) => {
    const { exit, stdout } = await bessRisk([command, '--help'], folder);
    expect(exit).toBe(0);
    for (const option of options) expect(stdout).toContain(`  ${option}`);
  });

  it('takes its sources from BESS_RISK_DATA, and --data before that', async () => {
    await writeConfig(other, { ...tinyConfig, data: { ...tinyConfig.data, directory: 'nowhere' } });
    const fromEnvironment = await bessRiskDone(['ingest', '--json'], other, { BESS_RISK_DATA: folder });
    expect(JSON.parse(fromEnvironment.stdout).currency).toBe('GBP');
    const { exit } = await bessRisk(['ingest', '--data', 'elsewhere'], other, { BESS_RISK_DATA: folder });
    expect(exit).toBe(2);
  });
});
