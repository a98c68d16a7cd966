import { describe, expect, it } from 'vitest';
import { measureCycles } from '../../src/dispatch/cycle-metrics.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { smallProblem } from './small-problem.ts';

describe('the use of the store', () => {
  it('follows its definitions on a day that can be computed by hand', async () => {
    // 80 % in, 100 % out: the state of charge goes 0, 0.8, 0.2, 1, 0.
    const metrics = await measure([10, 50, 20, 60], { chargeEfficiency: 0.8 });
    // 1.6 MWh discharged of 1 MWh in 4 h.
    expect(metrics.equivalentFullCyclesPerDay).toBeCloseTo(9.6, 9);
    // One cycle of depth 0.6 within two halves of depth 1: 1.6 of depth in 4 h, 2 of count.
    expect(metrics.rainflowCyclesPerDay).toBeCloseTo(9.6, 9);
    expect(metrics.meanCycleDepth).toBeCloseTo(0.8, 9);
    expect(metrics.roundTripEfficiency).toBeCloseTo(0.8, 9);
  });

  it('counts the store and the grid side apart where discharging loses', async () => {
    // 100 % in, 50 % out: 1 MWh stored and taken out again, 0.5 MWh delivered in two hours at 0.5 MW.
    const metrics = await measure([10, 90, 90], { dischargeEfficiency: 0.5 });
    expect(metrics.equivalentFullCyclesPerDay).toBeCloseTo(0.5 * 8, 9);
    expect(metrics.rainflowCyclesPerDay).toBeCloseTo(1 * 8, 9);
    expect(metrics.roundTripEfficiency).toBeCloseTo(0.5, 9);
  });

  it('has the efficiency of the battery whatever is left in the store, or was in it', async () => {
    const lossy = { chargeEfficiency: 0.8, dischargeEfficiency: 0.9 };
    const keeps = { kind: 'atLeast', stateOfChargeMWh: 0.7 };
    expect((await measure([10, 90, 20], { ...lossy, terminal: keeps })).roundTripEfficiency).toBeCloseTo(0.72, 9);
    const full = { ...lossy, initialStateOfChargeMWh: 1 };
    expect((await measure([90, 10, 90], full)).roundTripEfficiency).toBeCloseTo(0.72, 9);
  });

  it('is less efficient with standing loss', async () => {
    const metrics = await measure([10, 50, 60], { standingLossPerHour: 0.1 });
    // 1 MWh stored in the first hour; a tenth is gone before it is sold in the second or the third.
    expect(metrics.roundTripEfficiency).toBeLessThan(0.901);
  });

  it('has no depth and no efficiency where nothing moves, or only one way', async () => {
    expect(await measure([50, 10])).toEqual({
      equivalentFullCyclesPerDay: 0,
      rainflowCyclesPerDay: 0,
      meanCycleDepth: null,
      roundTripEfficiency: null,
    });
    const emptied = await measure([50, 10], { initialStateOfChargeMWh: 1 });
    expect(emptied).toMatchObject({ meanCycleDepth: expect.closeTo(1, 9), roundTripEfficiency: null });
  });

  it('is the mean over several batteries', async () => {
    const problem = smallProblem([10, 50]);
    const small = { ...problem.batteries[0], name: 'B2', maxChargeMW: 0.5, maxDischargeMW: 0.5 };
    const both = { ...problem, batteries: [...problem.batteries, small] };
    const metrics = measureCycles(both, await solveDispatch(both));
    expect(metrics.equivalentFullCyclesPerDay).toBeCloseTo((12 * (1 + 0.5)) / 2, 9);
  });
});

async function measure(prices: number[], battery: Record<string, unknown> = {}) {
  const problem = smallProblem(prices, battery);
  return measureCycles(problem, await solveDispatch(problem));
}
