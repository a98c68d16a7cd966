import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { BatteryProblem } from '../../src/dispatch/dispatch-problem.ts';
import { separateStages } from '../../src/dispatch/engines/separate-stages.ts';
import { solveGrid } from '../../src/dispatch/grid-kernel.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { smallProblem } from './small-problem.ts';

describe('the grid engine', () => {
  it('is exact where full power moves whole levels', async () => {
    // 1 MWh at 10, sold at 50, bought back at 20, sold at 60: levels 0, 0.5, 1.
    const result = await solveDispatch(smallProblem([10, 50, 20, 60]), { engine: 'grid', levels: 3 });
    expect(result.profit).toBeCloseTo(-10 + 50 - 20 + 60, 12);
    expect(result.batteries[0].schedule.chargeMW).toEqual([1, 0, 1, 0]);
    expect(result.status).toBe('feasible');
    expect(result.bound).toBeNull();
  });

  it('moves full power even where that ends between levels', async () => {
    // 0.45 of 1 MWh an hour with 2 levels, empty and full.
    const slow = smallProblem([10, 50], { maxChargeMW: 0.45, maxDischargeMW: 0.45 });
    expect((await solveDispatch(slow, { engine: 'grid', levels: 2 })).profit).toBeCloseTo(0.45 * 40, 12);
  });

  it('never earns more than the optimum and loses less than 0.5 % of the turnover with 201 levels', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('one', 'long', 'two'),
        fc.boolean(),
        async (seed, structure, negative) => {
          const random = parseDispatchProblem(randomDispatchProblem(seed, 24, structure, negative), 'random');
          const exact = await solveDispatch(random);
          const grid = await solveDispatch(random, { engine: 'grid' });
          const scale = Math.max(1, Math.abs(exact.objective), Math.abs(exact.revenue) + Math.abs(exact.cost));
          expect(grid.objective).toBeLessThanOrEqual(exact.objective + 1e-9 * scale);
          expect(exact.objective - grid.objective).toBeLessThan(5e-3 * scale);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('converges to the optimum as levels grow', async () => {
    let lost = 0;
    let lostBefore = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = parseDispatchProblem(randomDispatchProblem(seed, 48, 'one', seed % 2 === 0), 'random');
      const exact = await solveDispatch(random);
      lostBefore += exact.objective - (await solveDispatch(random, { engine: 'grid', levels: 51 })).objective;
      lost += exact.objective - (await solveDispatch(random, { engine: 'grid', levels: 1601 })).objective;
    }
    expect(lostBefore).toBeGreaterThan(0);
    // 32 times as many levels: first order would be a factor of 32.
    expect(lost).toBeLessThan(lostBefore / 10);
  });

  it('finds the same with its values kept whole and with values recomputed in blocks', () => {
    const parsed = parseDispatchProblem(randomDispatchProblem(7, 48, 'one', true), 'random');
    const single: BatteryProblem = { ...parsed, battery: parsed.batteries[0] };
    const { stages, viable } = separateStages(single, 'grid');
    const whole = solveGrid(stages, viable, 101, 30);
    const blocks = solveGrid(stages, viable, 101, 30, [], 5 * 101);
    expect(blocks).toEqual(whole);
  });

  it('names the water value that the exact engine finds', async () => {
    // 0.5 MWh in store, 0.25 more at 30, all sold at 50: one more MWh after the first hour would be worth 50.
    const parsed = smallProblem([30, 50], { maxChargeMW: 0.25, initialStateOfChargeMWh: 0.5 });
    for (const engine of ['grid', 'exact']) {
      const { batteries } = await solveDispatch(parsed, { engine });
      expect(batteries[0].schedule.stateOfChargeMWh).toEqual([0.75, 0]);
      expect(batteries[0].schedule.waterValue![0]).toBeCloseTo(50, 9);
    }
  });

  it('publishes the prices at which it would trade at other states of charge', async () => {
    // After the first hour one hour at 100 is left, in which 1 of 2 MWh can be sold: at 10 % full another MWh sells
    // at 100, at 90 % full it stays in store. After the last hour nothing is worth anything.
    const parsed = smallProblem([10, 100], { energyCapacityMWh: 2, initialStateOfChargeMWh: 1, throughputCost: 5 });
    // With a ramp rate powers come in steps of 0.05 MW, and so does the value of what they can sell.
    for (const [changes, tolerance] of [
      [{}, 1e-9],
      [{ rampMWPerHour: 1.9 }, 20],
    ] as const) {
      const asked = {
        ...parsed,
        batteries: parsed.batteries.map((battery) => ({
          ...battery,
          operation: { ...battery.operation, ...changes },
        })),
      };
      const { batteries } = await solveDispatch(asked, { engine: 'grid' });
      const prices = batteries[0].schedule.reservationPrices!;
      expect(prices.map(({ stateOfChargeMWh }) => stateOfChargeMWh)).toEqual([0.2, 1, 1.8]);
      expect(Math.abs(prices[0].buyBelow[0] - 95)).toBeLessThan(tolerance);
      expect(Math.abs(prices[0].sellAbove[0] - 100)).toBeLessThan(tolerance);
      expect(Math.abs(prices[2].buyBelow[0])).toBeLessThan(tolerance);
      expect(Math.abs(prices[2].sellAbove[0] - 5)).toBeLessThan(tolerance);
      expect(prices.map(({ buyBelow }) => buyBelow[1])).toEqual([0, 0, 0]);
    }
  });

  it('publishes market prices, loss factor and efficiencies of the period taken off', async () => {
    // Paid half of the price, lossless: energy that sells at 100 next hour is worth buying below 100 now.
    const halved = smallProblem([60, 100], { energyCapacityMWh: 4, initialStateOfChargeMWh: 0, lossFactor: 0.5 });
    const [{ schedule }] = (await solveDispatch(halved, { engine: 'grid' })).batteries;
    expect(schedule.reservationPrices![0].buyBelow[0]).toBeCloseTo(100, 9);
    expect(schedule.chargeMW[0]).toBe(1);
  });

  it('says what it does not cover', async () => {
    const nested = parseDispatchProblem(randomDispatchProblem(1, 24, 'nested', false), 'random');
    await expect(solveDispatch(nested, { engine: 'grid' })).rejects.toThrow(/same delivery intervals.*exact/s);
    await expect(solveDispatch(smallProblem([1, 2]), { engine: 'grid', levels: 1 })).rejects.toThrow(/--levels/);
  });
});
