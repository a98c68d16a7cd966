import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { ConfigError } from '../../src/errors.ts';

const battery = {
  name: 'B1',
  maxChargeMW: 2,
  maxDischargeMW: 2,
  energyCapacityMWh: 4,
  initialStateOfChargeMWh: 1,
  chargeEfficiency: 0.95,
  dischargeEfficiency: 0.95,
};
const market = { name: 'spot', kind: 'energy', intervalHours: 1, prices: [10, 20, 30, 40] };
const valid = { periodHours: 0.5, batteries: [battery], markets: [market] };

describe('a dispatch problem', () => {
  it('fills in the documented defaults', () => {
    const problem = parseDispatchProblem(valid, 'problem.json');
    expect(problem).toMatchObject({ periodCount: 8, netting: false });
    expect(problem.batteries[0]).toMatchObject({
      minStateOfChargeMWh: 0,
      maxStateOfChargeMWh: 4,
      terminal: { kind: 'free' },
      standingLossPerHour: 0,
      throughputCost: 0,
    });
    expect([...problem.markets[0].starts]).toEqual([0, 2, 4, 6, 8]);
  });

  it('takes intervals by the period in which they start', () => {
    const daily = { name: 'daily', kind: 'energy', intervalStarts: [0, 3], prices: [5, 6] };
    expect([...parseDispatchProblem({ ...valid, markets: [market, daily] }, 'f').markets[1].starts]).toEqual([0, 3, 8]);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown key', { ...valid, nettting: true }, /unknown key 'nettting'.*did you mean 'netting'/],
    ['an unknown battery key', withBattery({ maxChargMW: 1 }), /did you mean 'maxChargeMW'/],
    ['an efficiency of 87', withBattery({ chargeEfficiency: 87 }), /chargeEfficiency.*got 87; write 0.87 for 87 %/],
    ['negative power', withBattery({ maxChargeMW: -1 }), /maxChargeMW.*must not be negative, got -1/],
    [
      'a missing initial state',
      withBattery({ initialStateOfChargeMWh: undefined }),
      /add 'batteries\[0\].initialStateOfChargeMWh'/,
    ],
    ['an initial state outside of the window', withBattery({ initialStateOfChargeMWh: 5 }), /within \[0, 4\], got 5/],
    ['a price that is not finite', withMarket({ prices: [1, Number.NaN, 2, 3] }), /markets\[0\].prices\[1\]/],
    ['an infinite price', withMarket({ prices: [1, Number.POSITIVE_INFINITY, 2, 3] }), /markets\[0\].prices\[1\]/],
    ['a price that is text', withMarket({ prices: [1, '2', 2, 3] }), /markets\[0\].prices\[1\].*got "2"/],
    ['no prices', withMarket({ prices: [] }), /must not be empty/],
    ['no markets', { ...valid, markets: [] }, /markets.*at least one market/],
    [
      'a day of cycles that is not whole periods',
      {
        ...valid,
        periodHours: 5,
        batteries: [{ ...battery, maxCyclesPerDay: 1 }],
        markets: [{ ...market, intervalHours: 5 }],
      },
      /batteries\[0\].maxCyclesPerDay.*24 h is a whole number of periods.*dayStarts/s,
    ],
    ['a price without measure', withMarket({ prices: [1e308, 1] }), /markets\[0\].prices\[0\]/],
    ['no batteries', { ...valid, batteries: [] }, /batteries.*must not be empty/],
    [
      'an interval that is not a whole number of periods',
      withMarket({ intervalHours: 0.75 }),
      /whole number of periods of 0.5 h, got 0.75/,
    ],
    ['an interval shorter than a period', withMarket({ intervalHours: 0.25 }), /whole number of periods/],
    ['both kinds of interval', withMarket({ intervalStarts: [0] }), /either intervalHours or intervalStarts/],
    ['no interval', withMarket({ intervalHours: undefined }), /either intervalHours or intervalStarts, got "neither"/],
    ['an unknown kind of market', withMarket({ kind: 'frequency' }), /markets\[0\].kind/],
    ['an unknown terminal', withBattery({ terminal: { kind: 'empty' } }), /terminal/],
    ['an unknown schema version', { ...valid, schemaVersion: 2 }, /schemaVersion/],
    [
      'arrays of unequal length',
      { ...valid, markets: [market, { ...market, name: 'other', prices: [1, 2, 3] }] },
      /markets\[1\].prices.*got 3/,
    ],
    [
      'starts out of order',
      withSecond({ intervalStarts: [0, 4, 2], prices: [1, 2, 3] }),
      /intervalStarts\[2\].*ascend/,
    ],
    [
      'starts that skip the first period',
      withSecond({ intervalStarts: [1, 4], prices: [1, 2] }),
      /starts in period 0, got 1/,
    ],
    [
      'a start beyond the horizon',
      withSecond({ intervalStarts: [0, 8], prices: [1, 2] }),
      /below the number of periods 8, got 8/,
    ],
    ['starts and prices of unequal length', withSecond({ intervalStarts: [0, 4], prices: [1] }), /2 prices, got 1/],
    [
      'a horizon without an end',
      { ...valid, markets: [{ name: 'x', kind: 'energy', intervalStarts: [0], prices: [1] }] },
      /number of periods is not defined/,
    ],
    ['a name used twice', { ...valid, markets: [market, market] }, /names are distinct, got "spot"/],
    ['a list instead of an object', [], /problem.json/],
  ])('rejects %s', (_, input, message) => {
    expect(() => parseDispatchProblem(input, 'problem.json')).toThrow(ConfigError);
    expect(() => parseDispatchProblem(input, 'problem.json')).toThrow(message);
  });

  it('says what can be reached when the terminal state cannot', () => {
    const input = withBattery({ maxChargeMW: 0.1, terminal: { kind: 'atLeast', stateOfChargeMWh: 3 } });
    // 1 + 8 half-hours · 0.05 MWh · 0.95 = 1.38
    expect(() => parseDispatchProblem(input, 'f')).toThrow(/after 8 periods it lies within \[0, 1\.38\] MWh, got 3/);
  });

  it('says from which period the window cannot be kept', () => {
    const input = withBattery({ maxChargeMW: 0, minStateOfChargeMWh: 0.95, standingLossPerHour: 0.06 });
    expect(() => parseDispatchProblem(input, 'f')).toThrow(/from period 1 at most/);
  });

  it('says that a cyclic end is out of reach when standing loss exceeds the charge power', () => {
    const input = withBattery({ maxChargeMW: 0, standingLossPerHour: 0.01, terminal: { kind: 'cyclic' } });
    expect(() => parseDispatchProblem(input, 'f')).toThrow(/terminal state of charge can be reached/);
  });
});

function withBattery(change: object): unknown {
  return { ...valid, batteries: [{ ...battery, ...change }] };
}

function withMarket(change: object): unknown {
  return { ...valid, markets: [{ ...market, ...change }] };
}

function withSecond(change: object): unknown {
  return { ...valid, markets: [market, { name: 'second', kind: 'energy', ...change }] };
}
