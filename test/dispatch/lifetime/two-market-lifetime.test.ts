import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assignmentBattery, assignmentProblem } from '../../../scenarios/two-market/assignment-problem.ts';
import { readAuroraPrices } from '../../../scenarios/two-market/read-aurora-prices.ts';
import type { DispatchProblem } from '../../../src/dispatch/dispatch-problem.ts';
import { solveWithWear } from '../../../src/dispatch/lifetime/solve-with-wear.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';

const folder = join(process.env.BESS_RISK_DATA ?? '../shared/market-data', 'home-assignment');
const available = existsSync(join(folder, 'aurora-half-hourly-data.csv'));

// Three years of half-hours, 2 MW / 4 MWh at 95 %/95 %; the figures of docs/method/lifetime.md.
describe.skipIf(!available)('wear and lifetime on three years of real prices', () => {
  it('decides on winsorised prices, which costs 3.6 % of the cash', async () => {
    const plain = await solveDispatch(study());
    const { result, winsorised } = await solveWithWear(study(), { winsorise: { low: 0.01, high: 0.99 } }, exact);
    expect(plain.profit).toBeCloseTo(153_354.3, 1);
    expect(result.profit).toBeCloseTo(147_768.23, 2);
    expect(winsorised!.changedPrices).toBe(992);
    expect(winsorised!.markets[0]).toMatchObject({ raised: 465, lowered: 527, lowPrice: 0 });
  });

  // Cost per MWh, cycles a day and cash of three years; years of life, net present value and rate of return.
  it.each([
    {
      use: 'free use',
      target: undefined,
      cost: 0,
      cycles: 2.108,
      cash: 153_354,
      years: 4.76,
      value: -88_516,
      rate: -0.0781,
    },
    {
      use: 'a cycle a day',
      target: 1,
      cost: 11.105,
      cycles: 0.997,
      cash: 131_160,
      years: 7.87,
      value: -51_427,
      rate: 0.0196,
    },
    {
      use: 'half a cycle a day',
      target: 0.5,
      cost: 22.21,
      cycles: 0.5,
      cash: 95_810,
      years: 11.26,
      value: -73_840,
      rate: 0.0121,
    },
  ])('lives longer and is worth what is documented, with $use', async (expected) => {
    const wear = await solveWithWear(study(), { targetCyclesPerDay: expected.target, lifetime: true }, exact);
    const [life] = wear.lifetimes!;
    expect(wear.calibrations?.[0].throughputCost ?? 0).toBeCloseTo(expected.cost, 2);
    expect(wear.calibrations?.[0].monotone ?? true).toBe(true);
    expect(wear.result.equivalentFullCycles / 1096).toBeCloseTo(expected.cycles, 3);
    expect(wear.cash).toBeCloseTo(expected.cash, -1);
    expect(life).toMatchObject({ horizon: { years: 3, whole: true }, endOfLife: 'stateOfHealth' });
    expect(life.lifetimeYears).toBeCloseTo(expected.years, 2);
    expect(life.netPresentValue).toBeCloseTo(expected.value, -1);
    expect(life.internalRateOfReturn.rate).toBeCloseTo(expected.rate, 3);
  });
});

const exact = (problem: DispatchProblem) => solveDispatch(problem);

function study() {
  const battery = {
    ...assignmentBattery(0.95),
    lifetime: {
      years: 15,
      capex: 250_000,
      opexPerYear: 5000,
      discountRate: 0.08,
      calendarFadePerYear: 0.015,
      cycleLife: [
        { depth: 1, cycles: 5000 },
        { depth: 0.5, cycles: 12_000 },
      ],
    },
  };
  const { halfHourly } = readAuroraPrices(folder);
  return assignmentProblem(battery, [{ name: 'halfHourly', intervalHours: 0.5, prices: halfHourly }]);
}
