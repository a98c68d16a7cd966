import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bessRiskDone,
  differingFiles,
  filesOf,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const date = '2026-01-10';
/** 09:00 London time on the eve; the imbalance price of the half-hour that ends at 08:30 is the last one known. */
const lastImbalance = '2026-01-09T08:00:00Z';
const deliveryStart = '2026-01-09T23:00:00Z';
/** The quality of the data is told to the end of the files. */
const tellsOfLaterPrices = new Set(['quality.csv', 'report-model.json', 'index.html']);

describe('a run for a day in the middle of the history', () => {
  const folder = temporaryFolder();
  const runFiles = async (): Promise<Map<string, Buffer>> => {
    await bessRiskDone(['run', '--date', date, '--fresh'], folder);
    return filesOf(join(folder, 'reports', 'tiny', date));
  };
  let before: Map<string, Buffer>;

  beforeAll(async () => {
    await writeRecentHistory(folder);
    await writeConfig(folder, tinyConfig);
    before = await runFiles();
    await changePrices('imbalance.csv', (time) => time > lastImbalance);
    for (const file of ['day-ahead.csv', 'response.csv']) await changePrices(file, (time) => time >= deliveryStart);
  });

  it('decides position, reservation and dispatch to the byte the same whatever the prices after plan time', async () => {
    const differing = differingFiles(before, await runFiles());
    expect(differing.filter((name) => !tellsOfLaterPrices.has(name))).toEqual([]);
    expect([...before.keys()]).toEqual(expect.arrayContaining(['plan.csv', 'frontier.csv', 'summary.json']));
  });

  it('decides otherwise once a price that it knew is another', async () => {
    await changePrices('day-ahead.csv', (time) => time < deliveryStart && time >= '2026-01-01');
    expect(differingFiles(before, await runFiles())).toEqual(expect.arrayContaining(['plan.csv', 'summary.json']));
  });

  /** Makes all prices of a file other ones at the times chosen. */
  async function changePrices(file: string, chosen: (time: string) => boolean): Promise<void> {
    const path = join(folder, file);
    const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const changed = rows.map((row) => {
      const [time, ...values] = row.split(',');
      if (!chosen(time)) return row;
      return [time, ...values.map((value) => (value === '' ? '' : String(3 * Number(value) + 7)))].join(',');
    });
    await writeFile(path, [header, ...changed].join('\n'));
  }
});
