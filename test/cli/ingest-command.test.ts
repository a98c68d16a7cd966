import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestCommand } from '../../src/cli/ingest-command.ts';
import { silentLog } from './silent-log.ts';
import { risingRows, tidyText } from '../ingest/support.ts';

const config = {
  name: 'test',
  data: { identicalRows: 'keepFirst' },
  markets: [
    {
      name: 'dayAhead',
      role: 'dayAhead',
      interval: 'period',
      sources: [
        { format: 'tidy', file: 'prices.csv', valueColumn: 'dayAhead', currency: 'GBP' },
        { format: 'tidy', file: 'prices.csv', valueColumn: 'imbalance', currency: 'GBP' },
      ],
    },
    {
      name: 'imbalance',
      role: 'imbalance',
      sources: [{ format: 'tidy', file: 'prices.csv', valueColumn: 'imbalance', currency: 'GBP' }],
    },
    {
      name: 'DCL',
      role: 'service',
      direction: 'up',
      sustainHours: 0.25,
      sources: [{ format: 'tidy', file: 'prices.csv', valueColumn: 'DCL', currency: 'GBP' }],
    },
  ],
  batteries: [{ name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.85 }],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bess-risk-ingest-'));
  await writeFile(join(folder, 'pipeline.config.ts'), `export default ${JSON.stringify(config)};`);
  // Two days; the second lacks ten half-hours, and one row of the first is there twice.
  const rows = risingRows(96).map((row, i) => (i >= 60 && i < 70 ? undefined : row));
  const lines = tidyText('2024-05-31T22:00Z', rows).split('\n');
  const text = [...lines, lines[1]].map((line, i) => `${line},${i === 0 ? 'DCL' : 2}`).join('\n');
  await mkdir(join(folder, 'prices'));
  await writeFile(join(folder, 'prices', 'prices.csv'), text);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(options: {
  json: boolean;
  data?: string;
  env?: Record<string, string>;
}): Promise<{ exit: number; output: string }> {
  const printed: string[] = [];
  const exit = await ingestCommand.run([], options.data === undefined ? {} : { data: options.data }, {
    cwd: folder,
    env: options.env ?? {},
    log: silentLog,
    print: (text) => printed.push(text),
    json: options.json,
  });
  return { exit, output: printed.join('\n') };
}

describe('bess-risk ingest', () => {
  it('prints the quality table, invalid days, overlaps and what was left out', async () => {
    const { exit, output } = await run({ json: false, data: 'prices' });
    expect(exit).toBe(0);
    const cells = output.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(cells).toContainEqual(['imbalance', 'period', '2024-06-01', '2024-06-02', '96', '86', '10', '1', '0', '0']);
    expect(output).toContain('Invalid days: 1 of 2 delivery days from 2024-06-01 to 2024-06-02: 2024-06-02');
    expect(output).toContain(
      'dayAhead: prices.csv [dayAhead] counts over prices.csv [imbalance] in 86 periods, 86 differ, on average by 1000.00 over all periods, at most by 1000.00 at 2024-05-31T22:00:00Z',
    );
    expect(output).toContain('DCL: 2 days with a price; the rule is at least 180 days with a price');
  });

  it('prints the same as one JSON object', async () => {
    const report = JSON.parse((await run({ json: true, env: { BESS_RISK_DATA: 'prices' } })).output);
    expect(report).toMatchObject({
      schemaVersion: 1,
      calendar: 'gb',
      currency: 'GBP',
      from: '2024-06-01',
      until: '2024-06-02',
      days: 2,
      invalidDays: ['2024-06-02'],
      leftOut: [{ series: 'DCL', days: 2 }],
    });
    expect(report.series.map((one: { series: string }) => one.series)).toEqual(['dayAhead', 'imbalance', 'DCL']);
    expect(report.series[1]).toMatchObject({
      expected: 96,
      present: 86,
      missing: 10,
      duplicate: 1,
      repaired: 0,
      suspicious: 0,
    });
    expect(report.overlaps[0]).toMatchObject({ periods: 86, largestAt: '2024-05-31T22:00:00Z' });
    expect(report.inputs).toEqual([
      { file: 'prices.csv', bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it('puts --data before BESS_RISK_DATA', async () => {
    await expect(run({ json: true, data: 'elsewhere', env: { BESS_RISK_DATA: 'prices' } })).rejects.toThrow(
      `there is no file ${join(folder, 'elsewhere', 'prices.csv')}`,
    );
  });
});
