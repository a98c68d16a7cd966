import { describe, expect, it } from 'vitest';
import type { DispatchResult } from '../../src/dispatch/dispatch-result.ts';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../src/dispatch/verify-schedule.ts';
import { smallProblem } from './small-problem.ts';

const problem = parseDispatchProblem(
  {
    periodHours: 0.5,
    batteries: [
      {
        name: 'B1',
        maxChargeMW: 1,
        maxDischargeMW: 1,
        energyCapacityMWh: 1,
        initialStateOfChargeMWh: 0.2,
        terminal: { kind: 'cyclic' },
        chargeEfficiency: 0.9,
        dischargeEfficiency: 0.9,
        standingLossPerHour: 0,
        throughputCost: 2,
      },
    ],
    markets: [
      { name: 'halfHourly', kind: 'energy', intervalHours: 0.5, prices: [10, 12, 80, 70] },
      { name: 'hourly', kind: 'energy', intervalHours: 1, prices: [9, 90] },
    ],
  },
  'problem.json',
);

describe('the independent checker', () => {
  it('finds nothing in a right schedule', async () => {
    expect(verifySchedule(problem, await solveDispatch(problem), true)).toEqual([]);
  });

  it.each<[string, (result: Changeable) => void, RegExp]>([
    ['too much charge', ({ schedule }) => (schedule.chargeMW[0] = 1.1), /charge within/],
    ['a negative discharge', ({ schedule }) => (schedule.dischargeMW[0] = -0.1), /discharge within/],
    ['both at once', ({ schedule }) => (schedule.dischargeMW[0] = 0.1), /never charging and discharging/],
    [
      'a purchase that is not delivered',
      ({ schedule }) => (schedule.markets.halfHourly.buyMW[3] += 0.1),
      /purchases add up to charge/,
    ],
    [
      'a sale that is not delivered',
      ({ schedule }) => (schedule.markets.hourly.sellMW[1] -= 0.1),
      /sales add up to discharge/,
    ],
    [
      'a state of charge that does not follow',
      ({ schedule }) => (schedule.stateOfChargeMWh[1] += 0.01),
      /follows from the powers/,
    ],
    ['a price that was not paid', ({ result }) => (result.revenue += 1), /revenue/],
    ['a profit that does not add up', ({ result }) => (result.profit += 0.01), /profit/],
    ['a figure that is not a number', ({ schedule }) => (schedule.chargeMW[2] = Number.NaN), /charge within/],
  ])('finds %s', async (_, spoil, rule) => {
    const result = structuredClone(await solveDispatch(problem)) as Mutable<DispatchResult>;
    spoil({ result, schedule: result.batteries[0].schedule });
    const violations = verifySchedule(problem, result, true);
    expect(violations.map((violation) => violation.rule).join('; ')).toMatch(rule);
  });

  it('finds trades that net beyond the power that is available', async () => {
    const market = { kind: 'energy', intervalHours: 1 };
    const markets = [
      { ...market, name: 'a', prices: [10, 10] },
      { ...market, name: 'b', prices: [40, 40] },
    ];
    const battery = {
      energyCapacityMWh: 2,
      chargeEfficiency: 0.9,
      dischargeEfficiency: 0.9,
      availability: [0.5, 0],
    };
    const netted = smallProblem([], battery, { netting: true, markets });
    const result = structuredClone(await solveDispatch(netted)) as Mutable<DispatchResult>;
    expect(verifySchedule(netted, result, true)).toEqual([]);
    const { schedule } = result.batteries[0];
    for (const [i, power] of [0.6, 0.1].entries()) {
      schedule.markets.a.buyMW[i] = power;
      schedule.markets.b.sellMW[i] = power;
    }
    const found = verifySchedule(netted, result, true).map(({ rule }) => rule);
    expect(found).toContain("purchase in 'a' within [0, maxChargeMW]");
    expect(found).toContain("sale in 'b' within [0, maxDischargeMW]");
  });

  it('finds a store that leaves its window or misses its end', async () => {
    const narrow = {
      ...problem,
      batteries: [{ ...problem.batteries[0], maxStateOfChargeMWh: 0.5, initialStateOfChargeMWh: 0.2 }],
    };
    const result = await solveDispatch(problem);
    expect(verifySchedule(narrow, result, true).map(({ rule }) => rule)).toContain('state of charge within its window');
    const other = {
      ...problem,
      batteries: [{ ...problem.batteries[0], terminal: { kind: 'atLeast', stateOfChargeMWh: 0.9 } as const }],
    };
    expect(verifySchedule(other, result, true).map(({ rule }) => rule)).toContain('terminal state of charge');
  });
});

type Mutable<T> = T extends number | string | null ? T : { -readonly [K in keyof T]: Mutable<T[K]> };

interface Changeable {
  result: Mutable<DispatchResult>;
  schedule: Mutable<DispatchResult['batteries'][number]['schedule']>;
}
