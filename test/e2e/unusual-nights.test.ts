import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/pipeline/run-directory.ts';
import { bessRiskDone, temporaryFolder, tinyConfig, writeConfig, writeRecentHistory } from './support.ts';

describe('unusual nights', () => {
  const folder = temporaryFolder();
  beforeAll(() => writeRecentHistory(folder));

  async function summaryOf(change: object, out: string): Promise<RunSummary> {
    await writeConfig(folder, { ...tinyConfig, ...change });
    await bessRiskDone(['run', '--out', out], folder);
    return JSON.parse(await readFile(join(folder, out, '2026-01-15', 'summary.json'), 'utf8')) as RunSummary;
  }
  const value = ({ figures }: RunSummary, name: string): number | undefined =>
    figures.find((figure) => figure.name === name && figure.method === 'policy')?.value;

  it('an outage of the whole day submits nothing, earns nothing and risks nothing', async () => {
    const outage = {
      from: '2026-01-14T22:00:00Z',
      to: '2026-01-16T00:00:00Z',
      maxChargeMW: 0,
      maxDischargeMW: 0,
    };
    const summary = await summaryOf({ state: { availability: [outage] } }, 'outage');
    for (const name of ['mean', 'valueAtRisk', 'conditionalValueAtRisk'])
      expect(value(summary, name), name).toBeCloseTo(0, 9);
    const plan = await readFile(join(folder, 'outage', '2026-01-15', 'plan.csv'), 'utf8');
    const volumes = plan
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[5]));
    expect(volumes.length).toBeGreaterThan(24);
    expect(volumes.every((volume) => volume === 0)).toBe(true);
  });

  it('says so where the state of charge was known only after the plan was made', async () => {
    const summary = await summaryOf({ state: { stateOfChargeMWh: 40, knownAt: '2026-01-15T12:00:00Z' } }, 'late');
    expect(summary.run.labels).toContain('state of charge known only after plan time');
  });

  it('borrows no energy for a water value above every price', async () => {
    const [battery] = tinyConfig.batteries;
    const terminal = { kind: 'value', waterValue: 90_000 };
    const summary = await summaryOf({ batteries: [{ ...battery, terminal }] }, 'value');
    const model = JSON.parse(await readFile(join(folder, 'value', '2026-01-15', 'report-model.json'), 'utf8'));
    expect(model.risk.shortfallLargestMWh).toBe(0);
    expect(value(summary, 'mean')).toBeLessThan(90_000 * battery.energyCapacityMWh);
  });
});
