import { describe, expect, it } from 'vitest';
import { planBacktest, type PlanOutcomeOfDay } from '../../src/backtest/plan-backtest.ts';
import { randomStream } from '../../src/math/random-stream.ts';

const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);

/** A day that was forecast to earn 1 … 100. */
function day(index: number, realised: number, foresight = 120): PlanOutcomeOfDay {
  return {
    date: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
    limitKept: index % 2 === 0,
    profits: hundred,
    realised,
    streams: [
      { stream: 'dayAhead', expected: 40.5, realised: realised - 10 },
      { stream: 'imbalance', expected: 10, realised: 10 },
    ],
    byPolicy: { rolling: realised, follow: realised - 5 },
    foresight,
  };
}

/** 100 days that fall on every hundredth of their forecast once, in an order without pattern. */
const fair = Array.from({ length: 100 }, (_, i) => day(i, ((i * 37) % 100) + 1));

describe('planBacktest', () => {
  it('finds every day at its place in its own forecast', () => {
    const { days } = planBacktest([day(0, 50), day(1, 0), day(2, 101)], [0.95], 1);
    expect(days.map(({ rank }) => rank)).toEqual([0.495, 0, 1]);
    expect(days.map(({ beyond }) => beyond)).toEqual([[0], [1], [0]]);
    expect(days[0]).toMatchObject({ expected: 50.5, valueAtRisk: [-6] });
    expect(days[0].conditionalValueAtRisk[0]).toBeCloseTo(-3, 9);
    expect(days[0].standardDeviation).toBeCloseTo(Math.sqrt((100 ** 2 - 1) / 12), 9);
  });

  it('passes forecasts that are right', () => {
    const found = planBacktest(fair, [0.95, 0.99], 1);
    expect(found.state).toBe('passed');
    expect(found.ranks).toEqual(Array.from({ length: 10 }, () => 10));
    expect(found.tests.map(({ exceedances }) => exceedances.exceedances)).toEqual([5, 1]);
    expect(found.difference.value).toBeCloseTo(0, 9);
    expect(found.daysLimitKept).toBe(50);
  });

  it('fails plans that lose more, and more often, than was forecast', () => {
    const found = planBacktest(
      Array.from({ length: 100 }, (_, i) => day(i, i % 5 === 0 ? -80 : 60)),
      [0.95],
      1,
    );
    expect(found.state).toBe('failed');
    expect(found.checks.filter(({ verdict }) => verdict === 'failed').map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['exceedances', 'shortfall']),
    );
  });

  it('fails forecasts that are far too low, though no day was beyond VaR', () => {
    const stream = randomStream(4, 'sampleHistory');
    const high = Array.from({ length: 100 }, (_, i) => day(i, 80 + 20 * stream.uniform()));
    expect(planBacktest(high, [0.95], 1).checks.find(({ rule }) => rule === 'meanRank')).toMatchObject({
      verdict: 'failed',
    });
  });

  it('fails a mean profit that is not the expected one by more than chance', () => {
    const lower = fair.map((one) => ({ ...one, realised: one.realised - 12 }));
    const [mean] = planBacktest(lower, [0.95], 1).checks;
    expect(mean).toMatchObject({ rule: 'mean', verdict: 'failed' });
    expect(planBacktest(fair, [0.95], 1).checks[0]).toMatchObject({ rule: 'mean', verdict: 'held' });
  });

  it('is at best a caution on few days', () => {
    expect(planBacktest(fair.slice(0, 40), [0.95], 1).state).toBe('caution');
  });

  it('adds up by stream, and tells what the others would have earned', () => {
    const { streams, expected, realised, policies, capture, foregone } = planBacktest(fair, [0.95], 1);
    const sum = (value: (row: (typeof streams)[number]) => number): number =>
      streams.reduce((total, row) => total + value(row), 0);
    expect(sum((row) => row.expected.value)).toBeCloseTo(expected.value, 9);
    expect(sum((row) => row.realised.value)).toBeCloseTo(realised.value, 9);
    expect(policies.map(({ policy, difference }) => [policy, difference.value])).toEqual([
      ['rolling', 0],
      ['follow', -5],
    ]);
    expect(capture.value).toBeCloseTo(50.5 / 120, 9);
    expect(foregone.value).toBeCloseTo(120 - 50.5, 9);
  });
});
