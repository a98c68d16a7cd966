import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { serviceMarkets } from '../../src/config.ts';
import { publicationDelay, requireGateOrder, waitsForDayAhead } from '../../src/ingest/market-gates.ts';
import { testConfig } from './support.ts';

const service = { name: 'DCL', sources: [{ format: 'tidy', file: 'a.csv', valueColumn: 'DCL', currency: 'GBP' }] };

describe('the gates of the markets', () => {
  it('are in order in Great Britain: day-ahead, then services, then imbalance', () => {
    const config = testConfig({
      dayAhead: { gateClosure: '09:20', resultsKnownAt: { eveAt: '10:00' } },
      services: [{ ...service, gateClosure: '14:00', resultsKnownAt: { eveAt: '16:00' } }],
    });
    expect(() => requireGateOrder(config)).not.toThrow();
  });

  it('are in order for a plan made after the auction: its gate has closed, those of the services have not', () => {
    const config = testConfig({
      dayAhead: { gateClosure: '09:20', resultsKnownAt: { eveAt: '10:00' } },
      services: [{ ...service, maxMW: 1, gateClosure: '14:00', resultsKnownAt: { eveAt: '16:00' } }],
      root: { planTime: { eveAt: '13:30' } },
    });
    expect(() => requireGateOrder(config)).not.toThrow();
  });

  it('do not matter of a service that is not offered', () => {
    const config = testConfig({
      services: [{ ...service, gateClosure: '14:00', resultsKnownAt: { eveAt: '16:00' } }],
      root: { planTime: { eveAt: '15:00' } },
    });
    expect(() => requireGateOrder(config)).not.toThrow();
  });

  it.each([
    ['a gate before the plan is made', { dayAhead: { gateClosure: '08:45' } }, /markets\[0\]\.gateClosure.*09:00/s],
    [
      'a plan between the gate and the results',
      { dayAhead: { gateClosure: '09:20' }, root: { planTime: { eveAt: '09:30' } } },
      /markets\[0\]\.gateClosure.*09:30.*once the results are known/s,
    ],
    [
      'a service to be offered whose results are out',
      { services: [{ ...service, maxMW: 1 }], root: { planTime: { eveAt: '16:00' } } },
      /market 'DCL'.*markets\[2\]\.resultsKnownAt.*16:00/s,
    ],
    [
      'a service to be offered whose gate has closed',
      {
        services: [{ ...service, maxMW: 1, gateClosure: '12:00', resultsKnownAt: { eveAt: '16:00' } }],
        root: { planTime: { eveAt: '13:30' } },
      },
      /market 'DCL'.*markets\[2\]\.gateClosure.*13:30/s,
    ],
    ['a plan after delivery starts', { root: { planTime: { eveAt: '23:30' } } }, /planTime\.eveAt.*23:00 on the eve/s],
    [
      'a generator that cannot take published prices',
      { root: { planTime: { eveAt: '13:30' }, generator: { name: 'copula' } } },
      /generator\.name.*'whole-day'/s,
    ],
    [
      'results before the gate',
      { dayAhead: { gateClosure: '11:30', resultsKnownAt: { eveAt: '11:00' } } },
      /markets\[0\]\.gateClosure.*before the results are known, 11:00/s,
    ],
    [
      'day-ahead results after the start of delivery',
      { dayAhead: { resultsKnownAt: { eveAt: '23:30' } } },
      /markets\[0\]\.resultsKnownAt.*before delivery starts, 23:00 on the eve/s,
    ],
    [
      'day-ahead prices that come period by period',
      { dayAhead: { resultsKnownAt: { minutesAfterPeriod: 5 } } },
      /markets\[0\]\.resultsKnownAt/,
    ],
    [
      'imbalance prices before the day',
      { imbalance: { resultsKnownAt: { eveAt: '12:00' } } },
      /markets\[1\]\.resultsKnownAt.*minutesAfterPeriod/s,
    ],
    [
      'a service whose gate closes after its results',
      { services: [{ ...service, gateClosure: '16:30' }] },
      /market 'DCL'.*markets\[2\]\.gateClosure/s,
    ],
  ])('refuse %s, naming the field', (_, options, message) => {
    const check = (): void => requireGateOrder(testConfig(options));
    expect(check).toThrow(ConfigError);
    expect(() => {
      try {
        check();
      } catch (error) {
        const { message: text, field, rule } = error as ConfigError & { field: string; rule: string };
        throw new Error(`${text} ${field} ${rule} ${JSON.stringify(error)}`, { cause: error });
      }
    }).toThrow(message);
  });

  it.each([
    [0, 1],
    [20, 2],
    [30, 2],
    [31, 3],
    [60, 3],
  ])(
    'make a price published %i minutes after its half-hour known %i half-hours after its start',
    (minutes, periods) => {
      expect(publicationDelay(testConfig({ imbalance: { resultsKnownAt: { minutesAfterPeriod: minutes } } }))).toBe(
        periods,
      );
    },
  );

  it.each([
    ['14:00', true],
    ['10:00', true],
    ['09:59', false],
    [undefined, false],
  ])('let a service whose gate closes at %s wait for day-ahead results of 10:00: %s', (gateClosure, waits) => {
    const config = testConfig({ services: [gateClosure === undefined ? service : { ...service, gateClosure }] });
    expect(waitsForDayAhead(config, serviceMarkets(config)[0])).toBe(waits);
  });

  it('leave nothing to wait for in a plan made after the day-ahead auction', () => {
    const after = testConfig({
      services: [{ ...service, gateClosure: '14:00' }],
      root: { planTime: { eveAt: '13:30' } },
    });
    expect(waitsForDayAhead(after, serviceMarkets(after)[0])).toBe(false);
  });

  it('are refused where the time is not HH:MM, since times are compared', () => {
    expect(() => testConfig({ dayAhead: { gateClosure: '9:20' } })).toThrow(ConfigError);
    expect(() => testConfig({ dayAhead: { gateClosure: '25:20' } })).toThrow('a local time written HH:MM');
    expect(() => testConfig({ dayAhead: { resultsKnownAt: { eveAt: '11:60' } } })).toThrow(
      'markets[0].resultsKnownAt.eveAt',
    );
  });

  it('take 30 minutes where the market does not say', () => {
    expect(publicationDelay(testConfig())).toBe(2);
  });
});
