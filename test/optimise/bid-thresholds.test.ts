import { describe, expect, it } from 'vitest';
import { parseConfig, type PipelineConfig, type PipelineConfigInput } from '../../src/config.ts';
import { deliveryDay, gbCalendar, wallClockSlots } from '../../src/domain/market-calendar.ts';
import type { Plan } from '../../src/domain/plan-problem.ts';
import type { ScenarioSet } from '../../src/domain/scenario-set.ts';
import { dayAheadDecision, withBidThresholds } from '../../src/optimise/bid-thresholds.ts';
import { carryOut } from '../../src/optimise/policy/carry-out.ts';
import { rolling } from '../../src/optimise/policy/rolling.ts';
import { verifyCarriedOut } from '../../src/optimise/policy/verify-carried-out.ts';
import { planOnDay } from '../../src/optimise/plan-problem-of-day.ts';
import { dayAheadStarts } from '../../src/optimise/sold-of-day.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { oneStateChain } from './policy/one-state-chain.ts';

const source = (valueColumn: string) => [{ format: 'tidy' as const, file: 'prices.csv', valueColumn, currency: 'GBP' }];
type Change = Partial<Pick<PipelineConfigInput, 'decision' | 'policy'>>;
const configWith = (change: Change, dayAhead: Partial<PipelineConfigInput['markets'][number]> = {}): PipelineConfig =>
  parseConfig(
    {
      name: 'test',
      data: {},
      markets: [
        {
          name: 'da',
          role: 'dayAhead',
          sources: source('da'),
          rules: { priceTick: 0.5, mostSteps: 11 },
          ...dayAhead,
        },
        { name: 'ip', role: 'imbalance', sources: source('ip') },
      ],
      batteries: [{ name: 'B', maxChargeMW: 10, maxDischargeMW: 8, energyCapacityMWh: 20, roundTripEfficiency: 0.81 }],
      ...change,
    },
    'test.config.ts',
  );

/** The short day, then an ordinary one; in scenario s the price of the k-th hour is 10·k + s. */
const days = ['2025-03-30', '2025-03-31'].map((date) => deliveryDay(gbCalendar, date));
const scenarioCount = 101;
const planned: ScenarioSet = {
  days,
  dayOffsets: Int32Array.of(0, 46, 94),
  periodHours: 0.5,
  currency: 'GBP',
  firstScenario: 0,
  scenarioCount,
  weights: new Float64Array(scenarioCount).fill(1 / scenarioCount),
  dayAhead: Float64Array.from({ length: scenarioCount * 94 }, (_, i) => 10 * ((i % 94) >> 1) + Math.floor(i / 94)),
  imbalance: new Float64Array(scenarioCount * 94),
  services: [],
  bankDay: new Int32Array(scenarioCount),
  bankDates: ['2025-01-01'],
};

describe('the prices of a bid curve', () => {
  const config = withBidThresholds(configWith({ decision: { dayAhead: 'bidCurve', steps: 3 } }), planned);

  it('are evenly spaced quantiles of the simulated prices of each hour', () => {
    const decision = dayAheadDecision(config, days[0], dayAheadStarts(config, days[0]));
    if (decision.kind !== 'bidCurve') throw new Error('a position');
    expect(decision.stepCount).toBe(3);
    expect(decision.thresholds).toHaveLength(23 * 3);
    expect(Array.from(decision.thresholds.subarray(0, 6))).toEqual([25, 50, 75, 35, 60, 85]);
  });

  it('are taken over by wall clock on another day, the hour that was skipped like the one before it', () => {
    const decision = dayAheadDecision(config, days[1], dayAheadStarts(config, days[1]));
    if (decision.kind !== 'bidCurve') throw new Error('a position');
    // 23:00, 00:00, 01:00 (skipped on the first day), 02:00.
    const first = Array.from({ length: 4 }, (_, hour) => decision.thresholds[3 * hour]);
    expect(first).toEqual([25, 35, 35, 45]);
  });

  it('ascend by a tick where the simulated prices are all alike', () => {
    const flat = { ...planned, dayAhead: new Float64Array(scenarioCount * 94).fill(40.2) };
    const { decision } = withBidThresholds(configWith({ decision: { dayAhead: 'bidCurve', steps: 3 } }), flat);
    expect((decision.thresholds as Record<string, number[]>)['17:00']).toEqual([40, 40.5, 41]);
  });

  it('stay within the limits of the market, apart by a tick, where the simulated ones crowd at the highest', () => {
    const crowded = { ...planned, dayAhead: new Float64Array(scenarioCount * 94).fill(60) };
    const limited = configWith(
      { decision: { dayAhead: 'bidCurve', steps: 3 } },
      { priceLimits: { min: -20, max: 60.3 } },
    );
    const { decision } = withBidThresholds(limited, crowded);
    expect((decision.thresholds as Record<string, number[]>)['17:00']).toEqual([59, 59.5, 60]);
    // Those below the crowd stay where they are.
    const spread = { ...planned, dayAhead: planned.dayAhead.map((_, i) => (Math.floor(i / 94) < 40 ? 20 : 60)) };
    const own = withBidThresholds(limited, spread).decision.thresholds as Record<string, number[]>;
    expect(own['17:00']).toEqual([20, 59.5, 60]);
  });

  it('are those of the configuration where it states them, and none for a position', () => {
    const stated = configWith({ decision: { dayAhead: 'bidCurve', thresholds: [20, 60] } });
    expect(withBidThresholds(stated, planned)).toBe(stated);
    expect(dayAheadDecision(stated, days[0], dayAheadStarts(stated, days[0]))).toEqual({
      kind: 'bidCurve',
      thresholds: Float64Array.of(20, 60),
    });
    const position = configWith({});
    expect(withBidThresholds(position, planned)).toBe(position);
    expect(dayAheadDecision(position, days[0], dayAheadStarts(position, days[0]))).toEqual({ kind: 'position' });
  });

  it('go with their volumes when a plan is repeated on another day', () => {
    const clock = (index: number) => ({
      slots: wallClockSlots(gbCalendar, days[index]),
      intervalStarts: dayAheadStarts(config, days[index]),
      services: [],
    });
    const plan: Plan = {
      dayAheadMW: Float64Array.from({ length: 23 }, (_, i) => i),
      stepsMW: Float64Array.from({ length: 23 * 2 }, (_, i) => 100 + i),
      reservedMW: [],
    };
    const repeated = planOnDay(plan, clock(0), clock(1));
    expect(Array.from(repeated.dayAheadMW.subarray(0, 4))).toEqual([0, 1, 1, 2]);
    expect(Array.from(repeated.stepsMW.subarray(0, 8))).toEqual([100, 101, 102, 103, 102, 103, 104, 105]);
    expect(repeated.stepsMW).toHaveLength(48);
  });
});

describe('a bid curve that is carried out', () => {
  it('passes the independent checker at the position that each scenario accepts, and no other', () => {
    const problem = {
      ...randomPlanProblem(121, { periodCount: 6, scenarioCount: 8, decision: 'bidCurve' }),
      services: [],
      deviationLimitMW: null,
    };
    const intervals = problem.intervalStarts.length - 1;
    const plan: Plan = {
      dayAheadMW: new Float64Array(intervals).fill(-0.1),
      stepsMW: new Float64Array(2 * intervals).fill(0.05),
      reservedMW: [],
    };
    const basis = { meanBasis: new Float64Array(6), persistence: new Float64Array(7), publicationDelay: 2 };
    const carried = carryOut(rolling, { planned: problem, basis, chain: oneStateChain(basis) }, problem, plan);
    verifyCarriedOut(problem, plan, carried);
    const withoutSteps = { ...plan, stepsMW: new Float64Array(2 * intervals) };
    expect(() => verifyCarriedOut(problem, withoutSteps, carried)).toThrow(/profit of scenario/);
  });
});

describe('a bid curve is refused', () => {
  const bidCurve = (more: object = {}): Change => ({ decision: { dayAhead: 'bidCurve', ...more } });
  it.each<[string, () => PipelineConfig, RegExp]>([
    [
      'where the price changes within what is sold',
      () => configWith(bidCurve(), { seriesInterval: 'period' }),
      /decision\.dayAhead.*one for each interval/,
    ],
    [
      'with more prices than an order may have',
      () => configWith(bidCurve({ steps: 5 })),
      /decision\.steps.*mostSteps, 11.*at most 4/,
    ],
    ['with prices that do not ascend', () => configWith(bidCurve({ thresholds: [20, 20] })), /thresholds.*ascend/],
    [
      'with more prices at one time than at another',
      () => configWith(bidCurve({ thresholds: { '23:00': [20], '00:00': [20, 30] } })),
      /thresholds.*as many/,
    ],
    [
      'with a price beyond the limits of the market',
      () => configWith(bidCurve({ thresholds: [5000] }), { priceLimits: { min: -500, max: 4000 } }),
      /thresholds.*priceLimits/,
    ],
    ['off the price tick', () => configWith(bidCurve({ thresholds: [20.3] })), /thresholds.*priceTick, 0\.5.*20\.5/s],
    ['as prices of a position', () => configWith({ decision: { thresholds: [20] } }), /thresholds.*bidCurve/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  it('where the first local time of the day has no prices', () => {
    const config = configWith(bidCurve({ thresholds: { '07:00': [20] } }));
    expect(() => dayAheadDecision(config, days[0], dayAheadStarts(config, days[0]))).toThrow(/23:00/);
  });
});
