import { describe, expect, it } from 'vitest';
import { solveWinsorised } from '../../../src/dispatch/lifetime/solve-winsorised.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../../src/dispatch/verify-schedule.ts';
import { hourlyProblem, noisyPrices } from './lifetime-problem.ts';

const exact = (problem: Parameters<typeof solveDispatch>[0]) => solveDispatch(problem);

describe('dispatch on winsorised prices', () => {
  it('decides on drawn-in prices and settles at the actual ones', async () => {
    // Of 10, 30, 60, 80, 500 the 75 % quantile is 80: 1 MWh is bought at 10, and the last two hours look alike.
    const problem = hourlyProblem([10, 30, 60, 500, 80], { maxStateOfChargeMWh: 1, throughputCost: 2 });
    const { result, changedPrices, markets } = await solveWinsorised(problem, { low: 0, high: 0.75 }, exact);
    expect(changedPrices).toBe(1);
    expect(markets[0]).toMatchObject({ name: 'spot', lowPrice: 10, highPrice: 80, lowered: 1 });
    const sold = result.batteries[0].schedule.markets.spot.sellMW.findIndex((power) => power > 0.5);
    expect(result.revenue).toBeCloseTo([10, 30, 60, 500, 80][sold], 9);
    expect(result.cost).toBeCloseTo(10, 9);
    expect(result.profit).toBeCloseTo(result.revenue - 10 - 2, 9);
    expect(result).toMatchObject({ status: 'feasible', bound: null });
  });

  it('is the plain dispatch, bound and all, where no price is changed', async () => {
    const problem = hourlyProblem(noisyPrices(3, 1));
    const { result, changedPrices } = await solveWinsorised(problem, { low: 0, high: 1 }, exact);
    expect(changedPrices).toBe(0);
    expect(result).toEqual(await solveDispatch(problem));
  });

  it('never earns more than dispatch on the actual prices, and passes the checker at them', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const problem = hourlyProblem(noisyPrices(5, seed), {
        lossFactor: 0.95,
        chargeEfficiency: 0.9,
        throughputCost: 3,
      });
      const { result } = await solveWinsorised(problem, { low: 0.1, high: 0.9 }, exact);
      const best = await solveDispatch(problem);
      expect(verifySchedule(problem, result, true)).toEqual([]);
      expect(result.objective).toBeLessThanOrEqual(best.objective + 1e-9);
    }
  });
});
