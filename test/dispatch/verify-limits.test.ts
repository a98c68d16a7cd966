import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchResult } from '../../src/dispatch/dispatch-result.ts';
import type { DispatchEngine } from '../../src/dispatch/engines/engine.ts';
import { solveWithEngine } from '../../src/dispatch/solve-dispatch.ts';

// A given schedule is settled and checked: what it breaks must be found, what it keeps must pass.

const battery = {
  name: 'B1',
  maxChargeMW: 2,
  maxDischargeMW: 2,
  energyCapacityMWh: 4,
  initialStateOfChargeMWh: 2,
  chargeEfficiency: 0.5,
  dischargeEfficiency: 1,
  throughputCost: 1,
};
const spot = { name: 'spot', kind: 'energy', intervalHours: 1, prices: [10, 20, 30, 40] };
const response = {
  name: 'DCL',
  kind: 'capacity',
  direction: 'up',
  intervalHours: 2,
  prices: [5, 6],
  sustainHours: 0.5,
};

interface Given {
  readonly battery?: object;
  readonly problem?: object;
  /** Net export by period, MW. */
  readonly net: readonly number[];
  readonly reserved?: readonly (readonly number[])[];
}

async function settled({ battery: changes, problem, net, reserved = [] }: Given): Promise<DispatchResult> {
  const parsed = parseDispatchProblem(
    { periodHours: 1, batteries: [{ ...battery, ...changes }], markets: [spot], ...problem },
    'problem.json',
  );
  const chargeMW = Float64Array.from(net, (power) => Math.max(0, -power));
  const dischargeMW = Float64Array.from(net, (power) => Math.max(0, power));
  const engine: DispatchEngine = {
    name: 'given',
    description: '',
    exclusive: true,
    covers: [
      'availability',
      'ramp',
      'minimumRun',
      'cycleBudget',
      'efficiencyByPeriod',
      'efficiencyByState',
      'untradedIntervals',
      'capacityMarkets',
      'site',
      'demandCharge',
    ],
    solve: async () => ({
      status: 'feasible',
      bound: null,
      chargeMW,
      dischargeMW,
      trades: parsed.markets.map(() => ({ buyMW: chargeMW, sellMW: dischargeMW })),
      reservedMW: reserved.map((values) => Float64Array.from(values)),
      waterValue: null,
    }),
  };
  return solveWithEngine(parsed, engine);
}

describe('the checker on operating limits', () => {
  it.each<[string, Given, RegExp]>([
    [
      'more power than is available',
      { battery: { availability: [1, 0.5, 1, 1] }, net: [0, 1.1, 0, 0] },
      /discharge within \[0, maxDischargeMW\]/,
    ],
    ['a ramp', { battery: { rampMWPerHour: 1 }, net: [1, 0, -1.5, 0] }, /ramp rate/],
    [
      'a ramp from the power before',
      { battery: { rampMWPerHour: 1, initialPowerMW: -2 }, net: [0, 0, 0, 0] },
      /ramp rate/,
    ],
    ['less than the minimum power', { battery: { minimumPowerMW: 1 }, net: [0.5, 0, 0, 0] }, /minimum power/],
    [
      'a run that is too short',
      { battery: { minimumPowerMW: 1, minimumRunHours: 2 }, net: [1, 0, 0, 0] },
      /minimum run/,
    ],
    [
      'a switch without the rest between',
      { battery: { minimumPowerMW: 1, minimumRestHours: 1 }, net: [1, -1, 0, 0] },
      /minimum rest/,
    ],
    [
      'a rest that is too short',
      { battery: { minimumPowerMW: 0.5, minimumRestHours: 2 }, net: [0.5, 0, 0.5, 0] },
      /minimum rest/,
    ],
    ['too many cycles in a day', { battery: { maxCyclesPerDay: 0.25 }, net: [1, 0.1, 0, 0] }, /cycles of day 1/],
    [
      'too many cycles in the second day',
      { battery: { maxCyclesPerDay: 0.25 }, problem: { dayStarts: [0, 2] }, net: [0, 0, 1, 0.1] },
      /cycles of day 2/,
    ],
    [
      'a trade where there is no price',
      { problem: { markets: [{ ...spot, prices: [10, null, 30, 40] }] }, net: [0, 1, 0, 0] },
      /'spot' is not traded here/,
    ],
    [
      'more MW than prequalified',
      {
        battery: { reserve: { DCL: 1 } },
        problem: { markets: [spot, response] },
        net: [0, 0, 0, 0],
        reserved: [[1.1, 0]],
      },
      /within \[0, prequalified\]/,
    ],
    [
      'reserved MW without headroom',
      {
        battery: { reserve: { DCL: 1 } },
        problem: { markets: [spot, response] },
        net: [1.5, 0, 0, 0],
        reserved: [[1, 0]],
      },
      /headroom for reserved MW/,
    ],
    [
      'reserved MW without the energy behind them',
      {
        battery: { reserve: { DCL: 2 } },
        problem: { markets: [spot, response] },
        net: [1.5, 0, 0, 0],
        reserved: [[0, 2]],
      },
      /energy to sustain reserved MW/,
    ],
    [
      'more MW than the market buys',
      {
        battery: { reserve: { DCL: 2 } },
        problem: { markets: [spot, { ...response, maxMW: 1 }] },
        net: [0, 0, 0, 0],
        reserved: [[2, 0]],
      },
      /MW of all batteries in 'DCL' at most 1/,
    ],
    [
      'a running point outside the trapezium',
      {
        battery: {
          reserve: { DCL: { maxMW: 1, enablementMinMW: 0, lowBreakMW: 0, highBreakMW: 1, enablementMaxMW: 2 } },
        },
        problem: { markets: [spot, response] },
        net: [0, -0.1, 0, 0],
        reserved: [[1, 0]],
      },
      /enablement in 'DCL'/,
    ],
    [
      'an import above the limit of the connection',
      { problem: { site: { importLimitMW: 1, demandMW: 0.5 } }, net: [-0.6, 0, 0, 0] },
      /import limit/,
    ],
    [
      'an export above the limit of the connection',
      { problem: { site: { exportLimitMW: 1, generationMW: 0.5 } }, net: [0.6, 0, 0, 0] },
      /export limit/,
    ],
  ])('finds %s', async (_, given, rule) => {
    await expect(settled(given)).rejects.toThrow(rule);
  });

  it.each<[string, Given]>([
    ['a ramp within its rate', { battery: { rampMWPerHour: 1 }, net: [1, 0, -1, 0] }],
    ['a run cut short by the end', { battery: { minimumPowerMW: 1, minimumRunHours: 3 }, net: [0, 0, 0, 1] }],
    ['a run of the least length', { battery: { minimumPowerMW: 1, minimumRunHours: 2 }, net: [1, 1, 0, 0] }],
    [
      'a run from before that ends at once',
      {
        battery: { minimumPowerMW: 1, minimumRunHours: 3, initialPowerMW: 1 },
        net: [0, 0, 1, 1],
      },
    ],
    ['the least rest', { battery: { minimumPowerMW: 0.5, minimumRestHours: 2 }, net: [0.5, 0, 0, 0.5] }],
    ['cycles within their budget', { battery: { maxCyclesPerDay: 0.25 }, net: [1, 0, 0, 0] }],
  ])('passes %s', async (_, given) => {
    const result = await settled(given);
    expect(result.engine).toBe('given');
  });
});

describe('settlement by hand', () => {
  it('pays every price times the loss factor', async () => {
    // 1 MWh sold at 40 × 0.9, 1 MWh bought at 10 × 0.9, 1 of wear.
    const result = await settled({ battery: { lossFactor: 0.9 }, net: [-1, 0, 0, 1] });
    expect(result.profit).toBeCloseTo(36 - 9 - 1, 12);
  });

  it('fills and draws by efficiencies that follow the temperature', async () => {
    // At 0 °C both efficiencies halve: buying 1 MWh stores 0.25, selling 1 MWh takes 2.
    const result = await settled({
      battery: { efficiencyByTemperature: { temperaturesC: [0, 20], factors: [0.5, 1] } },
      problem: { temperatureC: [0, 20, 20, 0] },
      net: [-1, 0, 0, 1],
    });
    expect(result.batteries[0].schedule.stateOfChargeMWh).toEqual([2.25, 2.25, 2.25, 0.25]);
  });

  it('fills and draws by efficiencies that follow the state of charge', async () => {
    // From half full (factor 0.75) 2 MWh bought store 2 × 0.5 × 0.75; at 2.75 of 4 MWh the factor is 0.59375.
    const result = await settled({
      battery: { efficiencyByStateOfCharge: { shares: [0.5, 1], factors: [0.75, 0.333] } },
      net: [-2, 0, 0, 1],
    });
    const factor = 0.75 + ((0.333 - 0.75) * (2.75 / 4 - 0.5)) / 0.5;
    expect(result.batteries[0].schedule.stateOfChargeMWh[0]).toBeCloseTo(2.75, 12);
    expect(result.batteries[0].schedule.stateOfChargeMWh[3]).toBeCloseTo(2.75 - 1 / factor, 12);
  });

  it('pays availability by MW and hour, and what is called at the utilisation price', async () => {
    // 1 MW for 2 h at 5; a tenth called for 2 h: 0.2 MWh at 100, of wear 0.2, taken from the store.
    const result = await settled({
      battery: { reserve: { DCL: 1 } },
      problem: { markets: [spot, { ...response, activation: 0.1, utilisationPrices: 100 }] },
      net: [0, 0, 0, 0],
      reserved: [[1, 0]],
    });
    expect(result.availabilityRevenue).toBeCloseTo(10, 12);
    expect(result.utilisationRevenue).toBeCloseTo(20, 12);
    expect(result.throughputCost).toBeCloseTo(0.2, 12);
    expect(result.profit).toBeCloseTo(29.8, 12);
    expect(result.finalStateOfChargeMWh).toBeCloseTo(1.8, 12);
    expect(result.batteries[0].schedule.reservedMW).toEqual({ DCL: [1, 0] });
  });

  it('counts the largest of the markets that share their headroom', async () => {
    const shared = { ...response, headroom: 'shared' };
    const given = {
      battery: { reserve: { DCL: 2, DML: 2 } },
      problem: { markets: [spot, shared, { ...shared, name: 'DML' }] },
      net: [0, 0, 0, 0],
      reserved: [
        [2, 0],
        [2, 0],
      ],
    };
    expect((await settled(given)).availabilityRevenue).toBeCloseTo(40, 12);
    const own = { ...given, problem: { markets: [spot, response, { ...response, name: 'DML' }] } };
    await expect(settled(own)).rejects.toThrow(/headroom for reserved MW/);
  });

  it('charges a site for what the batteries change at the meter', async () => {
    // Without: 4 h of 1 MW at 50 = 200, peak 1 MW. With: 2, 1, 1, 0 MW at 50 = 200; an export of 0 at 5.
    const site = { demandMW: 1, importPrices: 50, exportPrices: 5, demandCharge: { pricePerKVA: 2, powerFactor: 0.8 } };
    const given = { problem: { markets: [], site: { ...site, importPrices: [50, 50, 50, 50] } } };
    const even = await settled({ ...given, net: [-1, 0, 0, 1] });
    expect(even.site?.withoutBatteries).toEqual({ energyCharge: 200, demandCharge: 2500, peakKVA: [1250] });
    expect(even.site?.peakKVA).toEqual([2500]);
    expect(even.networkCharges).toBeCloseTo(2500, 9);
    expect(even.profit).toBeCloseTo(-2500 - 1, 9);
    // 2 MW out against 1 MW of demand: 1 MWh exported at 5 and 1 MWh not bought at 50.
    const out = await settled({ ...given, net: [0, 0, 0, 2] });
    expect(out.networkCharges).toBeCloseTo(-55, 9);
    expect(out.site?.exportMW).toEqual([0, 0, 0, 1]);
  });

  it('keeps the peak that a billing period has already reached', async () => {
    const site = {
      demandMW: 1,
      importPrices: [0, 0, 0, 0],
      demandCharge: { pricePerKVA: 1, billingStarts: [0, 2], peakSoFarKVA: 1800 },
    };
    const result = await settled({ problem: { markets: [], site }, net: [-1, 0, -1, 0] });
    expect(result.site?.peakKVA).toEqual([2000, 2000]);
    expect(result.networkCharges).toBeCloseTo(200 + 1000, 9);
  });
});

describe('coverage', () => {
  it('names the field and the engines that cover what an engine does not', async () => {
    const problem = parseDispatchProblem(
      { periodHours: 1, batteries: [{ ...battery, rampMWPerHour: 1 }], markets: [spot] },
      'problem.json',
    );
    const engine: DispatchEngine = {
      name: 'plain',
      description: '',
      exclusive: true,
      solve: () => Promise.reject(new Error('never asked')),
    };
    await expect(solveWithEngine(problem, engine)).rejects.toThrow(
      /engine 'plain' does not cover a ramp rate.*batteries\[0\]\.rampMWPerHour|batteries\[0\]\.rampMWPerHour.*does not cover a ramp rate/s,
    );
  });
});
