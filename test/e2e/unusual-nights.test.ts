import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/pipeline/run-directory.ts';
import { checkPlanRows } from './check-plan-rows.ts';
import {
  bessRisk,
  bessRiskDone,
  csvRows,
  exists,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

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

  it('keeps what was sold, and shows what is added to it', async () => {
    const sold = {
      dayAheadMW: [
        { deliveryStart: '2026-01-15T17:00:00Z', volumeMW: 5.25 },
        { deliveryStart: '2026-01-15T03:00:00Z', volumeMW: -4 },
      ],
      reservedMW: { DCL: [{ deliveryStart: '2026-01-15T15:00:00Z', volumeMW: 7.5 }] },
    };
    await summaryOf({ state: { sold } }, 'sold');
    const plan = csvRows(await readFile(join(folder, 'sold', '2026-01-15', 'plan.csv'), 'utf8'));
    checkPlanRows(plan, tinyConfig);
    const soldRows = plan.filter(({ soldMW }) => soldMW !== '0');
    expect(soldRows.map(({ market, localTime, soldMW }) => [market, localTime, soldMW])).toEqual([
      ['dayAhead', '03:00', '-4'],
      ['dayAhead', '17:00', '5.25'],
      ['DCL', '15:00', '7.5'],
    ]);
    expect(Number(soldRows[2].totalMW)).toBeGreaterThanOrEqual(7.5);
    const page = await readFile(join(folder, 'sold', '2026-01-15', 'index.html'), 'utf8');
    expect(page).toContain('up to 7.5 MW of DC low reserved');
  });

  it('submits a bid curve, one row a step, and draws it', async () => {
    const change = {
      decision: { deviationLimitMW: 10, dayAhead: 'bidCurve' as const, steps: 3 },
      scenarios: { ...tinyConfig.scenarios, plan: 40, recourse: 40 },
    };
    await summaryOf(change, 'curve');
    const plan = csvRows(await readFile(join(folder, 'curve', '2026-01-15', 'plan.csv'), 'utf8'));
    checkPlanRows(plan, tinyConfig);
    const steps = plan.filter(({ step }) => step !== '0');
    expect(steps.length).toBeGreaterThan(0);
    expect(new Set(steps.map(({ market }) => market))).toEqual(new Set(['dayAhead']));
    const page = await readFile(join(folder, 'curve', '2026-01-15', 'index.html'), 'utf8');
    expect(page).toContain('the volume depends on the price');
  });

  it('offers a service at prices, one row a price, judged by the policy markov', async () => {
    const change = {
      policy: { kind: 'markov' as const },
      markets: tinyConfig.markets.map((market) =>
        market.role === 'service' ? { ...market, offer: { steps: 3 } } : market,
      ),
      scenarios: { ...tinyConfig.scenarios, plan: 40, recourse: 40 },
    };
    await summaryOf(change, 'offers');
    const plan = csvRows(await readFile(join(folder, 'offers', '2026-01-15', 'plan.csv'), 'utf8'));
    checkPlanRows(plan, tinyConfig);
    const priced = plan.filter(({ market, volumeMW }) => market === 'DCL' && volumeMW !== '0');
    expect(priced.length).toBeGreaterThan(0);
    expect(priced.every(({ offerPrice }) => offerPrice !== '')).toBe(true);
    const page = await readFile(join(folder, 'offers', '2026-01-15', 'index.html'), 'utf8');
    expect(page).toContain('DC low: asked');
    expect(page).toContain('DC low is offered at prices');
    expect(page).toContain('markov: the policy');
  });

  it('refuses what was sold at a time that starts no block, before anything is computed', async () => {
    const sold = { reservedMW: { DCL: [{ deliveryStart: '2026-01-15T16:00:00Z', volumeMW: 5 }] } };
    await writeConfig(folder, { ...tinyConfig, state: { sold } });
    const { exit, stderr } = await bessRisk(['run', '--out', 'refused'], folder);
    expect(exit).toBe(2);
    expect(stderr).toContain('state.sold.reservedMW.DCL[0].deliveryStart');
    expect(await exists(join(folder, 'refused'))).toBe(false);
  });

  it('says so where the state of charge was known only after the plan was made, or is that of an earlier day', async () => {
    const summary = await summaryOf({ state: { stateOfChargeMWh: 40, knownAt: '2026-01-15T12:00:00Z' } }, 'late');
    expect(summary.run.labels).toContain('state of charge known only after plan time');
    const knownAt = '2026-01-13T08:30:00Z';
    const forgotten = await summaryOf({ state: { stateOfChargeMWh: 40, knownAt } }, 'forgotten');
    expect(forgotten.run.labels).toContain('state of charge more than a day old');
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
