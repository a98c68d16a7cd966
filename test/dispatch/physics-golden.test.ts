import { describe, expect, it } from 'vitest';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { smallProblem } from './small-problem.ts';

/** Every engine that claims the optimum; `grid` has 401 levels, on which these cases end. */
const engines = ['exact', 'milp', 'grid'] as const;

// One battery of 1 MW / 2 MWh, hours, computed by hand.
describe('a battery of 1 MW / 2 MWh, by hand', () => {
  it.each(engines)('%s: lossless, two hours of charging and two of discharging', async (engine) => {
    // Buys 2 MWh at 10 and 20, sells them at 80 and 90: 170 − 30.
    const result = await solve(engine, [10, 20, 80, 90]);
    expect(result.profit).toBeCloseTo(140, 9);
    expect(result.batteries[0].schedule.stateOfChargeMWh).toEqual([1, 2, 1, 0]);
    expect(result.equivalentFullCycles).toBeCloseTo(1, 12);
  });

  it.each(engines)('%s: efficiencies of 0.8 in and 0.9 out', async (engine) => {
    // 1 MWh bought at 10 stores 0.8; 0.72 of it are sold at 50: 36 − 10.
    const result = await solve(engine, [10, 50], { chargeEfficiency: 0.8, dischargeEfficiency: 0.9 });
    expect(result.profit).toBeCloseTo(26, 9);
    expect(result.batteries[0].schedule.stateOfChargeMWh[0]).toBeCloseTo(0.8, 12);
    expect(result.batteries[0].schedule.dischargeMW[1]).toBeCloseTo(0.72, 9);
  });

  it.each(engines)('%s: waits where the spread does not pay for losses and wear', async (engine) => {
    // 0.9 · 0.9 · (50 − 1) = 39.69 < 40: no trade; with wear 0 it is 40.5 > 40.
    const losses = { chargeEfficiency: 0.9, dischargeEfficiency: 0.9 };
    expect((await solve(engine, [40, 50], { ...losses, throughputCost: 1 })).profit).toBeCloseTo(0, 12);
    expect((await solve(engine, [40, 50], losses)).profit).toBeCloseTo(0.5, 9);
  });

  it.each(engines)('%s: standing loss of a tenth an hour', async (engine) => {
    // Holds at most 1 MWh: 1 bought at 10, of which 0.9 are left; 0.1 more at 20; 0.9 are left to sell at 100.
    const result = await solve(engine, [10, 20, 100], { standingLossPerHour: 0.1, maxStateOfChargeMWh: 1 });
    expect(result.batteries[0].schedule.stateOfChargeMWh[1]).toBeCloseTo(1, 9);
    expect(result.profit).toBeCloseTo(90 - 10 - 2, 9);
  });

  it.each(engines)('%s: paid to charge, it is not paid to burn', async (engine) => {
    // At −30 it stores 1 MWh a period until full: 60; then only idling is left.
    const result = await solve(engine, [-30, -30, -30]);
    expect(result.profit).toBeCloseTo(60, 9);
    expect(result.simultaneousPeriods).toBe(0);
    // Losing half it stores 0.5 MWh an hour and has room for all three.
    const lossy = await solve(engine, [-30, -30, -30], { chargeEfficiency: 0.5 });
    expect(lossy.profit).toBeCloseTo(90, 9);
  });

  it.each(engines)('%s: every end', async (engine) => {
    const start = { initialStateOfChargeMWh: 1 };
    // Free: sells 1 MWh at 50. Cyclic: sells it and buys it back at 30. At least 2: buys 1 at 30. Worth 60: buys at 50 and 30.
    expect((await solve(engine, [50, 30], start)).profit).toBeCloseTo(50, 9);
    expect((await solve(engine, [50, 30], { ...start, terminal: { kind: 'cyclic' } })).profit).toBeCloseTo(20, 9);
    const full = { kind: 'atLeast', stateOfChargeMWh: 2 };
    expect((await solve(engine, [50, 30], { ...start, terminal: full })).profit).toBeCloseTo(-30, 9);
    const worth = { kind: 'value', waterValue: 60 };
    const kept = await solve(engine, [50, 30], { ...start, terminal: worth });
    expect(kept.objective).toBeCloseTo(60 - 30, 9);
    expect(kept.finalStateOfChargeMWh).toBeCloseTo(2, 12);
  });

  it.each(engines)('%s: power limits that differ', async (engine) => {
    // 0.5 MW in, 1 MW out: 2 · 0.5 MWh at 10 and 12, sold in one hour at 60.
    const result = await solve(engine, [10, 12, 60], { maxChargeMW: 0.5 });
    expect(result.profit).toBeCloseTo(60 - 5 - 6, 9);
  });

  it('lp is paid for burning at a negative price; no battery is', async () => {
    // Full, 50 % in: 0.5 · 1 MW in and 0.25 MWh/h out: each hour pays 30 · (c − d) with c + d ≤ 1, 0.5 c = d: c = 2/3.
    const battery = { initialStateOfChargeMWh: 2, chargeEfficiency: 0.5, terminal: { kind: 'cyclic' } };
    const relaxed = await solve('lp', [-30], battery);
    expect(relaxed.profit).toBeCloseTo(10, 9);
    expect(relaxed.simultaneousPeriods).toBe(1);
    expect((await solve('exact', [-30], battery)).profit).toBeCloseTo(0, 12);
  });
});

function solve(engine: string, prices: number[], battery: Record<string, unknown> = {}) {
  return solveDispatch(smallProblem(prices, { energyCapacityMWh: 2, ...battery }), { engine, levels: 401 });
}
