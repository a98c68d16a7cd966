import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { otherRepairs } from '../../scenarios/three-market/other-repairs.ts';
import { valueOverLife } from '../../scenarios/three-market/print-lifetime.ts';
import { readAttachments } from '../../scenarios/three-market/read-attachments.ts';
import type { Attachments } from '../../scenarios/three-market/read-attachments.ts';
import { repairAttachments } from '../../scenarios/three-market/repair-attachments.ts';
import type { RepairedAttachments } from '../../scenarios/three-market/repair-attachments.ts';
import { onLondonClock, repairStamps, stampText } from '../../scenarios/three-market/repair-stamps.ts';
import { batteryOf, threeLevelProblem, threeMarketProblem } from '../../scenarios/three-market/three-market-problem.ts';
import { assignmentProblem } from '../../scenarios/two-market/assignment-problem.ts';
import { readAuroraPrices } from '../../scenarios/two-market/read-aurora-prices.ts';
import type { AuroraPrices } from '../../scenarios/two-market/read-aurora-prices.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../src/dispatch/verify-schedule.ts';
import { seededUniform } from './seeded-uniform.ts';

const folder = join(process.env.BESS_RISK_DATA ?? '../shared/market-data', 'home-assignment');
const available = existsSync(join(folder, 'Second Round Technical Question - Attachment 2.xlsx'));

const minutes = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`) / 60_000;

describe('the repair of stamps that a London clock moved', () => {
  const grid = (first: string, count: number) => ({ file: 'table', first: minutes(first), stepMinutes: 30, count });
  const stampsOf = ({ first, stepMinutes, count }: ReturnType<typeof grid>): number[] =>
    Array.from({ length: count }, (_, row) => first + row * stepMinutes);

  it('puts the hour before back where the clock skips one, and names rows and stamps', () => {
    const hours = ['00:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map((time) => minutes(`2018-03-25 ${time}`));
    const { stamps, duplicated, missing, moved } = repairStamps(hours, grid('2018-03-25 00:30', 6));
    expect(stamps.map((stamp) => stampText(stamp).slice(11))).toEqual(
      ['00:30', '01:00', '01:30', '02:00', '02:30', '03:00'], //
    );
    expect(duplicated.map(({ stamp, rows }) => [stampText(stamp).slice(11), rows])).toEqual([
      ['02:00', [1, 3]],
      ['02:30', [2, 4]],
    ]);
    expect(missing.map((stamp) => stampText(stamp).slice(11))).toEqual(['01:00', '01:30']);
    expect(moved.map(({ row }) => row)).toEqual([1, 2]);
  });

  it('undoes the London clock on three years of half-hours, and leaves October alone', () => {
    const truth = grid('2018-01-01 00:00', 1096 * 48);
    const { stamps, moved } = repairStamps(stampsOf(truth).map(onLondonClock), truth);
    expect(stamps).toEqual(stampsOf(truth));
    expect(moved).toHaveLength(2 * 3);
    expect(new Set(moved.map(({ repaired }) => stampText(repaired).slice(5, 7)))).toEqual(new Set(['03']));
  });

  it('is the only way to give the missing stamps to rows that leaves every stamp once and rows in order', () => {
    const truth = grid('2020-03-28 22:00', 20);
    const written = stampsOf(truth).map(onLondonClock);
    const { stamps, duplicated, missing } = repairStamps(written, truth);
    const rows = duplicated.flatMap((entry) => entry.rows);
    const inOrder: number[][] = [];
    // Every choice of a row for each missing stamp, out of all rows that share a stamp.
    for (const a of rows) {
      for (const b of rows) {
        const tried = [...written];
        tried[a] = missing[0];
        tried[b] = missing[1];
        if (a !== b && tried.every((stamp, row) => row === 0 || stamp > tried[row - 1])) inOrder.push(tried);
      }
    }
    expect(inOrder).toEqual([stamps]);
  });

  it.each([
    ['a row is lost', (rows: number[]) => rows.toSpliced(5, 1), 6],
    ['a row is written twice', (rows: number[]) => rows.toSpliced(5, 0, rows[5]), 7],
    ['rows are out of order', (rows: number[]) => rows.toSpliced(5, 2, rows[6], rows[5]), 6],
    ['a stamp is repeated outside of March', (rows: number[]) => rows.with(5, rows[6]), 6],
  ])('refuses a table in which %s', (_, spoil, row) => {
    const truth = grid('2018-06-01 00:00', 20);
    expect(() => repairStamps(spoil(stampsOf(truth)), truth)).toThrow(`row ${row} of the data`);
  });

  it('refuses the hour that is skipped when it stands an hour later by another cause', () => {
    const truth = grid('2018-03-25 00:00', 8);
    // The clock moved one half-hour only: the other is missing.
    expect(() => repairStamps(stampsOf(truth).map(onLondonClock).toSpliced(3, 1), truth)).toThrow(/row 4 of the data/);
  });
});

describe('three levels of nested markets', () => {
  it('are solved exactly on random problems, every level in use', async () => {
    const used = [0, 0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const problem = randomThreeLevels(seed);
      const exact = await exactLikeMilp(problem, `seed ${seed}`);
      const markets = Object.values(exact.batteries[0].schedule.markets);
      for (const [m, { buyMW, sellMW }] of markets.entries()) {
        if ([...buyMW, ...sellMW].some((power) => power > 1e-9)) used[m]++;
      }
    }
    expect(Math.min(...used)).toBeGreaterThan(15);
  });
});

// Three years of real prices: docs/studies/three-market.md.
describe.skipIf(!available)('the three-market study on three years of real prices', () => {
  let written: Attachments;
  let repair: RepairedAttachments;
  let aurora: AuroraPrices;

  beforeAll(async () => {
    written = await readAttachments(folder);
    repair = repairAttachments(written);
    aurora = readAuroraPrices(folder);
  });

  it('reads losses as losses', () => {
    expect(batteryOf(written.terms)).toEqual({
      maxChargeMW: 2,
      maxDischargeMW: 2,
      energyCapacityMWh: 4,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
    });
    expect(written.terms).toMatchObject({ lifetimeYears: 10, lifetimeCycles: 5000, capex: 500_000, opexPerYear: 5000 });
    expect(written.terms.fadePerCycle).toBeCloseTo(1e-5, 12);
  });

  it('finds six duplicated and six missing stamps, all in the hours that London skips', () => {
    const { halfHourly, daily } = repair;
    expect(
      halfHourly.moved.map(({ row, written: from, repaired }) => [row + 2, stampText(from), stampText(repaired)]),
    ).toEqual([
      [3988, '2018-03-25 02:00', '2018-03-25 01:00'],
      [3989, '2018-03-25 02:30', '2018-03-25 01:30'],
      [21796, '2019-03-31 02:00', '2019-03-31 01:00'],
      [21797, '2019-03-31 02:30', '2019-03-31 01:30'],
      [39268, '2020-03-29 02:00', '2020-03-29 01:00'],
      [39269, '2020-03-29 02:30', '2020-03-29 01:30'],
    ]);
    expect(halfHourly.duplicated).toHaveLength(6);
    expect(halfHourly.missing).toEqual(halfHourly.moved.map(({ repaired }) => repaired));
    expect(daily).toMatchObject({ duplicated: [], missing: [], moved: [] });
  });

  it('has the prices of the two-market assignment: Market 1 itself, Market 2 as its hourly means', () => {
    const { halfHours } = repair.attachments;
    expect(halfHours.map(({ market1 }) => market1)).toEqual(aurora.halfHourly);
    const worst = aurora.hourly.map((price, hour) =>
      Math.abs(price - (halfHours[2 * hour].market2 + halfHours[2 * hour + 1].market2) / 2),
    );
    expect(worst).toHaveLength(26_304);
    expect(Math.max(...worst)).toBeLessThan(1e-9);
  });

  it('is solved exactly in three markets, with the bound equal to the cash', async () => {
    const problem = threeMarketProblem(repair.attachments);
    const exact = await solveDispatch(problem);
    expect(exact.profit).toBeCloseTo(231_027.417, 3);
    expect(Math.abs(exact.bound! - exact.objective)).toBeLessThan(1e-4);
    expect(verifySchedule(problem, exact, true)).toEqual([]);
    const rolling = await solveDispatch(problem, { engine: 'rolling', windowHours: 48, stepHours: 24 });
    expect(rolling.profit).toBeLessThanOrEqual(exact.profit + 1e-4);
    expect(rolling.profit).toBeCloseTo(231_027.417, 3);
  });

  it.each([
    [0.95, 210_880.54],
    [1, 295_722.685],
  ])('earns nothing more with the daily market above the two-market assignment at %f', async (efficiency, profit) => {
    const problem = threeLevelProblem(aurora, repair.attachments.days, efficiency);
    const exact = await solveDispatch(problem);
    expect(exact.profit).toBeCloseTo(profit, 2);
    expect(Math.abs(exact.bound! - exact.objective)).toBeLessThan(1e-4);
    expect(verifySchedule(problem, exact, true)).toEqual([]);
    const { buyMW, sellMW } = exact.batteries[0].schedule.markets.market3;
    expect([...buyMW, ...sellMW].every((power) => power === 0)).toBe(true);
  });

  it('is overstated by the relaxation, most of all where there are more markets', async () => {
    const relaxed = await solveDispatch(threeLevelProblem(aurora, repair.attachments.days, 0.95), { engine: 'lp' });
    expect(relaxed.profit).toBeCloseTo(226_258.178, 2);
    expect(relaxed.simultaneousPeriods).toBeGreaterThan(0);
  });

  it('earns a little else by other repairs of the stamps', async () => {
    const { days } = repair.attachments;
    for (const [i, { apply }] of otherRepairs.entries()) {
      const problem = threeMarketProblem({ ...written, halfHours: apply(written.halfHours), days });
      const { profit } = await solveDispatch(problem);
      expect(profit).toBeCloseTo([231_034.572, 231_107.426, 231_102.334][i], 3);
    }
  });

  it('lives for as long as its cycles and does not pay back its price', async () => {
    const value = await valueOverLife(threeMarketProblem(repair.attachments), written.terms);
    expect(value.endOfLife).toBe('cycles');
    expect(value.lifetimeYears).toBeCloseTo(3.59, 2);
    expect(value.netPresentValue).toBeCloseTo(-244_638, 0);
    expect(value.paybackYears).toBeNull();
  });

  it('is exact to 1e-7 of the mixed-integer program on windows of two days', async () => {
    const { terms, days } = repair.attachments;
    const dayCount = 2;
    const windowCount = 10;
    let dailyInUse = 0;
    for (let window = 0; window < windowCount; window++) {
      const from = 3 + Math.floor((window * (days.length - 10)) / windowCount);
      const inWindow = (prices: readonly number[], perDay: number): number[] =>
        prices.slice(perDay * from, perDay * (from + dayCount));
      const problem = assignmentProblem(
        // A store that takes most of a day to fill, so that a day's commitment can pay; and the assignment's.
        { ...batteryOf(terms), energyCapacityMWh: [30, 4][window % 2] },
        [
          { name: 'halfHourly', intervalHours: 0.5, prices: inWindow(aurora.halfHourly, 48) },
          { name: 'hourly', intervalHours: 1, prices: inWindow(aurora.hourly, 24) },
          // Lowered in the first day, so that it is bought.
          {
            name: 'daily',
            intervalHours: 24,
            prices: inWindow(
              days.map(({ market3 }) => market3),
              1,
            ).map((price, day) => price - (day === 0 ? 25 : 0)),
          },
        ],
      );
      const exact = await exactLikeMilp(problem, `window ${window}`);
      const { buyMW, sellMW } = exact.batteries[0].schedule.markets.daily;
      if ([...buyMW, ...sellMW].some((power) => power > 1e-9)) dailyInUse++;
    }
    expect(dailyInUse).toBeGreaterThanOrEqual(3);
  });
});

/** Solves with `exact`, which must agree with `milp` and with its own bound and pass the checker. */
async function exactLikeMilp(problem: DispatchProblem, label: string) {
  const exact = await solveDispatch(problem);
  const milp = await solveDispatch(problem, { engine: 'milp' });
  const scale = Math.max(1, Math.abs(milp.objective));
  expect(Math.abs(exact.objective - milp.objective), label).toBeLessThanOrEqual(1e-7 * scale);
  expect(Math.abs(exact.bound! - exact.objective), label).toBeLessThanOrEqual(1e-9 * scale);
  expect(verifySchedule(problem, exact, true), label).toEqual([]);
  return exact;
}

/** Two days of eight periods, hours of two: a store that a day can fill or not. */
function randomThreeLevels(seed: number): DispatchProblem {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const prices = (count: number, from: number, to: number): number[] =>
    Array.from({ length: count }, () => Math.round(uniform(from, to) * 100) / 100);
  const low = seed % 3 === 0 ? -60 : 5;
  return assignmentProblem(
    {
      maxChargeMW: uniform(0.5, 2),
      maxDischargeMW: uniform(0.5, 2),
      energyCapacityMWh: uniform(1, 9),
      chargeEfficiency: seed % 4 === 0 ? 1 : uniform(0.7, 1),
      dischargeEfficiency: seed % 4 === 0 ? 1 : uniform(0.7, 1),
    },
    [
      { name: 'halfHourly', intervalHours: 0.5, prices: prices(16, low, 90) },
      { name: 'hourly', intervalHours: 1, prices: prices(8, low, 90) },
      { name: 'daily', intervalHours: 4, prices: [...prices(1, low, 30), ...prices(1, 60, 100)] },
    ],
  );
}
