import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { smallProblem } from './small-problem.ts';

describe('the ranked-windows heuristic', () => {
  it('takes the best pair of windows first, then the pairs before, between and after', async () => {
    // Best pair: buy at 5, sell at 60. Between them the store is full: sell at 50, buy back at 20. Before: buy 10, sell 30.
    const { profit, batteries } = await solve([10, 30, 5, 50, 20, 60]);
    expect(profit).toBeCloseTo(20 + 45 + 40, 12);
    expect(batteries[0].schedule.chargeMW).toEqual([1, 0, 1, 0, 1, 0]);
    expect(batteries[0].schedule.dischargeMW).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('does nothing where no pair earns anything', async () => {
    expect((await solve([40, 39, 38, 37])).profit).toBe(0);
    // Losses of a quarter: 40 bought is sold at 50, but only 0.75 of it.
    expect((await solve([40, 50], { chargeEfficiency: 0.75 })).profit).toBe(0);
  });

  it('plans a second slice with the power that the first one left', async () => {
    // 2 MWh at 1 MW: two slices of 1 MWh; the first takes 10 → 60, the second 20 → 50.
    expect((await solve([10, 20, 50, 60], { energyCapacityMWh: 2 })).profit).toBeCloseTo(50 + 30, 12);
  });

  it('sells what is in store at the start at the best time, and keeps it where it has to end full', async () => {
    expect((await solve([10, 60, 30], { initialStateOfChargeMWh: 1 })).profit).toBeCloseTo(60, 12);
    const cyclic = await solve([10, 60, 30], { initialStateOfChargeMWh: 1, terminal: { kind: 'cyclic' } });
    expect(cyclic.profit).toBeCloseTo(60 - 30, 12);
    expect(cyclic.finalStateOfChargeMWh).toBe(1);
  });

  it('buys for the terminal water value where that pays', async () => {
    const result = await solve([40, 30, 50], { terminal: { kind: 'value', waterValue: 100 } });
    expect(result.objective).toBeCloseTo(100 - 30, 12);
  });

  it('keeps every limit and never earns more than the optimum', async () => {
    let earned = 0;
    let optimum = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('one', 'long', 'two', 'nested', 'deep'),
        fc.boolean(),
        async (seed, structure, negative) => {
          const random = parseDispatchProblem(randomDispatchProblem(seed, 24, structure, negative), 'random');
          const exact = await solveDispatch(random);
          // The independent checker has passed what solveDispatch returns.
          const heuristic = await solveDispatch(random, { engine: 'heuristic' });
          expect(heuristic.objective).toBeLessThanOrEqual(
            exact.objective + 1e-7 * Math.max(1, Math.abs(exact.objective)),
          );
          earned += heuristic.objective;
          optimum += exact.objective;
        },
      ),
      { numRuns: 200 },
    );
    expect(earned / optimum).toBeGreaterThan(0.7);
  });

  it('uses only the markets with the shortest intervals of a nest, and says that it covers no others', async () => {
    const nested = parseDispatchProblem(randomDispatchProblem(3, 24, 'nested', false), 'random');
    const { markets } = (await solveDispatch(nested, { engine: 'heuristic' })).batteries[0].schedule;
    expect(markets.hourly.buyMW.every((power) => power === 0)).toBe(true);
    expect(markets.halfHourly.buyMW.some((power) => power > 0)).toBe(true);
    const crossing = parseDispatchProblem(randomDispatchProblem(1, 24, 'crossing', false), 'random');
    await expect(solveDispatch(crossing, { engine: 'heuristic' })).rejects.toThrow(/intervals nest/);
  });
});

function solve(prices: number[], battery: Record<string, unknown> = {}) {
  return solveDispatch(smallProblem(prices, battery), { engine: 'heuristic' });
}
