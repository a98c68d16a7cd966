import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportModel } from '../../src/report/report-model.ts';
import { bessRisk, bessRiskDone, temporaryFolder, tinyConfig, writeConfig, writeRecentHistory } from './support.ts';

const date = '2026-01-13';
const deliveryStart = '2026-01-12T23:00:00Z';
const afternoon = { ...tinyConfig, planTime: { eveAt: '13:30' } };

/** A config whose battery has sold 4 MW in the first hour and bought 3 in the third. */
const withSold = {
  ...afternoon,
  state: {
    stateOfChargeMWh: 50,
    sold: {
      dayAheadMW: [
        { deliveryStart, volumeMW: 4 },
        { deliveryStart: '2026-01-13T01:00:00Z', volumeMW: -3 },
      ],
    },
  },
};

describe('a run after the day-ahead auction', () => {
  const folder = temporaryFolder();
  const run = async (
    config: unknown,
    name: string,
  ): Promise<{ model: ReportModel; page: string; rows: string[][] }> => {
    await writeConfig(folder, config);
    await bessRiskDone(['run', '--date', date, '--out', name], folder);
    const read = (file: string): Promise<string> => readFile(join(folder, name, date, file), 'utf8');
    const model = JSON.parse(await read('report-model.json')) as ReportModel;
    const rows = (await read('plan.csv')).trim().split('\n');
    return { model, page: await read('index.html'), rows: rows.map((row) => row.split(',')) };
  };
  let sold: Awaited<ReturnType<typeof run>>;

  beforeAll(async () => {
    await writeRecentHistory(folder);
    sold = await run(withSold, 'sold');
  });

  it('keeps the position that was sold, offers nothing more day-ahead and reserves', () => {
    const [header, ...rows] = sold.rows;
    const dayAhead = rows.filter((row) => row[header.indexOf('market')] === 'dayAhead');
    const column = (name: string): number[] => dayAhead.map((row) => Number(row[header.indexOf(name)]));
    const position = [4, 0, -3, ...Array<number>(21).fill(0)];
    expect(column('totalMW')).toEqual(position);
    expect(column('soldMW')).toEqual(position);
    expect(column('volumeMW')).toEqual(Array(24).fill(0));
    expect(sold.model.plan.services.flatMap(({ reservedMW }) => reservedMW).some((power) => power > 0)).toBe(true);
  });

  it('has the published price in every scenario', async () => {
    const published = (await readFile(join(folder, 'day-ahead.csv'), 'utf8'))
      .split('\n')
      .filter((row) => row >= deliveryStart && row < '2026-01-13T23')
      .map((row) => Number(row.split(',')[1]));
    const [fan] = sold.model.priceFans;
    expect(fan.quantiles.p05).toEqual(published);
    expect(fan.quantiles.p95).toEqual(published);
    expect(sold.model.plan.dayAhead.expectedPrice).toEqual(published);
    const [, imbalance] = sold.model.priceFans;
    imbalance.quantiles.p95.forEach((high, t) => expect(high).toBeGreaterThan(imbalance.quantiles.p05[t]));
  });

  it('says on the page what was known and that the position is closed', () => {
    expect(sold.model.head.planTime).toContain('13:30');
    expect(sold.page).toContain('planned after the auction: day-ahead prices of the day known');
    expect(sold.page).toContain('the day-ahead position is closed');
    expect(sold.page).not.toContain('the closed position is taken as zero');
  });

  it('takes a position that nobody stated as zero, and warns', async () => {
    const { model, rows } = await run(afternoon, 'unsold');
    expect(model.head.labels).toContain('no day-ahead volume is stated as sold: the closed position is taken as zero');
    expect(model.plan.dayAhead.positionMW).toEqual(Array(24).fill(0));
    expect(rows.length).toBeGreaterThan(25);
  });

  it('keeps in a third run what was reserved in the second, by a service that is offered no more', async () => {
    const [, , { name }] = afternoon.markets;
    const over = {
      ...withSold,
      planTime: { eveAt: '17:00' },
      markets: afternoon.markets.map((market) => (market.name === name ? { ...market, maxMW: 0 } : market)),
      state: {
        ...withSold.state,
        sold: { ...withSold.state.sold, reservedMW: { [name]: [{ deliveryStart, volumeMW: 5 }] } },
      },
    };
    const { model, rows } = await run(over, 'third');
    const [header, ...all] = rows;
    const own = all.filter((row) => row[header.indexOf('market')] === name);
    const column = (of: string): number[] => own.map((row) => Number(row[header.indexOf(of)]));
    expect(column('totalMW')).toEqual([5, 0, 0, 0, 0, 0]);
    expect(column('volumeMW')).toEqual(Array(6).fill(0));
    expect(model.plan.services.map((service) => [service.name, service.reservedMW[0]])).toEqual([[name, 5]]);
  });

  it('is refused for a day whose prices are not published', async () => {
    const ended = await bessRisk(['run', '--date', '2026-01-15', '--out', 'late'], folder);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain("the data of 'dayAheadPrice' end before the plan for 2026-01-15 may be made");
  });
});
