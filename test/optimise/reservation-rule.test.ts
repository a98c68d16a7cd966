import { describe, expect, it } from 'vitest';
import type { Plan, PlanProblem, PlanService } from '../../src/domain/plan-problem.ts';
import { evaluateRecourse } from '../../src/optimise/evaluate-plan.ts';
import { firstStage, planOfVector } from '../../src/optimise/first-stage.ts';
import { fitReservationRule, profitByRule, type ReservationRule } from '../../src/optimise/reservation-rule.ts';
import { seededUniform } from '../dispatch/seeded-uniform.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { smallPlanProblem } from './small-plan-problem.ts';

/** Power up for the whole day of two hours, one availability price a scenario. */
function standby(availability: readonly number[], change: Partial<PlanService> = {}): PlanService {
  return {
    name: 'standby',
    direction: 'up',
    blockStarts: Int32Array.of(0, 2),
    sustainHours: 0,
    maxMW: 1,
    availability: Float64Array.from(availability),
    activation: new Float64Array(2),
    utilisationPrice: null,
    ...change,
  };
}

/**
 * A quiet day: no spread to trade, standby earns 2 h × 20 = 40 a megawatt. A lively one: standby earns nothing, a
 * megawatt-hour bought at 10 is sold at 60, which the reserved power cannot do.
 */
const quiet = { prices: [10, 10], availability: 20 };
const lively = { prices: [10, 60], availability: 0 };

function daysOf(days: readonly { prices: number[]; availability: number }[]): PlanProblem {
  const rows = days.map(({ prices }) => prices);
  return smallPlanProblem(rows, rows, { services: [standby(days.map(({ availability }) => availability))] });
}

const nothing = (problem: PlanProblem): Plan =>
  planOfVector(firstStage(problem), new Float64Array(firstStage(problem).columnCount));
const fit = (problem: PlanProblem, plan = nothing(problem), waits = problem.services.map(() => true)) =>
  fitReservationRule(problem, plan, waits, 1e-9);
const recourse = (problem: PlanProblem, plan: Plan): Float64Array => {
  const { profitByPeriod } = evaluateRecourse(problem, plan, 'relaxed');
  const T = problem.periodCount;
  return Float64Array.from({ length: problem.scenarioCount }, (_, s) =>
    profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
};
const gain = (rule: ReservationRule, problem: PlanProblem): number => {
  const without = recourse(problem, rule.forAll);
  return profitByRule(rule, problem, recourse).reduce(
    (sum, value, s) => sum + problem.weights[s] * (value - without[s]),
    0,
  );
};

describe('reserving with the day-ahead outcome known', () => {
  it('is worth what the days earn apart less what one reservation earns on all: 45 − 25 a day', async () => {
    const planned = daysOf(Array.from({ length: 400 }, (_, s) => (s % 2 === 0 ? quiet : lively)));
    const rule = (await fit(planned))!;
    // One for all: standby for ½·40, trading for ½·50; the better one is 25.
    expect(rule.forAll.reservedMW[0][0]).toBeCloseTo(0, 6);
    const fresh = daysOf([quiet, lively, lively, quiet]);
    Array.from(profitByRule(rule, fresh, recourse)).forEach((profit, s) =>
      expect(profit).toBeCloseTo([40, 50, 50, 40][s], 4),
    );
    expect(gain(rule, fresh)).toBeCloseTo(45 - 25, 4);
  });

  it('is worth nothing, to the bit, where all outcomes are alike', async () => {
    const random = seededUniform(3);
    const rows = Array.from({ length: 250 }, () => [100 * random(), 100 * random()]);
    const same = rows.map(() => [30, 30]);
    const service = standby(rows.map(([, price]) => 0.5 * price));
    const problem = smallPlanProblem(same, rows, { services: [service] });
    const rule = (await fit(problem))!;
    expect(rule.forAll.reservedMW[0][0]).toBeGreaterThan(0);
    expect(profitByRule(rule, problem, recourse)).toEqual(recourse(problem, rule.forAll));
  });

  it('is worth nothing where outcomes differ and say nothing about what follows', async () => {
    const random = seededUniform(4);
    const later = Array.from({ length: 120 }, () => [100 * random(), 100 * random()]);
    // Each day-ahead outcome comes with the same 120 days.
    const outcomes = [
      [20, 20],
      [80, 95],
    ];
    const problem = smallPlanProblem(
      outcomes.flatMap((prices) => later.map(() => prices)),
      outcomes.flatMap(() => later),
      { services: [standby(outcomes.flatMap(() => later.map(([, price]) => 0.2 * price)))] },
    );
    const rule = (await fit(problem))!;
    expect(new Set([rule.forAll, ...rule.byGroup]).size).toBe(3);
    expect(Math.abs(gain(rule, problem))).toBeLessThan(1e-6);
  });

  it('never loses on the scenarios that it was fitted to, and leaves position and bid curve as they were', async () => {
    let gained = 0;
    for (let seed = 0; seed < 12; seed++) {
      const decision = seed % 2 === 0 ? 'position' : 'bidCurve';
      const problem = randomPlanProblem(seed, { periodCount: 4, scenarioCount: 240, decision });
      if (problem.services.length === 0) continue;
      const plan = nothing(problem);
      const rule = (await fit(problem, plan))!;
      for (const one of [rule.forAll, ...rule.byGroup]) {
        expect(one.dayAheadMW).toEqual(plan.dayAheadMW);
        expect(one.stepsMW).toEqual(plan.stepsMW);
      }
      const size = Math.max(1, ...recourse(problem, rule.forAll).map(Math.abs));
      expect(gain(rule, problem), `seed ${seed}`).toBeGreaterThan(-1e-6 * size);
      if (gain(rule, problem) > 1e-3) gained++;
    }
    expect(gained).toBeGreaterThan(3);
  });

  it('changes no reservation that is due before the outcome', async () => {
    const days = Array.from({ length: 400 }, (_, s) => (s % 2 === 0 ? quiet : lively));
    const alone = daysOf(days);
    const early = standby(
      days.map(() => 3),
      { name: 'early' },
    );
    const problem = { ...alone, services: [early, alone.services[0]] };
    const plan = { ...nothing(problem), reservedMW: [Float64Array.of(0.25), Float64Array.of(0)] };
    const rule = (await fit(problem, plan, [false, true]))!;
    for (const { reservedMW } of [rule.forAll, ...rule.byGroup]) expect(reservedMW[0][0]).toBe(0.25);
    // What is left of the power stands by on quiet days alone.
    expect(new Set(rule.byGroup.map(({ reservedMW }) => reservedMW[1][0].toFixed(4)))).toEqual(
      new Set(['0.0000', '0.7500']),
    );
  });

  it('is not asked where no reservation can wait, or too few scenarios would stand in a group', async () => {
    const days = Array.from({ length: 400 }, (_, s) => (s % 2 === 0 ? quiet : lively));
    expect(await fit(daysOf(days), undefined, [false])).toBeNull();
    expect(await fit(daysOf(days.slice(0, 199)))).toBeNull();
    const rows = days.map(({ prices }) => prices);
    expect(await fit(smallPlanProblem(rows, rows))).toBeNull();
  });
});
