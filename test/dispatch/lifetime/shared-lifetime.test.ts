import { describe, expect, it } from 'vitest';
import type { TerminalCondition } from '../../../src/domain/battery.ts';
import type { DispatchProblem } from '../../../src/dispatch/dispatch-problem.ts';
import type { DispatchResult } from '../../../src/dispatch/dispatch-result.ts';
import { calibrateCycles } from '../../../src/dispatch/lifetime/calibrate-cycles.ts';
import { lifetimeValue } from '../../../src/dispatch/lifetime/lifetime-value.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';
import { hourlyProblem } from './lifetime-problem.ts';

const lifetime = { years: 2, capex: 1000, discountRate: 0, calendarFadePerYear: 0.1 };
const site = { importLimitMW: 1, exportLimitMW: 1 };

describe('a battery that shares a connection', () => {
  it('is worth what all earn with it less what they earn without it', async () => {
    const alone = hourlyProblem([10, 40], { lifetime }, { site });
    const problem = { ...alone, batteries: [alone.batteries[0], { ...alone.batteries[0], name: 'B2' }] };
    const asked: string[] = [];
    const { years, battery } = await lifetimeValue(problem, 1, problem.batteries[1].lifetime!, async (one) => {
      asked.push(one.batteries.map(({ name, energyCapacityMWh }) => `${name} ${energyCapacityMWh}`).join(', '));
      return shareOut(one);
    });
    expect(battery).toBe('B2');
    // The other stays as new; the fading one is solved for each year.
    expect(asked).toEqual(['B1 2', 'B1 2, B2 2', 'B1 2, B2 1.8']);
    // 100 for the first 2 MWh, 10 for each MWh beyond, a horizon of two hours.
    expect(years[0].grossMargin).toBeCloseTo(20 * 4380, 6);
    expect(years[1].grossMargin).toBeCloseTo(18 * 4380, 6);
    // Behind a meter energy to charge with has no price of its own.
    expect(years[0].chargingCost).toBeNull();
  });

  it('adds nothing where the connection is full without it, and all its own where there is room', async () => {
    const worth = async (limitMW: number): Promise<number> => {
      const wide = { importLimitMW: limitMW, exportLimitMW: limitMW };
      const alone = hourlyProblem([10, 10, 40, 40], { lifetime: { ...lifetime, years: 1 } }, { site: wide });
      const problem = { ...alone, batteries: [alone.batteries[0], { ...alone.batteries[0], name: 'B2' }] };
      const life = await lifetimeValue(problem, 1, problem.batteries[1].lifetime!, (one) => solveDispatch(one));
      return life.years[0].grossMargin / 2190;
    };
    // 1 MW for two hours fills one battery of 2 MWh: 60.
    expect(await worth(1)).toBeCloseTo(0, 6);
    expect(await worth(1.5)).toBeCloseTo(30, 6);
    expect(await worth(2)).toBeCloseTo(60, 6);
  });

  it('does not let the others sell the energy of their start anew every year', async () => {
    const alone = hourlyProblem([10, 10, 100, 100], { chargeEfficiency: 0.9, dischargeEfficiency: 0.9, lifetime });
    const [battery] = alone.batteries;
    const shared = hourlyProblem([1], {}, { site: { importLimitMW: 2, exportLimitMW: 1 } }).site!;
    const profile = (value: number): Float64Array => new Float64Array(4).fill(value);
    const problem = {
      ...alone,
      site: { ...shared, netDemandMW: profile(0), importPrices: profile(0), exportPrices: profile(0) },
    };
    const marginBeside = async (terminal: TerminalCondition): Promise<number> => {
      const other = { ...battery, name: 'B2', initialStateOfChargeMWh: 2, terminal };
      const life = await lifetimeValue({ ...problem, batteries: [battery, other] }, 0, battery.lifetime!, (one) =>
        solveDispatch(one),
      );
      return life.years[0].grossMargin;
    };
    const cyclic = await marginBeside({ kind: 'cyclic' });
    // Full at the start, the other can only buy back what it sold in the dear hours: it has nothing to earn.
    expect(cyclic).toBeCloseTo(142 * 2190, 6);
    expect(await marginBeside({ kind: 'free' })).toBeCloseTo(cyclic, 6);
    expect(await marginBeside({ kind: 'atLeast', stateOfChargeMWh: 1 })).toBeCloseTo(cyclic, 6);
  });

  it('earns what it saves behind a meter, where its energy has no levelised price', async () => {
    const tariff = { demandMW: 1, importPrices: [10, 10, 40, 40] };
    const problem = hourlyProblem([], { lifetime }, { markets: [], site: tariff });
    const life = await lifetimeValue(problem, 0, problem.batteries[0].lifetime!, (one) => solveDispatch(one));
    expect(life.years[0].grossMargin).toBeCloseTo(60 * 2190, 6);
    expect(life.levelisedCostOfStorage).toBeNull();
    // 1,000 over 2 MWh 2,190 times, then 1.8 MWh.
    expect(life.levelisedCostWithoutCharging).toBeCloseTo(1000 / (3.8 * 2190), 9);
  });

  it('has one throughput cost with the others', async () => {
    const alone = hourlyProblem([10, 40], {}, { site });
    const problem = { ...alone, batteries: [alone.batteries[0], { ...alone.batteries[0], name: 'B2' }] };
    const { calibrations, problem: priced } = await calibrateCycles(problem, 3, async (one) => ({
      ...shareOut(one),
      equivalentFullCycles: 1 / (1 + one.batteries[0].throughputCost),
    }));
    // 1/(1 + w) cycles of two batteries in two hours: 6/(1 + w) a day each.
    expect(calibrations).toHaveLength(1);
    expect(calibrations[0]).toMatchObject({ batteries: ['B1', 'B2'], status: 'met' });
    expect(calibrations[0].throughputCost).toBeCloseTo(1, 1);
    expect(new Set(priced.batteries.map(({ throughputCost }) => throughputCost)).size).toBe(1);
  });
});

/** A dispatch that a hand can follow: 50 per MWh of capacity up to 2 MWh, 10 per MWh beyond; nothing moves. */
function shareOut(problem: DispatchProblem): DispatchResult {
  const capacity = problem.batteries.reduce((sum, { energyCapacityMWh }) => sum + energyCapacityMWh, 0);
  const profit = 50 * Math.min(2, capacity) + 10 * Math.max(0, capacity - 2);
  const idle = Array.from({ length: problem.periodCount }, () => 0);
  return {
    engine: 'hand',
    status: 'optimal',
    objective: profit,
    bound: null,
    profit,
    revenue: profit,
    cost: 0,
    throughputCost: 0,
    availabilityRevenue: 0,
    utilisationRevenue: 0,
    networkCharges: 0,
    finalStateOfChargeMWh: 0,
    equivalentFullCycles: 0,
    simultaneousPeriods: 0,
    solveSeconds: 0,
    batteries: problem.batteries.map(({ name }) => ({
      name,
      schedule: {
        chargeMW: idle,
        dischargeMW: idle,
        stateOfChargeMWh: idle,
        waterValue: null,
        markets: { spot: { buyMW: idle, sellMW: idle } },
        reservedMW: {},
      },
    })),
  };
}
