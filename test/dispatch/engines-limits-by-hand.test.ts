import { describe, expect, it } from 'vitest';
import type { DispatchResult } from '../../src/dispatch/dispatch-result.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { smallProblem, unitBattery } from './small-problem.ts';

// One battery of 1 MW / 2 MWh without losses, empty at the start, hours; what differs stands in each case.
describe.each(['milp', 'exact'])('%s, by hand', (engine) => {
  it('charges with the power that is available', async () => {
    // 0.5 MWh at 10 and 0.5 at 50, sold at 60: 60 − 5 − 25.
    const result = await solve(engine, [spot([10, 50, 60])], { availability: [0.5, 1, 1] });
    expect(result.profit).toBeCloseTo(30, 9);
  });

  it('passes nothing on from market to market beyond the power that is available', async () => {
    const markets = [spot([10, 10]), { ...spot([40, 40]), name: 'other' }];
    const slow = { ...spot([30]), name: 'slow', intervalHours: 2 };
    const nets = { netting: true };
    expect((await solve(engine, markets, { availability: [0, 0] }, nets)).profit).toBeCloseTo(0, 12);
    // 0.25 MWh from 10 to 40 in the first hour, 1 MWh in the second.
    expect((await solve(engine, markets, { availability: [0.25, 1] }, nets)).profit).toBeCloseTo(1.25 * 30, 9);
    // A trade of two hours has the lesser power of both: 0.25 MW from 10 to 30.
    const long = await solve(engine, [spot([10, 10]), slow], { availability: [0.25, 1] }, nets);
    expect(long.profit).toBeCloseTo(0.5 * 20, 9);
  });

  it('ramps', async () => {
    // Half a MW an hour: buys 1/2 at 10 and x at 20, sells x/2 at 60 and 1/2 + x/2 at 70: 30 + 45·x. From −x to
    // x/2 in one step: x = 1/3.
    const result = await solve(engine, [spot([10, 20, 60, 70])], { rampMWPerHour: 0.5 });
    expect(result.profit).toBeCloseTo(45, 8);
    expect(result.batteries[0].schedule.chargeMW[1]).toBeCloseTo(1 / 3, 8);
  });

  it('ramps from the power before the horizon', async () => {
    // Full, at −1 MW before: it can reach 0 in the first hour and 1 MW in the second.
    const result = await solve(engine, [spot([100, 50])], {
      rampMWPerHour: 1,
      initialPowerMW: -1,
      initialStateOfChargeMWh: 2,
    });
    expect(result.profit).toBeCloseTo(50, 9);
  });

  it('runs for two hours, or until the horizon ends', async () => {
    // Holding 1 MWh it could sell in any hour, but a run of two hours takes 2 MWh; the last hour may stand alone.
    // Charging for two hours leaves no room (1 + 2 > 2).
    const rules = { minimumPowerMW: 1, minimumRunHours: 2, initialStateOfChargeMWh: 1 };
    const result = await solve(engine, [spot([10, 100, 20, 90])], rules);
    expect(result.profit).toBeCloseTo(90, 9);
    expect(result.batteries[0].schedule.dischargeMW).toEqual([0, 0, 0, 1]);
  });

  it('rests between runs', async () => {
    // Without the rule 10 → 100 twice: 180. With an hour of rest one purchase and one sale are left.
    const rested = await solve(engine, [spot([10, 100, 10, 100])], { minimumPowerMW: 1, minimumRestHours: 1 });
    expect(rested.profit).toBeCloseTo(90, 9);
    const free = await solve(engine, [spot([10, 100, 10, 100])], { minimumPowerMW: 1 });
    expect(free.profit).toBeCloseTo(180, 9);
  });

  it('never runs below its least power', async () => {
    // 0.3 MWh fit in; a least power of 0.5 MW leaves nothing.
    const small = { energyCapacityMWh: 0.3, minimumPowerMW: 0.5 };
    expect((await solve(engine, [spot([10, 100])], small)).profit).toBeCloseTo(0, 12);
    expect((await solve(engine, [spot([10, 100])], { ...small, minimumPowerMW: 0.3 })).profit).toBeCloseTo(27, 9);
  });

  it('keeps a quarter of a cycle a day', async () => {
    // 0.5 MWh a day: 60 − 10 and 80 − 0.
    const result = await solve(
      engine,
      [spot([10, 50, 60, 0, 40, 80])],
      { maxCyclesPerDay: 0.25 },
      { dayStarts: [0, 3] },
    );
    expect(result.profit).toBeCloseTo(0.5 * 50 + 0.5 * 80, 9);
    expect(result.equivalentFullCycles).toBeCloseTo(0.5, 9);
  });

  it('loses more when it is cold, and leaves out what is not traded', async () => {
    // Factor 0.8 at 0 °C: 1 MWh bought at 10 stores 0.8; at 30 °C it sells 0.8 at 50; the hour at 99 is not traded.
    const result = await solve(
      engine,
      [spot([10, null, 50])],
      { efficiencyByTemperature: { temperaturesC: [0, 30], factors: [0.8, 1] } },
      { temperatureC: [0, 0, 30] },
    );
    expect(result.profit).toBeCloseTo(40 - 10, 9);
  });

  it('is paid the price times its loss factor', async () => {
    expect((await solve(engine, [spot([10, 50])], { lossFactor: 0.9 })).profit).toBeCloseTo(36, 9);
  });

  it('keeps energy for what it reserves', async () => {
    // 1 MWh sustains 0.8 MW for an hour at 80 %: 0.8 · 20 · 2 hours; sold, the same MWh earns 0.8 · 30.
    const result = await solve(engine, [spot([30, 30]), reserve('up', [20], { intervalHours: 2, sustainHours: 1 })], {
      initialStateOfChargeMWh: 1,
      dischargeEfficiency: 0.8,
      reserve: { up: 1 },
    });
    expect(result.profit).toBeCloseTo(32, 9);
    expect(result.batteries[0].schedule.reservedMW.up[0]).toBeCloseTo(0.8, 9);
  });

  it.each([
    ['own', 10],
    ['shared', 18],
  ])('reserves MW with %s headroom', async (headroom, expected) => {
    // 1 MW at 10 and 1 MW at 8: either one of them, or both behind the same headroom.
    const markets = [spot([0]), reserve('first', [10], { headroom }), reserve('second', [8], { headroom })];
    const result = await solve(engine, markets, { initialStateOfChargeMWh: 2, reserve: { first: 1, second: 1 } });
    expect(result.availabilityRevenue).toBeCloseTo(expected, 9);
  });

  it('is paid for what is called, and wears', async () => {
    // 0.8 MWh called at 100 with wear of 4: 76.8; sold, 1 MWh earns 60 − 4.
    const markets = [spot([60]), reserve('up', [0], { activation: 0.8, utilisationPrices: 100 })];
    const result = await solve(engine, markets, { initialStateOfChargeMWh: 1, throughputCost: 4, reserve: { up: 1 } });
    expect(result.utilisationRevenue).toBeCloseTo(80, 9);
    expect(result.profit).toBeCloseTo(76.8, 9);
    expect(result.finalStateOfChargeMWh).toBeCloseTo(0.2, 9);
  });

  it('pays for what is called down', async () => {
    // 0.5 MWh called at 10 and paid 3 to stand by; sold in the second hour at 50.
    const down = reserve('down', [3, null], { direction: 'down', activation: 0.5, utilisationPrices: 10 });
    const result = await solve(engine, [spot([40, 50]), down], { reserve: { down: 1 } });
    // Reserving 1 MW closes charging at 40, which would only earn 10 a MWh: 3 − 5 + 25 against 10.
    expect(result.profit).toBeCloseTo(23, 9);
  });

  it('runs within the trapezium of what it reserves', async () => {
    // p + r ≤ 1 and p ≥ 0.2 + 0.2·r: r = 2/3, p = 1/3 earn 100·2/3 + 10/3 = 70.
    const trapezium = { maxMW: 1, enablementMinMW: 0.2, lowBreakMW: 0.4, highBreakMW: 0.5, enablementMaxMW: 1 };
    const markets = [spot([10]), reserve('raise', [100])];
    const full = await solve(engine, markets, { initialStateOfChargeMWh: 2, reserve: { raise: trapezium } });
    expect(full.profit).toBeCloseTo(70, 8);
    expect(full.batteries[0].schedule.dischargeMW[0]).toBeCloseTo(1 / 3, 8);
    // Empty it cannot run at 0.2 MW, so it cannot reserve; the relaxation thinks that it can in part.
    const empty = await solve(engine, markets, { reserve: { raise: trapezium } });
    expect(empty.profit).toBeCloseTo(0, 9);
    const relaxed = await solveDispatch(problem(markets, { reserve: { raise: trapezium } }), { engine: 'lp' });
    expect(relaxed.bound!).toBeGreaterThan(1);
    // The slope from above: p ≤ 1 − 0.5·r binds where headroom does not: at r = 0.5 with a ceiling of 1 MW.
    const steep = { ...trapezium, enablementMinMW: -1, lowBreakMW: -1, highBreakMW: 0.2 };
    const high = await solve(engine, [spot([10]), reserve('raise', [9])], {
      maxDischargeMW: 3,
      initialStateOfChargeMWh: 2,
      energyCapacityMWh: 2,
      reserve: { raise: steep },
    });
    // Without reserve 2 MWh at 10 = 20; with it at most 10·(1 − 0.8·r) + 9·r ≤ 11.
    expect(high.profit).toBeCloseTo(20, 9);
  });

  it('uses its own surplus', async () => {
    // 1 MWh of sun would be exported at 20 and bought back at 100.
    const meter = { generationMW: [1, 0], demandMW: [0, 1], importPrices: 100, exportPrices: 20 };
    const result = await solve(engine, [], {}, { site: meter });
    expect(result.networkCharges).toBeCloseTo(-80, 9);
    expect(result.profit).toBeCloseTo(80, 9);
  });

  it('keeps the connection within its limits', async () => {
    // 2 MWh full, export at most 0.5 MW: 0.5 · (50 + 40); demand of 1 MW with import of at most 0.4 takes 0.6.
    const meter = { exportLimitMW: 0.5, importPrices: 100, exportPrices: [50, 40] };
    expect((await solve(engine, [], { initialStateOfChargeMWh: 2 }, { site: meter })).profit).toBeCloseTo(45, 9);
    const tight = { importLimitMW: 0.4, demandMW: [1, 0], importPrices: 0, exportPrices: 0 };
    const forced = await solve(engine, [], { initialStateOfChargeMWh: 1 }, { site: tight });
    expect(forced.batteries[0].schedule.dischargeMW[0]).toBeGreaterThanOrEqual(0.6 - 1e-9);
    await expect(solve(engine, [], {}, { site: tight })).rejects.toThrow(/site/);
  });

  it('exports for more than imports cost, but not both at once', async () => {
    // Export pays 30, import costs 10; never both: buys 1 MWh at 10, sells it at 30. The relaxation does both at
    // 0.5 MW in each of three hours: 30.
    const meter = { importPrices: 10, exportPrices: 30, importLimitMW: 5, exportLimitMW: 5 };
    const given = problem([], {}, { site: { ...meter, demandMW: [0, 0, 0] } });
    expect((await solveDispatch(given, { engine })).profit).toBeCloseTo(20, 9);
    const relaxed = await solveDispatch(given, { engine: 'lp' });
    expect(relaxed.bound!).toBeCloseTo(30, 9);
  });

  it.each([
    // Two months of two hours. First: 1 and 3 MW become 2 and 2; second: 2 and 2 stay. 1 MW is 1,250 kVA at 0.8.
    [1500, 12_500, [2500, 2500]],
    // 3,000 kVA (2.4 MW) are reached already: 0.6 MWh save 750 kVA, the other 0.4 last for 0.2 MW in each hour of
    // the second month: 250 kVA more.
    [3000, 10_000, [3000, 2250]],
  ])('lowers the peak of each billing period, with %d kVA reached before', async (peakSoFarKVA, saved, peaks) => {
    const meter = {
      demandMW: [1, 3, 2, 2],
      demandCharge: { pricePerKVA: 10, powerFactor: 0.8, billingStarts: [0, 2], peakSoFarKVA },
    };
    const result = await solve(engine, [], { energyCapacityMWh: 1 }, { site: meter });
    expect(result.profit).toBeCloseTo(saved, 6);
    expect(result.site!.peakKVA.map((peak) => Math.round(peak))).toEqual(peaks);
  });

  it('shares the connection between batteries', async () => {
    // Two full MWh, 1.5 MW of export: 1.5 · 50 + 0.5 · 40.
    const meter = { exportLimitMW: 1.5, importPrices: 100, exportPrices: [50, 40] };
    const result = await solveDispatch(fleet([], {}, { site: meter }), { engine });
    expect(result.profit).toBeCloseTo(95, 8);
    expect(result.site!.exportMW[0]).toBeCloseTo(1.5, 9);
  });

  it('shares what a market takes between batteries', async () => {
    const markets = [spot([0]), reserve('up', [10], { maxMW: 1.5, sustainHours: 0.5 })];
    const result = await solveDispatch(fleet(markets, { reserve: { up: 1 } }), { engine });
    expect(result.availabilityRevenue).toBeCloseTo(15, 9);
  });
});

it('names what makes a problem impossible', async () => {
  const impossible = problem([spot([10, 20])], {
    rampMWPerHour: 0.1,
    terminal: { kind: 'atLeast', stateOfChargeMWh: 1.9 },
  });
  for (const engine of ['lp', 'milp', 'exact'])
    await expect(solveDispatch(impossible, { engine })).rejects.toThrow(/^terminal, rampMWPerHour: no schedule/);
});

function solve(engine: string, markets: object[], battery: object = {}, rest: object = {}): Promise<DispatchResult> {
  return solveDispatch(problem(markets, battery, rest), { engine });
}

function problem(markets: object[], battery: object = {}, rest: object = {}) {
  return smallProblem([], { energyCapacityMWh: 2, ...battery }, { markets, ...rest });
}

/** Two batteries of 1 MW / 1 MWh, full. */
function fleet(markets: object[], battery: object, rest: object = {}) {
  const one = { ...unitBattery, initialStateOfChargeMWh: 1, ...battery };
  return smallProblem([], {}, { batteries: [one, { ...one, name: 'B2' }], markets, ...rest });
}

function spot(prices: (number | null)[]) {
  return { name: 'spot', kind: 'energy', intervalHours: 1, prices };
}

function reserve(name: string, prices: (number | null)[], rest: object = {}) {
  return { name, kind: 'capacity', direction: 'up', intervalHours: 1, sustainHours: 0, prices, ...rest };
}
