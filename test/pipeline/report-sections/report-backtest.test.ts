import { describe, expect, it } from 'vitest';
import { planBacktest, type PlanOutcomeOfDay } from '../../../src/backtest/plan-backtest.ts';
import { backtestConfiguration, type StoredBacktest } from '../../../src/pipeline/backtest-stage.ts';
import { reportBacktest } from '../../../src/pipeline/report-sections/report-backtest.ts';
import { testConfig } from '../../fit/synthetic-history.ts';

const madeBy = 'bess-risk 0.1.0';
const run = { config: testConfig, date: '2024-06-01', madeBy };

function outcome(date: string): PlanOutcomeOfDay {
  return {
    date,
    limitKept: true,
    profits: Float64Array.of(1, 2, 3, 4),
    realised: 3,
    streams: [],
    byPolicy: { rolling: 3 },
    foresight: 6,
  };
}

function stored(days: readonly string[], change: Partial<StoredBacktest> = {}): StoredBacktest {
  return {
    schemaVersion: 1,
    name: 'test',
    title: 'Test',
    madeBy,
    configuration: backtestConfiguration(testConfig),
    currency: 'GBP',
    labels: [],
    policy: 'rolling',
    limit: null,
    confidenceLevel: 0.95,
    scenarios: { plan: 4, choose: 4, evaluate: 4 },
    range: { from: days[0], to: days[days.length - 1], every: 1 },
    passedOver: [],
    ...planBacktest(days.map(outcome), [0.95], 1),
    ...change,
  };
}

const may = stored(['2024-05-29', '2024-05-30', '2024-05-31']);

describe('reportBacktest', () => {
  it('is the one of the configuration that ends last before the day planned', () => {
    const found = reportBacktest(
      [
        { folder: 'april', backtest: stored(['2024-04-01', '2024-04-02']) },
        { folder: 'may', backtest: may },
        { folder: 'june', backtest: stored(['2024-05-31', '2024-06-01']) },
      ],
      run,
    );
    expect(found).toMatchObject({
      address: '../backtest/may/index.html',
      days: 3,
      first: '2024-05-29',
      last: '2024-05-31',
      capture: { value: 0.5 },
      beyond: [{ confidenceLevel: 0.95, days: 0 }],
    });
  });

  it('prefers the one with more days of two that end on the same day', () => {
    const short = { folder: 'a', backtest: stored(['2024-05-30', '2024-05-31']) };
    const long = { folder: 'b', backtest: may };
    for (const both of [
      [short, long],
      [long, short],
    ])
      expect(reportBacktest(both, run)?.days).toBe(3);
  });

  it('is none where the configuration or the program was another, whatever the state of the night', () => {
    const backtest = (change: Partial<StoredBacktest>) => [{ folder: 'x', backtest: { ...may, ...change } }];
    expect(reportBacktest(backtest({ configuration: 'other' }), run)).toBeNull();
    expect(reportBacktest(backtest({ madeBy: 'bess-risk 0.0.9' }), run)).toBeNull();
    const other = { ...testConfig, risk: { ...testConfig.risk, limit: -1 } };
    expect(reportBacktest(backtest({}), { ...run, config: other })).toBeNull();
    const night = { ...testConfig, title: 'Another title', stress: [] };
    expect(reportBacktest(backtest({}), { ...run, config: night })?.days).toBe(3);
  });
});
