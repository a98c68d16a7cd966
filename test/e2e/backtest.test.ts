import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredBacktest } from '../../src/pipeline/backtest-stage.ts';
import {
  bessRisk,
  csvRows,
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

const range = ['--from', '2026-01-08', '--to', '2026-01-11'];
const inRange = join('backtest', '2026-01-08-to-2026-01-11');

describe('a back-test of the plans', () => {
  const folder = temporaryFolder();
  const backtest = (out: string, ...more: string[]) => bessRisk(['backtest', ...range, '--out', out, ...more], folder);
  const stored = async (out: string): Promise<StoredBacktest> =>
    JSON.parse(await readFile(join(folder, out, inRange, 'backtest.json'), 'utf8')) as StoredBacktest;
  let first: StoredBacktest;
  let text: string;

  beforeAll(async () => {
    await writeRecentHistory(folder);
    await writeConfig(folder, tinyConfig);
    text = (await backtest('one', '--workers', '1')).stdout;
    first = await stored('one');
  });

  it('forecasts of a day what the run of that day says', async () => {
    const [{ date, expected, conditionalValueAtRisk, valueAtRisk }] = first.days;
    await bessRisk(['run', '--date', date, '--out', 'night'], folder);
    const summary = JSON.parse(await readFile(join(folder, 'night', date, 'summary.json'), 'utf8')) as {
      figures: { name: string; method: string; sample: string; value: number }[];
    };
    const figure = (name: string): number =>
      summary.figures.find((one) => one.name === name && one.method === 'policy' && one.sample === 'evaluate')!.value;
    expect(expected).toBeCloseTo(figure('mean'), 6);
    expect(valueAtRisk[0]).toBeCloseTo(figure('valueAtRisk'), 6);
    expect(conditionalValueAtRisk[0]).toBeCloseTo(figure('conditionalValueAtRisk'), 6);
  });

  it('settles every day to the penny: streams add up to what was forecast and to what came', () => {
    for (const { expected, realised, streams, foresight } of first.days) {
      expect(streams.reduce((sum, one) => sum + one.expected, 0)).toBeCloseTo(expected, 6);
      expect(streams.reduce((sum, one) => sum + one.realised, 0)).toBeCloseTo(realised, 6);
      expect(realised).toBeLessThanOrEqual(foresight + 1e-6);
    }
  });

  it('has the documented columns, by level, stream and policy', async () => {
    const doc = await readFile(new URL('../../docs/tables.md', import.meta.url), 'utf8');
    const documented = [...doc.split('\n## `backtest.csv`')[1].matchAll(/^\| `(.*?)` \|/gm)].map(([, name]) => name);
    const [header] = (await readFile(join(folder, 'one', inRange, 'backtest.csv'), 'utf8')).split('\n');
    const general = header
      .split(',')
      .map((name) => name.replace(/AtRisk\d+$/, 'AtRisk<level>').replace(/^(expected|realised):.*/, '$1:<stream>'))
      .map((name) => name.replace(/^realisedUnder:.*/, 'realisedUnder:<policy>'));
    expect([...new Set(general)].sort()).toEqual(documented.sort());
  });

  it('says the same in text, table and JSON', async () => {
    const rows = csvRows(await readFile(join(folder, 'one', inRange, 'backtest.csv'), 'utf8'));
    expect(rows.map(({ date, realised }) => [date, Number(realised)])).toEqual(
      first.days.map(({ date, realised }) => [date, realised]),
    );
    expect(text).toContain(`Back-test of 'tiny': ${first.days.length} days from 2026-01-08 to 2026-01-11`);
    expect(text).toContain('synthetic prices');
  });

  it('has the same bytes with two workers, and after kill -9 in the middle', async () => {
    await backtest('two', '--workers', '2');
    const killed = startBessRisk(['backtest', ...range, '--out', 'killed', '--workers', '1'], folder);
    await killed.said(/backtest +50 %/);
    killed.kill();
    await killed.ended;
    expect(await exists(join(folder, 'killed', inRange))).toBe(false);
    await backtest('killed', '--workers', '1');
    const one = await filesOf(join(folder, 'one', inRange));
    for (const out of ['two', 'killed']) {
      expect(differingFiles(one, await filesOf(join(folder, out, inRange)))).toEqual([]);
      expect(await temporaryNames(join(folder, out))).toEqual([]);
    }
  });

  it('never overwrites a back-test of other settings, and names the remedy', async () => {
    await writeConfig(folder, { ...tinyConfig, seed: 8 });
    const { exit, stderr } = await backtest('one');
    await writeConfig(folder, tinyConfig);
    expect(exit).toBe(2);
    expect(stderr).toContain('made with other settings');
    expect(stderr).toContain('--fresh');
    expect(await stored('one')).toEqual(first);
  });

  it.each([
    [['--from', '2026-01-12', '--to', '2026-01-02'], 'the range of days is empty'],
    [['--year', '2025', '--to', '2026-01-02'], 'two options contradict'],
    [['--from', '2020-01-02', '--to', '2020-01-04'], 'too few days to back-test'],
    [['--from', '8.1.2026'], 'YYYY-MM-DD'],
  ])('refuses %j: %s', async (options, message) => {
    const { exit, stderr } = await bessRisk(['backtest', ...options, '--out', 'wrong'], folder);
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
    expect(await exists(join(folder, 'wrong', 'backtest'))).toBe(false);
  });

  it('decides and forecasts to the bit the same whatever came', async () => {
    const { date } = first.days[first.days.length - 1];
    const deliveryStart = '2026-01-10T23:00:00Z';
    for (const file of ['imbalance.csv', 'day-ahead.csv', 'response.csv']) {
      const path = join(folder, file);
      const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
      const changed = rows.map((row) => {
        const [time, ...values] = row.split(',');
        return time < deliveryStart ? row : [time, ...values.map((value) => String(2 * Number(value) + 5))].join(',');
      });
      await writeFile(path, [header, ...changed].join('\n'));
    }
    await backtest('changed');
    const [before, after] = [first, await stored('changed')].map(({ days }) => days.find((day) => day.date === date)!);
    const forecast = (day: typeof before) => ({
      figures: [day.expected, day.standardDeviation, day.p05, day.p25, day.p75, day.p95],
      risks: [day.valueAtRisk, day.conditionalValueAtRisk],
      streams: day.streams.map(({ stream, expected }) => ({ stream, expected })),
    });
    expect(forecast(after)).toEqual(forecast(before));
    expect(after.realised).not.toBe(before.realised);
  });
});
