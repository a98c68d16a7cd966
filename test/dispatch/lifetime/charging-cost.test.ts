import { describe, expect, it } from 'vitest';
import type { DispatchProblem } from '../../../src/dispatch/dispatch-problem.ts';
import { chargingCost } from '../../../src/dispatch/lifetime/charging-cost.ts';
import { lifetimeValue } from '../../../src/dispatch/lifetime/lifetime-value.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';
import { hourlyProblem } from './lifetime-problem.ts';

const lossy = { chargeEfficiency: 0.9, dischargeEfficiency: 0.9 };
const energy = (name: string, prices: readonly number[]) => ({ name, kind: 'energy', intervalHours: 1, prices });
const costOf = async (problem: DispatchProblem): Promise<number | null> =>
  chargingCost(problem, await solveDispatch(problem), 0);

describe('what a battery pays for the energy that it charges', () => {
  it('is all that it buys where every trade is delivered, times the loss factor', async () => {
    expect(await costOf(hourlyProblem([10, 10, 40, 40], lossy))).toBeCloseTo(20, 9);
    expect(await costOf(hourlyProblem([10, 10, 40, 40], { ...lossy, lossFactor: 1.1 }))).toBeCloseTo(22, 9);
  });

  it('leaves out purchases that are sold on where trades net', async () => {
    const lifetime = { years: 1, capex: 0, discountRate: 0 };
    const markets = [energy('a', [10, 100]), energy('b', [20, 110])];
    const problem = hourlyProblem([], { ...lossy, lifetime }, { netting: true, markets });
    const { cost } = await solveDispatch(problem);
    // 1 MWh charged at 10; what is bought at 100 is sold on at 110.
    expect(cost).toBeGreaterThan(25);
    expect(await costOf(problem)).toBeCloseTo(10, 6);
    const life = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, (one) => solveDispatch(one));
    expect(life.levelisedCostOfStorage).toBeCloseTo(10 / 0.81, 6);
  });

  it('takes the average of the purchases of a period of which a part is sold on', async () => {
    const idle = { chargeMW: [0.5], dischargeMW: [0], stateOfChargeMWh: [0.5], waterValue: null, reservedMW: {} };
    const markets = [energy('a', [10]), energy('b', [20]), energy('c', [50])];
    const problem = hourlyProblem([], {}, { netting: true, markets });
    const result = await solveDispatch(problem);
    const traded = { a: trade(1, 0), b: trade(0.5, 0), c: trade(0, 1) };
    const batteries = [{ name: 'B1', schedule: { ...idle, markets: traded } }];
    // 1.5 MWh for 20, of which 0.5 MWh are charged.
    expect(chargingCost(problem, { ...result, batteries }, 0)).toBeCloseTo(20 / 3, 12);
  });

  it('includes calls of markets that charge, and none of those that discharge', async () => {
    const called = { kind: 'capacity', intervalHours: 1, prices: [5, 5], sustainHours: 0, activation: 0.5 };
    const markets = [
      energy('spot', [8, 8]),
      { ...called, name: 'down', direction: 'down', utilisationPrices: 4 },
      { ...called, name: 'up', direction: 'up', utilisationPrices: 9 },
    ];
    const problem = hourlyProblem([], { initialStateOfChargeMWh: 1, reserve: { down: 1, up: 1 } }, { markets });
    const result = await solveDispatch(problem);
    expect(result.batteries[0].schedule.reservedMW).toEqual({ down: [1, 1], up: [1, 1] });
    expect(result.cost).toBe(0);
    expect(chargingCost(problem, result, 0)).toBeCloseTo(2 * 0.5 * 4, 9);
  });

  it('has no price of its own behind a meter', async () => {
    const site = { demandMW: 1, importPrices: [10, 40] };
    expect(await costOf(hourlyProblem([], {}, { markets: [], site }))).toBeNull();
  });
});

function trade(buyMW: number, sellMW: number) {
  return { buyMW: [buyMW], sellMW: [sellMW] };
}
