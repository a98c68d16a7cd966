import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionByPeriod, type Plan, type PlanProblem } from '../../src/domain/plan-problem.ts';
import { SolverError } from '../../src/errors.ts';
import { evaluateRecourse } from '../../src/optimise/evaluate-plan.ts';
import { followSchedule } from '../../src/optimise/policy/follow.ts';
import { profitByScenario, settle, type Schedule } from '../../src/optimise/settle.ts';
import { verifySchedule } from '../../src/optimise/verify-schedule.ts';

// Two half-hours, one scenario: sold 4 MW ahead in both; delivers 2 MW in the first, charges 1 MW in the second.
const problem: PlanProblem = {
  periodHours: 0.5,
  periodCount: 2,
  scenarioCount: 1,
  confidenceLevel: 0.9,
  battery: {
    name: 'B',
    maxChargeMW: 10,
    maxDischargeMW: 10,
    energyCapacityMWh: 20,
    minStateOfChargeMWh: 0,
    maxStateOfChargeMWh: 20,
    initialStateOfChargeMWh: 10,
    terminal: { kind: 'value', waterValue: 50 },
    chargeEfficiency: 0.8,
    dischargeEfficiency: 0.5,
    standingLossPerHour: 0,
    throughputCost: 2,
  },
  maxChargeMW: Float64Array.of(10, 10),
  maxDischargeMW: Float64Array.of(10, 10),
  weights: Float64Array.of(1),
  dayAhead: Float64Array.of(60, 60),
  imbalance: Float64Array.of(100, 30),
  services: [
    {
      name: 'UP',
      direction: 'up',
      blockStarts: Int32Array.of(0, 2),
      sustainHours: 0.5,
      maxMW: 3,
      availability: Float64Array.of(5),
      activation: Float64Array.of(0.1, 0.1),
      utilisationPrice: null,
    },
  ],
  intervalStarts: Int32Array.of(0, 2),
  decision: { kind: 'position' },
  deviationLimitMW: 5,
  shortfallPenalty: 1000,
};
const plan: Plan = { dayAheadMW: Float64Array.of(4), stepsMW: new Float64Array(0), reservedMW: [Float64Array.of(2)] };

// Activation takes 0.1 · 2 MW · 0.5 h = 0.1 MWh at the grid, 0.2 MWh from the store, in each half-hour.
const schedule: Schedule = {
  chargeMW: Float64Array.of(0, 1),
  dischargeMW: Float64Array.of(2, 0),
  stateOfChargeMWh: Float64Array.of(10, 10 - 2 - 0.2, 10 - 2 - 0.2 + 0.4 - 0.2),
  shortfallMWh: new Float64Array(3),
  excessDeviationMW: new Float64Array(2),
};

const byHand: Record<string, number> = {
  dayAhead: 0.5 * 60 * 4 * 2, // 240
  imbalance: 0.5 * 100 * (2 - 4) + 0.5 * 30 * (-1 - 4), // −175
  'availability:UP': 2 * 5 * 1, // 10
  utilisation: 0.1 * 100 + 0.1 * 30, // 13
  throughput: -2 * (0.5 * 2 + 0.1 + 0.1), // −2.4
  penalties: 0,
  storedEnergy: 50 * (8 - 10), // −100
};

describe('settlement of a plan', () => {
  it('pays each stream by its own rule', () => {
    const { streams } = settle(problem, plan, () => schedule);
    const totals = Object.fromEntries(streams.map(({ name, values }) => [name, values[0] + values[1]]));
    expect(Object.keys(totals)).toEqual(Object.keys(byHand));
    for (const [name, value] of Object.entries(byHand)) expect(totals[name], name).toBeCloseTo(value, 10);
  });

  it('charges a departure from the window to the period before its boundary, and the first boundary to the first period', () => {
    // The reserve of 2 MW needs 2 · 0.5 h / 0.5 = 2 MWh above the minimum, so the window is [10.1, 20]:
    // 0.1 MWh is missing at boundary 0, 2.3 at boundary 1, 2.1 at boundary 2.
    const narrow = { ...problem, battery: { ...problem.battery, minStateOfChargeMWh: 8.1 } };
    const penalties = settle(narrow, plan, () => ({
      ...schedule,
      excessDeviationMW: Float64Array.of(0, 2),
    })).streams.find(({ name }) => name === 'penalties');
    expect(penalties!.values[0]).toBeCloseTo(-1000 * (0.1 + 2.3), 8);
    expect(penalties!.values[1]).toBeCloseTo(-1000 * (2.1 + 0.5 * 2), 8);
  });

  it('counts a state on both sides of a window whose ends cross', () => {
    // [10.1, 9]: at boundary 0 the state 10 is 0.1 below and 1 above.
    const crossed = { ...problem, battery: { ...problem.battery, minStateOfChargeMWh: 8.1, maxStateOfChargeMWh: 9 } };
    const penalties = settle(crossed, plan, () => schedule).streams.find(({ name }) => name === 'penalties');
    expect(penalties!.values[0]).toBeCloseTo(-1000 * (0.1 + 1 + 2.3), 8);
  });
});

describe('the independent checker', () => {
  const profit = Float64Array.of(Object.values(byHand).reduce((sum, value) => sum + value, 0));

  it('accepts the schedule that a hand computed', () => {
    expect(() => verifySchedule(problem, plan, schedule, profit)).not.toThrow();
  });

  it.each<[string, Partial<Schedule>, Partial<PlanProblem>]>([
    ['charging and discharging at once', { chargeMW: Float64Array.of(0.5, 1) }, {}],
    ['energy that does not add up', { stateOfChargeMWh: Float64Array.of(10, 7.8, 8.1) }, {}],
    [
      'a state outside of the window that is not paid for',
      {},
      { battery: { ...problem.battery, maxStateOfChargeMWh: 9 } },
    ],
    [
      'reserve that the energy cannot sustain, not paid for',
      {},
      { battery: { ...problem.battery, minStateOfChargeMWh: 7 } },
    ],
    ['more power than the connection leaves', {}, { maxDischargeMW: Float64Array.of(3, 10) }],
    ['a deviation beyond its limit', {}, { deviationLimitMW: 1 }],
    ['a reservation above its maximum', {}, { services: [{ ...problem.services[0], maxMW: 1 }] }],
  ])('refuses %s', (_name, change, problemChange) => {
    expect(() => verifySchedule({ ...problem, ...problemChange }, plan, { ...schedule, ...change }, profit)).toThrow(
      SolverError,
    );
  });

  it('refuses a profit that is a penny off', () => {
    expect(() =>
      verifySchedule(
        problem,
        plan,
        schedule,
        profit.map((value) => value + 0.01),
      ),
    ).toThrow(/profit of scenario 0/);
  });
});

describe('the policy follow', () => {
  it('passes the checker and never beats the recourse with the same physics, on random prices', () => {
    const prices = fc.array(fc.double({ min: -60, max: 200, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(prices, prices, fc.constantFrom(null, 2, 5), (dayAhead, imbalance, deviationLimitMW) => {
        const own: PlanProblem = {
          ...problem,
          periodCount: 4,
          scenarioCount: 3,
          weights: Float64Array.of(0.5, 0.25, 0.25),
          maxChargeMW: new Float64Array(4).fill(10),
          maxDischargeMW: new Float64Array(4).fill(10),
          dayAhead: Float64Array.from(dayAhead),
          imbalance: Float64Array.from(imbalance),
          services: [
            {
              ...problem.services[0],
              blockStarts: Int32Array.of(0, 4),
              availability: Float64Array.of(5, 6, 7),
              activation: new Float64Array(4).fill(0.1),
            },
          ],
          intervalStarts: Int32Array.of(0, 2, 4),
          deviationLimitMW,
        };
        const ownPlan: Plan = {
          dayAheadMW: Float64Array.of(3, -2),
          stepsMW: new Float64Array(0),
          reservedMW: [Float64Array.of(1.5)],
        };
        const follow = followSchedule(own, ownPlan, positionByPeriod(own, ownPlan, 0));
        const profits = profitByScenario(settle(own, ownPlan, () => follow));
        verifySchedule(own, ownPlan, follow, profits);
        const exact = evaluateRecourse(own, ownPlan, 'exact').profitByPeriod;
        const relaxed = evaluateRecourse(own, ownPlan, 'relaxed').profitByPeriod;
        const total = (matrix: Float64Array, s: number): number =>
          matrix.subarray(4 * s, 4 * s + 4).reduce((sum, value) => sum + value, 0);
        for (let s = 0; s < 3; s++) {
          expect(profits[s]).toBeLessThanOrEqual(total(exact, s) + 1e-6);
          expect(total(exact, s)).toBeLessThanOrEqual(total(relaxed, s) + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });
});
