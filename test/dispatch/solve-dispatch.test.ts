import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { engineNames } from '../../src/dispatch/engines/registry.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import type { Structure } from './random-dispatch-problem.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { seededUniform } from './seeded-uniform.ts';
import { smallProblem, unitBattery } from './small-problem.ts';

const battery = { ...unitBattery, energyCapacityMWh: 2, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 };

const hourly = (prices: number[], name = 'spot') => ({ name, kind: 'energy', intervalHours: 1, prices });

const problem = (markets: object[], overrides: object = {}, rest: object = {}) =>
  smallProblem([], { ...battery, ...overrides }, { markets, ...rest });

describe('dispatch', () => {
  it('buys low, sells high and accounts for both', async () => {
    const result = await solveDispatch(problem([hourly([10, 50])], { throughputCost: 5 }));
    expect(result).toMatchObject({
      engine: 'exact',
      status: 'optimal',
      simultaneousPeriods: 0,
      finalStateOfChargeMWh: 0,
    });
    expect(result.cost).toBeCloseTo(10, 12);
    expect(result.revenue).toBeCloseTo(0.81 * 50, 12);
    expect(result.throughputCost).toBeCloseTo(0.81 * 5, 12);
    expect(result.profit).toBeCloseTo(0.81 * 45 - 10, 12);
    expect(result.equivalentFullCycles).toBeCloseTo(0.405, 12);
    expect(result.batteries[0].schedule.markets.spot.buyMW).toEqual([1, 0]);
    expect(result.batteries[0].schedule.stateOfChargeMWh[0]).toBeCloseTo(0.9, 12);
    // One more stored MWh would sell for (50 − 5)·0.9 in the second hour, where power is left.
    expect(result.batteries[0].schedule.waterValue).toEqual([40.5, 40.5]);
  });

  it.each([
    [{ kind: 'free' }, 0],
    [{ kind: 'atLeast', stateOfChargeMWh: 1 }, 1],
    [{ kind: 'cyclic' }, 0.5],
    [{ kind: 'value', waterValue: 1000 }, 2],
  ])('ends as the terminal condition %j wants', async (terminal, expected) => {
    const result = await solveDispatch(problem([hourly([20, 20, 20])], { initialStateOfChargeMWh: 0.5, terminal }));
    expect(result.finalStateOfChargeMWh).toBeCloseTo(expected, 9);
    const stored = terminal.kind === 'value' ? 1.5 * 1000 : 0;
    expect(result.objective).toBeCloseTo(result.profit + stored, 9);
  });

  it('does not let a full battery burn energy at a negative price, but says what the relaxation would earn', async () => {
    const full = problem([hourly([-100])], { initialStateOfChargeMWh: 2 });
    expect((await solveDispatch(full)).profit).toBe(0);
    const relaxed = await solveDispatch(full, { engine: 'lp' });
    expect(relaxed.simultaneousPeriods).toBe(1);
    expect(relaxed.profit).toBeCloseTo((100 * 0.19) / 1.81, 6);
  });

  it('holds an hourly trade constant over its half-hours', async () => {
    const halfHourly = { name: 'halfHourly', kind: 'energy', intervalHours: 0.5, prices: [30, 30, 40, 40] };
    const result = await solveDispatch(problem([halfHourly, hourly([10, 100], 'hourly')], {}, { periodHours: 0.5 }));
    expect(result.batteries[0].schedule.markets.hourly.buyMW).toEqual([1, 0]);
    expect(result.batteries[0].schedule.chargeMW).toEqual([1, 1, 0, 0]);
    expect(result.profit).toBeCloseTo(0.81 * 100 - 10, 9);
  });

  it('trades one market against the other only where netting is allowed', async () => {
    const twoMarkets = [hourly([10], 'low'), hourly([60], 'high')];
    expect((await solveDispatch(problem(twoMarkets))).profit).toBe(0);
    const netted = await solveDispatch(problem(twoMarkets, {}, { netting: true }));
    expect(netted.profit).toBeCloseTo(50, 6);
    expect(netted.batteries[0].schedule.chargeMW).toEqual([0]);
  });

  it('adds up several batteries', async () => {
    const two = parseDispatchProblem(
      { periodHours: 1, batteries: [battery, { ...battery, name: 'B2' }], markets: [hourly([10, 50])] },
      'f',
    );
    const result = await solveDispatch(two);
    expect(result.batteries.map(({ name }) => name)).toEqual(['B1', 'B2']);
    expect(result.profit).toBeCloseTo(2 * (0.81 * 50 - 10), 9);
  });

  it('hands the labels on and measures the time with the clock it is given', async () => {
    let now = 0;
    const clock = (): number => (now += 500);
    const result = await solveDispatch(problem([hourly([1, 2])], {}, { currency: 'GBP', timeZone: 'Europe/London' }), {
      clock,
    });
    expect(result).toMatchObject({ currency: 'GBP', timeZone: 'Europe/London', solveSeconds: 0.5 });
  });

  it.each<Structure>(['one', 'long', 'two', 'nested', 'deep', 'uneven', 'crossing'])(
    "exact equals milp, and its bound its cash, with '%s' markets",
    async (structure) => {
      for (let seed = 1; seed <= (structure === 'crossing' ? 8 : 20); seed++) {
        const random = parseDispatchProblem(
          randomDispatchProblem(seed, [8, 12][seed % 2], structure, seed % 3 > 0),
          'f',
        );
        const exact = await solveDispatch(random);
        const milp = await solveDispatch(random, { engine: 'milp' });
        const scale = Math.max(1, Math.abs(milp.objective));
        expect(Math.abs(exact.objective - milp.objective), `seed ${seed}`).toBeLessThanOrEqual(1e-7 * scale);
        expect(Math.abs(exact.bound! - exact.objective), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * scale);
        const relaxed = await solveDispatch(random, { engine: 'lp' });
        expect(relaxed.objective, `seed ${seed}`).toBeGreaterThanOrEqual(exact.objective - 1e-7 * scale);
      }
    },
  );

  it.each([
    ['no power at all', { maxChargeMW: 0, maxDischargeMW: 0 }, 1],
    ['no charging', { maxChargeMW: 0, initialStateOfChargeMWh: 1 }, 1],
    ['no discharging', { maxDischargeMW: 0 }, 1],
    ['a window that is one point', { minStateOfChargeMWh: 1, maxStateOfChargeMWh: 1, initialStateOfChargeMWh: 1 }, 1],
    [
      'an end that is just within reach',
      { terminal: { kind: 'atLeast', stateOfChargeMWh: 1.8 }, maxChargeMW: 0.25 },
      1,
    ],
    ['very large prices', {}, 1e5],
    ['a very small battery', { maxChargeMW: 1e-4, maxDischargeMW: 2e-4, energyCapacityMWh: 3e-4 }, 1],
  ])('exact equals milp with %s', async (_, overrides, factor) => {
    const random = seededUniform(11);
    const halfHourly = {
      name: 'halfHourly',
      kind: 'energy',
      intervalHours: 0.5,
      prices: Array.from({ length: 16 }, () => factor * (150 * random() - 50)),
    };
    for (const markets of [
      [halfHourly],
      [
        halfHourly,
        hourly(
          Array.from({ length: 8 }, () => factor * (150 * random() - 50)),
          'hourly',
        ),
      ],
    ]) {
      const extreme = problem(markets, overrides, { periodHours: 0.5 });
      const exact = await solveDispatch(extreme);
      const milp = await solveDispatch(extreme, { engine: 'milp' });
      expect(Math.abs(exact.objective - milp.objective)).toBeLessThanOrEqual(
        1e-7 * Math.max(1, Math.abs(milp.objective)),
      );
    }
  });

  it('keeps bound above objective when HiGHS runs out of time, or says that there is no schedule', async () => {
    const random = seededUniform(3);
    const spot = hourly(Array.from({ length: 600 }, () => 150 * random() - 50));
    const shifted = {
      name: 'shifted',
      kind: 'energy',
      intervalStarts: Array.from({ length: 200 }, (_, i) => 3 * i),
      prices: Array.from({ length: 200 }, () => 150 * random() - 50),
    };
    const block = {
      name: 'block',
      kind: 'energy',
      intervalHours: 2,
      prices: Array.from({ length: 300 }, () => 150 * random() - 50),
    };
    const result = await solveDispatch(problem([spot, shifted, block]), { timeLimitSeconds: 3 });
    expect(result.bound!).toBeGreaterThanOrEqual(result.objective - 1e-6 * Math.abs(result.objective));
    await expect(
      solveDispatch(problem([spot, shifted, block]), { engine: 'milp', timeLimitSeconds: 1e-3 }),
    ).rejects.toThrow(/time limit/);
    // The next solve is right.
    expect((await solveDispatch(problem([hourly([10, 50])]), { engine: 'milp' })).profit).toBeCloseTo(30.5, 9);
  });

  it('equals HiGHS on a year of positive half-hourly prices', async () => {
    const random = seededUniform(7);
    const prices = Array.from({ length: 17520 }, (_, t) => 60 + 35 * Math.sin(t / 7.6) + 40 * (random() - 0.5));
    const market = { name: 'spot', kind: 'energy', intervalHours: 0.5, prices };
    const year = problem(
      [market],
      { standingLossPerHour: 0.001, terminal: { kind: 'cyclic' }, initialStateOfChargeMWh: 1, throughputCost: 3 },
      { periodHours: 0.5 },
    );
    const exact = await solveDispatch(year);
    const relaxed = await solveDispatch(year, { engine: 'lp' });
    expect(Math.abs(exact.objective - relaxed.objective)).toBeLessThanOrEqual(1e-8 * relaxed.objective);
  });

  it('more power never earns less, and doubling prices doubles profit', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededUniform(seed);
      const prices = Array.from({ length: 48 }, () => -30 + 120 * random());
      const base = await solveDispatch(problem([hourly(prices)]));
      const stronger = await solveDispatch(problem([hourly(prices)], { maxChargeMW: 1.3, maxDischargeMW: 1.2 }));
      const doubled = await solveDispatch(problem([hourly(prices.map((price) => 2 * price))]));
      expect(stronger.profit).toBeGreaterThanOrEqual(base.profit - 1e-9);
      expect(doubled.profit).toBeCloseTo(2 * base.profit, 8);
    }
  });

  it('plays the simple rules by hand-computed examples', async () => {
    const lossless = { chargeEfficiency: 1, dischargeEfficiency: 1 };
    const average = await solveDispatch(problem([hourly([10, 20, 60, 30])], lossless), { engine: 'average-price' });
    // The average is 30: buy 1 MWh at 10 and at 20, sell 1 at 60; at 30 nothing.
    expect(average.profit).toBe(30);
    expect(average.finalStateOfChargeMWh).toBe(1);
    const ahead = await solveDispatch(problem([hourly([20, 30, 60, 10])], lossless), {
      engine: 'lookahead',
      lookaheadHours: 1,
    });
    // Each hour sees only the next: buy at 20 (30 comes), buy at 30 (60 comes), sell at 60 (10 comes).
    expect(ahead.profit).toBe(-20 - 30 + 60);
    expect(ahead).toMatchObject({ status: 'feasible', bound: null });
  });

  it('rolls to the optimum when the window covers everything, and never beyond it', async () => {
    for (const structure of ['one', 'nested'] as const) {
      for (let seed = 1; seed <= 40; seed++) {
        const random = parseDispatchProblem(randomDispatchProblem(seed, 12, structure, seed % 2 === 0), 'f');
        if (random.batteries[0].terminal.kind === 'cyclic') continue;
        const hours = random.periodHours;
        const exact = await solveDispatch(random);
        const whole = await solveDispatch(random, { engine: 'rolling', windowHours: 12 * hours, stepHours: 2 * hours });
        const short = await solveDispatch(random, { engine: 'rolling', windowHours: 4 * hours, stepHours: 2 * hours });
        const scale = 1e-9 * Math.max(1, Math.abs(exact.objective));
        expect(Math.abs(whole.objective - exact.objective), `seed ${seed}`).toBeLessThanOrEqual(scale);
        expect(short.objective, `seed ${seed}`).toBeLessThanOrEqual(exact.objective + scale);
      }
    }
  });

  it('explains what the rolling engine needs', async () => {
    const nested = problem([hourly([1, 2, 3, 4]), { name: 'block', kind: 'energy', intervalHours: 2, prices: [1, 2] }]);
    await expect(solveDispatch(nested, { engine: 'rolling' })).rejects.toThrow(/--window-hours/);
    await expect(solveDispatch(nested, { engine: 'rolling', windowHours: 4, stepHours: 1 })).rejects.toThrow(
      /multiple of the longest interval/,
    );
    await expect(solveDispatch(nested, { engine: 'rolling', windowHours: 2, stepHours: 4 })).rejects.toThrow(
      /longer than the window/,
    );
  });

  it('lists the known engines when the engine is unknown', async () => {
    await expect(solveDispatch(problem([hourly([1])]), { engine: 'magic' })).rejects.toThrow(
      new RegExp(engineNames.join(', ')),
    );
  });

  it('refuses what a simple rule cannot do', async () => {
    const cyclic = problem([hourly([1, 2])], { terminal: { kind: 'cyclic' } });
    await expect(solveDispatch(cyclic, { engine: 'average-price' })).rejects.toThrow(/terminal/);
    await expect(solveDispatch(problem([hourly([1, 2])]), { engine: 'lookahead' })).rejects.toThrow(
      /--lookahead-hours/,
    );
  });

  it.each(['average-price', 'lookahead'])('refuses to let %s pass a floor by standing loss', async (engine) => {
    const options = { engine, lookaheadHours: 2 };
    const leaking = { standingLossPerHour: 0.01, initialStateOfChargeMWh: 0.5 };
    const floor = problem([hourly([60, 50, 40, 30])], { ...leaking, minStateOfChargeMWh: 0.5 });
    await expect(solveDispatch(floor, options)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/minStateOfChargeMWh, standingLossPerHour.*0\.495 MWh after period 0.*exact/),
    });
    // A floor that it does not come near is none of its business.
    const far = problem([hourly([60, 50, 40, 30])], { ...leaking, minStateOfChargeMWh: 0 });
    expect((await solveDispatch(far, options)).status).toBe('feasible');
  });
});
