import { describe, expect, it } from 'vitest';
import { lifetimeValue } from '../../../src/dispatch/lifetime/lifetime-value.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';
import { hourlyProblem, noisyPrices } from './lifetime-problem.ts';

const lifetime = { years: 3, capex: 10_000, opexPerYear: 500, discountRate: 0.08 };
const exact = (problem: Parameters<typeof solveDispatch>[0]) => solveDispatch(problem);

describe('the value of a battery over its life', () => {
  it('is that of a hand-computed day, repeated', async () => {
    // Two hours at 10, two at 40: 60 earned, 2 MWh discharged, one full cycle in four hours; 2,190 such days a year.
    const problem = hourlyProblem([10, 10, 40, 40], { lifetime });
    const value = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    expect(value).toMatchObject({ battery: 'B1', engine: 'exact', endOfLife: 'years', lifetimeYears: 3 });
    expect(value.horizon).toEqual({ years: 4 / 8760, whole: false });
    expect(value.years).toHaveLength(3);
    expect(value.years[0].grossMargin).toBeCloseTo(60 * 2190, 6);
    expect(value.years[0].equivalentFullCycles).toBeCloseTo(2190, 6);
    expect(value.years[0].chargingCost).toBeCloseTo(20 * 2190, 6);
    expect(value.netPresentValue).toBeCloseTo(-10_000 + (60 * 2190 - 500) * (1 / 1.08 + 1.08 ** -2 + 1.08 ** -3), 4);
  });

  it('dispatches each year with the capacity that is left', async () => {
    // Linear fade of a tenth a year; 1 MW for two hours is more than the store takes, so the margin fades alike.
    const fading = { ...lifetime, calendarFadePerYear: 0.1 };
    const problem = hourlyProblem([10, 10, 40, 40], { lifetime: fading });
    const { years } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    expect(years.map(({ energyCapacityMWh }) => energyCapacityMWh)).toEqual(
      [2, 1.8, 1.6].map((v) => expect.closeTo(v, 9)),
    );
    expect(years.map(({ grossMargin }) => grossMargin / 2190)).toEqual([60, 54, 48].map((v) => expect.closeTo(v, 6)));
  });

  it('loses less than the capacity where power, not energy, is short', async () => {
    // One cheap and one dear hour: 1 MWh is all that moves, and half of the capacity is enough for it.
    const fading = { ...lifetime, calendarFadePerYear: 0.1, endOfLifeShare: 0.5 };
    const problem = hourlyProblem([10, 40], { lifetime: fading });
    const { years } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    expect(years[2].grossMargin).toBeCloseTo(years[0].grossMargin, 6);
  });

  it('fades by the depth of its cycles', async () => {
    // Half the capacity once in two hours, 4,380 times a year: fade 1e-5 · 0.5² each.
    const wearing = { ...lifetime, cycleFadePerFullCycle: 1e-5, depthExponent: 2 };
    const problem = hourlyProblem([10, 40], { lifetime: wearing });
    const { years } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    expect(years[0].cycleFade).toBeCloseTo(4380 * 1e-5 * 0.25, 9);
    expect(years[1].stateOfHealth).toBeCloseTo(1 - 4380 * 0.25e-5, 9);
  });

  it('does not sell the energy of the start again every year', async () => {
    // Prices that only fall: a full battery sold once would look like 2,190 times its content a year.
    const problem = hourlyProblem([40, 30, 20, 10], { initialStateOfChargeMWh: 2, lifetime });
    const { years } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    // Ending as it starts, it sells 2 MWh at 40 and 30 and buys them back at 20 and 10.
    expect(years[0].grossMargin).toBeCloseTo(40 * 2190, 6);
    expect(years[0].dischargedMWh).toBeCloseTo(2 * 2190, 6);
  });

  it('takes several whole years as their mean', async () => {
    const year = noisyPrices(365, 7);
    const one = hourlyProblem(year, { lifetime });
    const two = hourlyProblem([...year, ...year], { lifetime });
    const [first, both] = [
      await lifetimeValue(one, 0, one.batteries[0].lifetime!, exact),
      await lifetimeValue(two, 0, two.batteries[0].lifetime!, exact),
    ];
    expect(first.horizon).toEqual({ years: 1, whole: true });
    expect(both.horizon).toEqual({ years: 2, whole: true });
    expect(both.years[0].grossMargin).toBeGreaterThan(first.years[0].grossMargin - 1e-6);
    expect(both.years[0].grossMargin).toBeLessThan(first.years[0].grossMargin + 100);
    expect(both.years[0].equivalentFullCycles).toBeCloseTo(first.years[0].equivalentFullCycles, -1);
  });

  it('leaves the throughput cost out of the cash, though it steers the dispatch', async () => {
    const problem = hourlyProblem([10, 25, 10, 60], { throughputCost: 20, lifetime });
    const { years } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
    // The first pair earns 15 < 20 and is left; what is bought at 10 twice is limited by one dear hour.
    expect(years[0].grossMargin).toBeCloseTo(50 * 2190, 6);
    expect(years[0].dischargedMWh).toBeCloseTo(2190, 6);
  });

  it('earns no more with more fade', async () => {
    const prices = noisyPrices(30, 11);
    let before = Infinity;
    for (const cycleFadePerFullCycle of [0, 5e-5, 1e-4, 2e-4]) {
      const problem = hourlyProblem(prices, { lifetime: { ...lifetime, years: 10, cycleFadePerFullCycle } });
      const { netPresentValue } = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact);
      expect(netPresentValue).toBeLessThan(before);
      before = netPresentValue;
    }
  });

  it('is that of one battery among others that share nothing', async () => {
    const alone = hourlyProblem([10, 10, 40, 40], { lifetime });
    const several = { ...alone, batteries: [{ ...alone.batteries[0], name: 'B0' }, alone.batteries[0]] };
    const value = await lifetimeValue(several, 1, alone.batteries[0].lifetime!, exact);
    expect(value.battery).toBe('B1');
    expect(value.years[0].grossMargin).toBeCloseTo(60 * 2190, 6);
  });

  it('asks for an engine that can end a year as it started', async () => {
    const problem = hourlyProblem([10, 40], { lifetime });
    const rule = lifetimeValue(problem, 0, problem.batteries[0].lifetime!, (one) =>
      solveDispatch(one, { engine: 'average-price' }),
    );
    await expect(rule).rejects.toThrow(/--lifetime.*years repeat.*use engine exact/);
  });
});

describe('a life of which no year can end as it started', () => {
  it('is refused with the whole of the cause', async () => {
    // Full at the start with standing loss, and no power to make up for it.
    const problem = hourlyProblem([10, 40], {
      initialStateOfChargeMWh: 2,
      standingLossPerHour: 0.01,
      availability: [0, 0],
      lifetime,
    });
    const error = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, exact).catch((cause: Error) => cause);
    const { message } = error as Error;
    expect(message).toMatch(
      /^--lifetime: no year.*every battery ends.*terminal.*availability.*terminal 'cyclic'.*use engine exact/s,
    );
    expect(message).not.toContain('...');
  });
});

describe('the lifetime of a problem file', () => {
  it('has its defaults', () => {
    const { lifetime: parsed } = hourlyProblem([1], { lifetime: { years: 10, capex: 5, discountRate: 0 } })
      .batteries[0];
    expect(parsed).toEqual({
      years: 10,
      cycles: Infinity,
      endOfLifeShare: 0.7,
      fade: { calendarFadePerYear: 0, calendarLaw: 'linear', cycleFadePerFullCycle: 0, depthExponent: 1 },
      capex: 5,
      opexPerYear: 0,
      discountRate: 0,
    });
    expect('lifetime' in hourlyProblem([1]).batteries[0]).toBe(false);
  });

  it('takes the lines of a data sheet', () => {
    const cycleLife = [
      { depth: 1, cycles: 3000 },
      { depth: 0.5, cycles: 12_000 },
    ];
    const { lifetime: parsed } = hourlyProblem([1], { lifetime: { ...lifetime, cycleLife } }).batteries[0];
    expect(parsed!.fade.cycleFadePerFullCycle).toBeCloseTo(1e-4, 12);
    expect(parsed!.fade.depthExponent).toBeCloseTo(2, 12);
  });

  it.each([
    ['a key that is nearly right', { capexes: 1 }, /lifetime\.capexes.*did you mean 'capex'/],
    ['a discount rate in per cent', { discountRate: 8 }, /discountRate.*0\.08 for 8 %/],
    ['an end of life above the capacity', { endOfLifeShare: 1.2 }, /endOfLifeShare.*\(0, 1\)/],
    [
      'fade by cycles stated twice',
      { cycleLife: [{ depth: 1, cycles: 10 }], cycleFadePerFullCycle: 0.1 },
      /batteries\[0\]\.lifetime\.cycleLife.*remove one/,
    ],
    [
      'a cycle life that rises with depth',
      {
        cycleLife: [
          { depth: 1, cycles: 10 },
          { depth: 0.5, cycles: 5 },
        ],
      },
      /batteries\[0\]\.lifetime\.cycleLife.*shallow/,
    ],
  ])('is rejected with %s', (_, change, message) => {
    expect(() => hourlyProblem([1], { lifetime: { ...lifetime, ...change } })).toThrow(message);
  });
});
