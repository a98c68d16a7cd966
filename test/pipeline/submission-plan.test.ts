import { describe, expect, it } from 'vitest';
import type { MarketRules } from '../../src/domain/market-rules.ts';
import { bidStepCount, intervalOfPeriod, type Plan, type PlanProblem } from '../../src/domain/plan-problem.ts';
import { submissionPlan, submissionPlans } from '../../src/pipeline/submission-plan.ts';
import { randomPlanProblem } from '../optimise/random-plan-problem.ts';

const lots = (lotMW: number, minimumMW = lotMW): MarketRules => ({ lotMW, minimumMW, priceTick: 0.01 });

/** A random problem of a battery large enough for lots of a whole megawatt, and a plan that uses its power. */
function problemAndPlan(seed: number): { problem: PlanProblem; plan: Plan } {
  const small = randomPlanProblem(seed, {
    periodCount: 4 + (seed % 5),
    scenarioCount: 2,
    decision: seed % 3 === 0 ? 'bidCurve' : 'position',
  });
  const times = (values: Float64Array): Float64Array => values.map((value) => 20 * value);
  const problem: PlanProblem = {
    ...small,
    maxChargeMW: times(small.maxChargeMW),
    maxDischargeMW: times(small.maxDischargeMW),
    services: small.services.map((service) => ({ ...service, maxMW: 20 * service.maxMW })),
  };
  const share = (i: number): number => Math.abs(Math.sin(seed * 7.3 + i * 2.1));
  const least = (values: Float64Array): number => values.reduce((low, value) => Math.min(low, value), Infinity);
  const power = Math.min(least(problem.maxChargeMW), least(problem.maxDischargeMW));
  const perService = power / Math.max(1, problem.services.length);
  const reservedMW = problem.services.map(({ blockStarts, maxMW }, k) =>
    Float64Array.from({ length: blockStarts.length - 1 }, (_, b) => Math.min(maxMW, perService * share(10 * k + b))),
  );
  const steps = bidStepCount(problem.decision);
  const { lower, upper } = powerLeft(problem, reservedMW);
  const dayAheadMW = lower.map((low, i) => low + (upper[i] - low) * share(i) * (steps > 0 ? 0.5 : 1));
  const stepsMW = Float64Array.from({ length: dayAheadMW.length * steps }, (_, at) => {
    const interval = Math.floor(at / steps);
    return ((upper[interval] - dayAheadMW[interval]) / steps) * share(100 + at);
  });
  return { problem, plan: { dayAheadMW, stepsMW, reservedMW } };
}

/** −C + R^dn and D − R^up by interval. */
function powerLeft(problem: PlanProblem, reservedMW: readonly Float64Array[]) {
  const count = problem.intervalStarts.length - 1;
  const lower = new Float64Array(count).fill(-Infinity);
  const upper = new Float64Array(count).fill(Infinity);
  intervalOfPeriod(problem.intervalStarts).forEach((interval, t) => {
    let [up, down] = [0, 0];
    problem.services.forEach(({ direction, blockStarts }, k) => {
      const reserved = reservedMW[k][intervalOfPeriod(blockStarts)[t]];
      if (direction === 'up') up += reserved;
      else down += reserved;
    });
    lower[interval] = Math.max(lower[interval], down - problem.maxChargeMW[t]);
    upper[interval] = Math.min(upper[interval], problem.maxDischargeMW[t] - up);
  });
  return { lower, upper };
}

const isMultiple = (volume: number, lot: number): boolean => Math.abs(volume / lot - Math.round(volume / lot)) < 1e-6;

describe('a plan in accepted volumes', () => {
  it('goes down to whole lots in reservations and to the nearest in the position', () => {
    const problem = {
      ...randomPlanProblem(1, { periodCount: 2, scenarioCount: 1 }),
      intervalStarts: Int32Array.of(0, 1, 2),
      maxChargeMW: Float64Array.of(50, 50),
      maxDischargeMW: Float64Array.of(50, 50),
      services: [],
    };
    const plan = { dayAheadMW: Float64Array.of(12.34, -49.99), stepsMW: new Float64Array(0), reservedMW: [] };
    const rules = { dayAhead: lots(0.1), services: [] };
    expect(Array.from(submissionPlan(problem, plan, rules).dayAheadMW)).toEqual([12.3, -50]);
  });

  it('may be rounded down, up, or with what was lost before', () => {
    const problem = {
      ...randomPlanProblem(1, { periodCount: 3, scenarioCount: 1 }),
      intervalStarts: Int32Array.of(0, 1, 2, 3),
      maxChargeMW: Float64Array.of(50, 50, 50),
      maxDischargeMW: Float64Array.of(50, 50, 50),
      services: [],
    };
    const plan = { dayAheadMW: Float64Array.of(1.4, 1.4, -1.4), stepsMW: new Float64Array(0), reservedMW: [] };
    const positions = submissionPlans(problem, plan, { dayAhead: lots(1), services: [] }).map(({ dayAheadMW }) =>
      Array.from(dayAheadMW),
    );
    expect(positions).toEqual([
      [1, 1, -1],
      [1, 2, -2],
      [1, 1, -2],
      [2, 2, -1],
    ]);
  });

  it('is the plan itself where the markets accept any volume', () => {
    const { problem, plan } = problemAndPlan(4);
    const any = { lotMW: 0, minimumMW: 0, priceTick: 0 };
    expect(submissionPlan(problem, plan, { dayAhead: any, services: problem.services.map(() => any) })).toBe(plan);
  });

  it('keeps lots, minimum volumes and the power of the battery on 300 random problems', () => {
    let [reserved, curves] = [0, 0];
    for (let seed = 1; seed <= 300; seed++) {
      const { problem, plan } = problemAndPlan(seed);
      const ahead = lots(seed % 2 === 0 ? 0.1 : 0.5, seed % 4 === 0 ? 1 : 0);
      const rules = { dayAhead: ahead, services: problem.services.map((_, k) => lots(1, 1 + (k % 2))) };
      const rounding = (['nearest', 'carried', 'down', 'up'] as const)[Math.floor(seed / 4) % 4];
      const rounded = submissionPlan(problem, plan, rules, rounding);
      rounded.reservedMW.forEach((volumes, k) =>
        volumes.forEach((volume, b) => {
          expect(isMultiple(volume, 1), `seed ${seed}`).toBe(true);
          expect(volume === 0 || volume >= rules.services[k].minimumMW, `seed ${seed}`).toBe(true);
          expect(volume).toBeLessThanOrEqual(plan.reservedMW[k][b] + 1e-6);
          reserved += volume;
        }),
      );
      const { lower, upper } = powerLeft(problem, rounded.reservedMW);
      const steps = bidStepCount(problem.decision);
      rounded.dayAheadMW.forEach((base, interval) => {
        const own = rounded.stepsMW.subarray(interval * steps, (interval + 1) * steps);
        let level = base;
        for (const volume of [0, ...own]) {
          expect(volume, `seed ${seed}`).toBeGreaterThanOrEqual(0);
          level += volume;
          expect(isMultiple(level, ahead.lotMW), `seed ${seed}, ${level}`).toBe(true);
          expect(Math.abs(level) < 1e-9 || Math.abs(level) >= ahead.minimumMW - 1e-6, `seed ${seed}`).toBe(true);
          expect(level).toBeGreaterThanOrEqual(lower[interval] - 1e-6);
          expect(level).toBeLessThanOrEqual(upper[interval] + 1e-6);
          if (volume > 0) curves++;
        }
      });
    }
    expect(reserved).toBeGreaterThan(100);
    expect(curves).toBeGreaterThan(100);
  });

  it('keeps what each price has accepted so far in lots, within the whole', () => {
    let steps = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { problem: drawn, plan: taking } = problemAndPlan(seed);
      const services = drawn.services.map((service) => ({ ...service, offerThresholds: Float64Array.of(0, 5, 9) }));
      const problem = { ...drawn, services };
      const offerStepsMW = taking.reservedMW.map((reserved) =>
        Float64Array.from(
          { length: 3 * reserved.length },
          (_, at) => reserved[Math.floor(at / 3)] * [0.5, 0.2, 0.3][at % 3],
        ),
      );
      const rules = { dayAhead: lots(0.5), services: services.map((_, k) => lots(1, 1 + (k % 2))) };
      const rounded = submissionPlan(problem, { ...taking, offerStepsMW }, rules);
      rounded.offerStepsMW?.forEach((volumes, k) =>
        rounded.reservedMW[k].forEach((whole, b) => {
          let level = 0;
          for (const volume of volumes!.subarray(3 * b, 3 * b + 3)) {
            expect(volume, `seed ${seed}`).toBeGreaterThanOrEqual(0);
            level += volume;
            expect(isMultiple(level, 1), `seed ${seed}`).toBe(true);
            expect(level === 0 || level >= rules.services[k].minimumMW - 1e-9, `seed ${seed}`).toBe(true);
            if (volume > 0) steps++;
          }
          expect(level).toBeCloseTo(whole, 9);
        }),
      );
    }
    expect(steps).toBeGreaterThan(50);
  });

  it('gives up reserved power where no accepted position is left', () => {
    const base = randomPlanProblem(1, { periodCount: 1, scenarioCount: 1 });
    const service = (direction: 'up' | 'down') => ({
      name: direction,
      direction,
      blockStarts: Int32Array.of(0, 1),
      sustainHours: 0,
      maxMW: 10,
      availability: Float64Array.of(5),
      activation: Float64Array.of(0),
      utilisationPrice: null,
    });
    const problem: PlanProblem = {
      ...base,
      intervalStarts: Int32Array.of(0, 1),
      maxChargeMW: Float64Array.of(1.5),
      maxDischargeMW: Float64Array.of(5.5),
      services: [service('up'), service('down')],
    };
    // The position would have to be exactly 2.5 MW: no whole megawatt.
    const plan: Plan = {
      dayAheadMW: Float64Array.of(2.5),
      stepsMW: new Float64Array(0),
      reservedMW: [Float64Array.of(3), Float64Array.of(4)],
    };
    const rounded = submissionPlan(problem, plan, { dayAhead: lots(1), services: [lots(1), lots(1)] });
    expect(rounded.reservedMW.map(([volume]) => volume)).toEqual([3, 3]);
    expect(rounded.dayAheadMW[0]).toBe(2);
  });

  it('adds whole lots to what was sold', () => {
    const base = randomPlanProblem(1, { periodCount: 1, scenarioCount: 1 });
    const problem: PlanProblem = {
      ...base,
      intervalStarts: Int32Array.of(0, 1),
      maxChargeMW: Float64Array.of(50),
      maxDischargeMW: Float64Array.of(50),
      services: [],
      sold: { dayAheadMW: Float64Array.of(1.25), reservedMW: [] },
    };
    const plan = { dayAheadMW: Float64Array.of(3.4), stepsMW: new Float64Array(0), reservedMW: [] };
    expect(submissionPlan(problem, plan, { dayAhead: lots(1), services: [] }).dayAheadMW[0]).toBe(3.25);
    // 1.5 − 1.2 is 0.30000000000000004 in binary: no volume that a desk would write.
    const sold = { dayAheadMW: Float64Array.of(1.5), reservedMW: [] };
    const bought = { ...plan, dayAheadMW: Float64Array.of(0.3) };
    expect(submissionPlan({ ...problem, sold }, bought, { dayAhead: lots(0.1), services: [] }).dayAheadMW[0]).toBe(0.3);
  });
});
