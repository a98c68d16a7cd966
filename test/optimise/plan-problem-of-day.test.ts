import { describe, expect, it } from 'vitest';
import { deliveryDay, gbCalendar, wallClockSlots } from '../../src/domain/market-calendar.ts';
import type { NightState } from '../../src/domain/night-state.ts';
import type { ScenarioSet } from '../../src/domain/scenario-set.ts';
import { dayClock, planOnDay, planProblemOfDay, runShortfallPenalty } from '../../src/optimise/plan-problem-of-day.ts';
import { solvePlan } from '../../src/optimise/solve-plan.ts';
import { configWith, quietNight, serviceMarket } from './day-fixture.ts';

const activation = [
  { from: '2025-01-01', meanShare: 0.1 },
  { from: '2025-10-26', meanShare: 0.2 },
];
const config = configWith(serviceMarket('UP', 'up', 4, { activation }), serviceMarket('DOWN', 'down', 0));

const days = ['2025-10-25', '2025-10-26', '2025-10-27'].map((date) => deliveryDay(gbCalendar, date));
const dayOffsets = Int32Array.of(0, 48, 98, 146);
const blocks = days.flatMap((_, index) => {
  const starts = index === 1 ? [0, 10, 18, 26, 34, 42] : [0, 8, 16, 24, 32, 40];
  return starts.map((start) => dayOffsets[index] + start);
});
const set: ScenarioSet = {
  days,
  dayOffsets,
  periodHours: 0.5,
  currency: 'GBP',
  firstScenario: 0,
  scenarioCount: 2,
  weights: Float64Array.of(0.5, 0.5),
  dayAhead: Float64Array.from({ length: 2 * 146 }, (_, i) => i),
  imbalance: Float64Array.from({ length: 2 * 146 }, (_, i) => -i),
  services: [
    {
      name: 'UP',
      intervalStarts: Int32Array.from([...blocks, 146]),
      availability: Float64Array.from({ length: 2 * 18 }, (_, i) => i),
    },
  ],
  bankDay: Int32Array.of(0, 1),
  bankDates: ['2025-01-01', '2025-01-02'],
};
const outages = [
  { from: days[0].startTime + 45 * 60_000, to: days[0].startTime + 90 * 60_000, maxChargeMW: 0, maxDischargeMW: 3 },
];
const night: NightState = { ...quietNight, outages };

describe('the plan problem of a day', () => {
  const problem = planProblemOfDay(config, night, set, 0, 5000);
  const longDay = planProblemOfDay(config, night, set, 1, 5000);

  it('takes the prices of its own day, scenario by scenario', () => {
    expect([problem.dayAhead[0], problem.dayAhead[48]]).toEqual([0, 146]);
    expect([longDay.dayAhead[0], longDay.dayAhead[50]]).toEqual([48, 146 + 48]);
    expect(Array.from(longDay.services[0].availability)).toEqual([6, 7, 8, 9, 10, 11, 24, 25, 26, 27, 28, 29]);
  });

  it('has hours and blocks as long as the clock says: 25 hours and a block of five on the long day', () => {
    expect([problem.intervalStarts.length - 1, longDay.intervalStarts.length - 1]).toEqual([24, 25]);
    expect(Array.from(longDay.services[0].blockStarts)).toEqual([0, 10, 18, 26, 34, 42, 50]);
  });

  it('offers only services with a maximum, with the activation that holds on the day', () => {
    expect(problem.services.map((service) => service.name)).toEqual(['UP']);
    expect([problem.services[0].activation[0], longDay.services[0].activation[0]]).toEqual([0.1, 0.2]);
  });

  it('keeps what was sold of a service that is offered no more, and adds nothing', async () => {
    const over = configWith(serviceMarket('UP', 'up', 0, { offer: { prices: [5] } }));
    const volumes = [{ time: days[0].startTime, volumeMW: 3, field: 'state.sold' }];
    const sold = { file: 'night.json', field: 'state.sold', dayAhead: [], reserved: { UP: volumes } };
    const held = planProblemOfDay(over, { ...quietNight, sold }, set, 0, 5000);
    expect(held.services).toMatchObject([{ name: 'UP', maxMW: 3, closed: true }]);
    expect(held.services[0].offerThresholds).toBeUndefined();
    const { best } = await solvePlan(held, { limit: null, frontierPoints: 0, timeLimitSeconds: 60 });
    expect(Array.from(best.plan.reservedMW[0])).toEqual([3, 0, 0, 0, 0, 0]);
    expect(planProblemOfDay(over, quietNight, set, 0, 5000).services).toEqual([]);
  });

  it('lowers the power in every half-hour that an outage touches, and only there', () => {
    expect(Array.from(problem.maxChargeMW.slice(0, 5))).toEqual([10, 0, 0, 10, 10]);
    expect(Array.from(problem.maxDischargeMW.slice(0, 5))).toEqual([8, 3, 3, 8, 8]);
  });

  it('limits the deviation to half the larger power unless told otherwise', () => {
    expect(problem.deviationLimitMW).toBe(5);
  });

  it('computes a penalty above 2 × the largest price over the round trip and above the availability bound', () => {
    expect(runShortfallPenalty(config, night, set)).toBe(10 * 291);
    const worth: NightState = {
      ...night,
      battery: { ...night.battery, terminal: { kind: 'value', waterValue: -9000 } },
    };
    expect(runShortfallPenalty(config, worth, set)).toBe(90_000);
    const lossy: NightState = {
      ...night,
      battery: { ...night.battery, chargeEfficiency: 0.2, dischargeEfficiency: 0.5 },
    };
    expect(runShortfallPenalty(config, lossy, set)).toBe(40 * 291);
  });

  it('repeats the plan by the wall clock: the repeated hour of the long day repeats its volume', () => {
    const clock = dayClock(config, problem, wallClockSlots(gbCalendar, days[0]));
    const longClock = dayClock(config, longDay, wallClockSlots(gbCalendar, days[1]));
    const plan = {
      dayAheadMW: Float64Array.from({ length: 24 }, (_, hour) => hour),
      stepsMW: new Float64Array(0),
      reservedMW: [Float64Array.of(1, 2, 3, 4, 1, 2)],
    };
    // 23:00, 00:00, 01:00 (summer time), 01:00 again, 02:00, …
    expect(Array.from(planOnDay(plan, clock, longClock).dayAheadMW.slice(0, 6))).toEqual([0, 1, 2, 2, 3, 4]);
    expect(Array.from(planOnDay(plan, clock, longClock).reservedMW[0])).toEqual([1, 2, 3, 4, 1, 2]);
    const asking = { ...plan, offerStepsMW: [Float64Array.from({ length: 12 }, (_, at) => at)] };
    expect(planOnDay(asking, clock, longClock).offerStepsMW).toEqual(asking.offerStepsMW);
  });

  it('carries the plan of the long day out as it is: its two hours of one clock time keep their own volumes', () => {
    const longClock = dayClock(config, longDay, wallClockSlots(gbCalendar, days[1]));
    const hours = Float64Array.from({ length: 25 }, (_, hour) => hour);
    const plan = { dayAheadMW: hours, stepsMW: hours.slice(), reservedMW: [Float64Array.of(1, 2, 3, 4, 1, 2)] };
    expect(planOnDay(plan, longClock, { ...longClock })).toEqual(plan);
    const clock = dayClock(config, problem, wallClockSlots(gbCalendar, days[0]));
    expect(Array.from(planOnDay(plan, longClock, clock).dayAheadMW.slice(0, 5))).toEqual([0, 1, 3, 4, 5]);
  });
});
