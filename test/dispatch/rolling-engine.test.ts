import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { EngineOptions } from '../../src/dispatch/engines/engine.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { seededUniform } from './seeded-uniform.ts';
import { smallFile } from './small-problem.ts';

const hourly: EngineOptions = { windowHours: 24, stepHours: 1 };

describe('the rolling engine on forecasts', () => {
  it("follows yesterday's prices and settles at today's", async () => {
    const yesterday = Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 10 : hour === 18 ? 90 : 50));
    const today = yesterday.map((price, hour) => (hour === 18 ? 70 : price));
    const { profit, batteries } = await solve(today, { history: yesterday }, { ...hourly, forecast: 'yesterday' });
    expect(profit).toBeCloseTo(70 - 10, 12);
    expect(batteries[0].schedule.chargeMW.indexOf(1)).toBe(3);
    expect(batteries[0].schedule.dischargeMW.indexOf(1)).toBe(18);
  });

  it('acts on the price of the interval that starts now without a lag, and on the forecast with one', async () => {
    const history = Array.from({ length: 24 }, () => 50);
    const today = history.map((price, hour) => (hour === 5 ? 10 : hour === 9 ? 90 : price));
    const now = await solve(today, { history }, { ...hourly, forecast: 'seasonal' });
    expect(now.profit).toBeCloseTo(90 - 10, 12);
    // One hour late it never sees a difference in time.
    const late = await solve(today, { history }, { ...hourly, forecast: 'seasonal', lagHours: 1 });
    expect(late.profit).toBe(0);
  });

  it('takes given forecasts', async () => {
    const forecasts = [
      { madeAt: -2, from: 0, prices: [50, 50, 50, 50] },
      { madeAt: 1, prices: [40, 50, 90] },
    ];
    const { batteries } = await solve(
      [50, 40, 60, 55],
      { forecasts },
      { windowHours: 4, stepHours: 1, forecast: 'table' },
    );
    // At 0 nothing pays; at 1 it buys for the 90 that it was told, and has to sell for 55.
    expect(batteries[0].schedule.chargeMW).toEqual([0, 1, 0, 0]);
    expect(batteries[0].schedule.dischargeMW).toEqual([0, 0, 0, 1]);
  });

  it('does nothing before it knows any price', async () => {
    const { batteries } = await solve([10, 90, 10, 90], {}, { ...hourly, forecast: 'yesterday', lagHours: 2 });
    expect(batteries[0].schedule.chargeMW.slice(0, 2)).toEqual([0, 0]);
  });

  it.each(['yesterday', 'seasonal', 'table'] as const)(
    'never sees the future with the forecast %s',
    async (forecast) => {
      for (const lagHours of [0, 1, 3, 30]) {
        const random = seededUniform(17 + lagHours);
        const prices = Array.from({ length: 60 }, () => 100 * random() - 20);
        const history = Array.from({ length: 40 }, () => 100 * random() - 20);
        const forecasts = Array.from({ length: 60 }, (_, t) => ({
          madeAt: t,
          prices: Array.from({ length: 60 - t }, () => 100 * random() - 20),
        }));
        const decide = async (from: number) => {
          const changed = prices.map((price, t) => (t < from ? price : 500 - 3 * price));
          const later = forecasts.map((row) =>
            row.madeAt < from + lagHours ? row : { ...row, prices: row.prices.map((x) => -x) },
          );
          const cyclic = { initialStateOfChargeMWh: 1, energyCapacityMWh: 2, terminal: { kind: 'cyclic' } };
          const given = forecast === 'table' ? { forecasts: later } : { history };
          const { batteries } = await solve(changed, given, { ...hourly, forecast, lagHours }, cyclic);
          return batteries[0].schedule;
        };
        const actual = await decide(60);
        let traded = 0;
        for (const from of [7, 26, 45]) {
          const schedule = await decide(from);
          // The price of period `from` is first seen in period from + lag.
          const seen = Math.min(60, from + lagHours);
          expect(schedule.chargeMW.slice(0, seen)).toEqual(actual.chargeMW.slice(0, seen));
          expect(schedule.dischargeMW.slice(0, seen)).toEqual(actual.dischargeMW.slice(0, seen));
          traded += schedule.chargeMW.filter((power, t) => power !== actual.chargeMW[t]).length;
        }
        // The change does matter afterwards.
        expect(traded).toBeGreaterThan(0);
      }
    },
  );

  it('ends cyclic whatever the forecast, and never beats the optimum', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('one' as const, 'two' as const, 'long' as const),
        fc.constantFrom('perfect' as const, 'yesterday' as const, 'seasonal' as const),
        fc.boolean(),
        async (seed, structure, forecast, negative) => {
          const input = randomDispatchProblem(seed, 36, structure, negative) as {
            batteries: Record<string, unknown>[];
          };
          const [battery] = input.batteries;
          if (battery.standingLossPerHour === 0) battery.terminal = { kind: 'cyclic' };
          const problem = parseDispatchProblem(input, 'random');
          const hours = structure === 'long' ? 2 * problem.periodHours : problem.periodHours;
          const exact = await solveDispatch(problem);
          // The independent checker has passed the end.
          const rolled = await solveDispatch(problem, {
            engine: 'rolling',
            windowHours: 6 * hours,
            stepHours: hours,
            forecast,
          });
          const scale = Math.max(1, Math.abs(exact.objective));
          expect(rolled.objective).toBeLessThanOrEqual(exact.objective + 1e-7 * scale);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('rolls to the optimum of a cyclic problem when the window covers everything', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const input = randomDispatchProblem(seed, 12, 'one', seed % 2 === 0) as { batteries: Record<string, unknown>[] };
      const [battery] = input.batteries;
      battery.standingLossPerHour = 0;
      battery.terminal = { kind: 'cyclic' };
      const problem = parseDispatchProblem(input, 'random');
      const hours = problem.periodHours;
      const exact = await solveDispatch(problem);
      const whole = await solveDispatch(problem, { engine: 'rolling', windowHours: 12 * hours, stepHours: hours });
      const scale = 1e-9 * Math.max(1, Math.abs(exact.objective));
      expect(Math.abs(whole.objective - exact.objective), `seed ${seed}`).toBeLessThanOrEqual(scale);
    }
  });

  it('nets trades of several markets as the optimum does when the window covers everything', async () => {
    const prices = { a: [10, 50, 20, 60], b: [20, 60, 30, 70] };
    const one = smallFile([], { energyCapacityMWh: 2, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 });
    const markets = Object.entries(prices).map(([name, of]) => ({ ...one.markets[0], name, prices: of }));
    const problem = parseDispatchProblem({ ...one, netting: true, markets }, 'netting test');
    const exact = await solveDispatch(problem);
    const whole = await solveDispatch(problem, { engine: 'rolling', windowHours: 4, stepHours: 1 });
    expect(whole.profit).toBeCloseTo(exact.profit, 9);
    // It passes on from the cheap market to the dear one whatever the battery does.
    const { chargeMW, dischargeMW, markets: traded } = whole.batteries[0].schedule;
    expect(traded.b.sellMW.some((power, t) => power > dischargeMW[t])).toBe(true);
    expect(chargeMW.every((power, t) => Math.min(power, dischargeMW[t]) === 0)).toBe(true);
    const short = await solveDispatch(problem, { engine: 'rolling', windowHours: 2, stepHours: 1 });
    expect(short.profit).toBeLessThanOrEqual(exact.profit + 1e-9);
  });

  it('earns more with a better forecast', async () => {
    const random = seededUniform(5);
    const profile = Array.from({ length: 24 }, (_, hour) => 60 + 30 * Math.sin(hour / 3.8));
    const prices = Array.from({ length: 24 * 40 }, (_, t) => profile[t % 24] + 40 * (random() - 0.5));
    const profit = async (options: EngineOptions) => (await solve(prices, {}, { ...hourly, ...options })).profit;
    const perfect = await profit({ forecast: 'perfect' });
    const seasonal = await profit({ forecast: 'seasonal' });
    const yesterday = await profit({ forecast: 'yesterday' });
    const late = await profit({ forecast: 'seasonal', lagHours: 1 });
    expect(perfect).toBeGreaterThan(seasonal);
    expect(seasonal).toBeGreaterThan(yesterday);
    expect(seasonal).toBeGreaterThan(late);
    expect(late).toBeGreaterThan(0);
  });

  it('says what is wrong with its settings', async () => {
    const error = (options: EngineOptions) => solve([1, 2, 3], {}, { ...hourly, ...options });
    await expect(error({ lagHours: 1 })).rejects.toThrow(/--lag-hours.*perfect/s);
    await expect(error({ lagHours: 0.5, forecast: 'yesterday' })).rejects.toThrow(
      /--lag-hours.*whole number of periods/s,
    );
    await expect(error({ forecast: 'table' })).rejects.toThrow(/markets\[0\]\.forecasts/);
    const nested = parseDispatchProblem(
      { ...(randomDispatchProblem(1, 24, 'nested', false) as { batteries: object[] }) },
      'nested',
    );
    const cyclic = {
      ...nested,
      batteries: nested.batteries.map((one) => ({ ...one, terminal: { kind: 'cyclic' as const } })),
    };
    await expect(solveDispatch(cyclic, { engine: 'rolling', ...hourly })).rejects.toThrow(/terminal.*cyclic/s);
  });

  it('rejects histories and forecasts that do not fit the intervals', () => {
    const parse = (market: object) => () => parseDispatchProblem(smallFile([1, 2, 3, 4], {}, market), 'file.json');
    expect(parse({ forecasts: [{ madeAt: 9, prices: [1] }] })).toThrow(/markets\[0\]\.forecasts\[0\]\.madeAt/);
    expect(parse({ intervalHours: 2, prices: [1, 2], forecasts: [{ madeAt: 0, from: 1, prices: [1] }] })).toThrow(
      /forecasts\[0\]\.from/,
    );
    expect(parse({ history: [] })).toThrow(/history/);
  });
});

function solve(prices: number[], market: object, options: EngineOptions, battery: object = {}) {
  return solveDispatch(parseDispatchProblem(smallFile(prices, battery, market), 'rolling test'), {
    engine: 'rolling',
    ...options,
  });
}
