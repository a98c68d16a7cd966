import { describe, expect, it } from 'vitest';
import { solveRecourse } from '../../../src/dispatch/recourse.ts';
import { positionByPeriod, reservedPower, type Plan, type PlanProblem } from '../../../src/domain/plan-problem.ts';
import { recourseProblem } from '../../../src/optimise/evaluate-plan.ts';
import { firstStage, planOfVector, vectorOf, type FirstStage } from '../../../src/optimise/first-stage.ts';
import { joinScenarioCuts, scenarioCuts } from '../../../src/optimise/decomposition/scenario-cuts.ts';
import { seededUniform } from '../../dispatch/seeded-uniform.ts';
import { randomPlanProblem } from '../random-plan-problem.ts';
import { smallPlanProblem } from '../small-plan-problem.ts';

const position = (...dayAheadMW: number[]): Plan => ({
  dayAheadMW: Float64Array.from(dayAheadMW),
  stepsMW: new Float64Array(0),
  reservedMW: [],
});

describe('the cut of one scenario', () => {
  it('has the basis between day-ahead and imbalance price as its slope in the position', () => {
    // Recourse buys at 20 and sells at 40, whatever was sold ahead.
    const { profit, bound, gradient } = scenarioCuts(smallPlanProblem([[10, 50]], [[20, 40]]), 0, 1)(position(0, 0.5));
    expect(profit[0]).toBeCloseTo(20 + 0.5 * (50 - 40), 12);
    expect(bound[0]).toBeCloseTo(profit[0], 12);
    expect(Array.from(gradient)).toEqual([10 - 20, 50 - 40]);
  });

  it('has the deviation penalty in its slope where the position cannot be followed', () => {
    const outage = { maxChargeMW: Float64Array.of(0), maxDischargeMW: Float64Array.of(0) };
    const problem = smallPlanProblem([[30]], [[20]], { ...outage, deviationLimitMW: 0.25, shortfallPenalty: 100 });
    const { profit, gradient } = scenarioCuts(problem, 0, 1)(position(1));
    // 10 for each MW of the open position, 0.75 MW beyond the limit at 100.
    expect(profit[0]).toBeCloseTo(10 - 75, 12);
    expect(gradient[0]).toBeCloseTo(10 - 100, 12);
  });

  it('values the scenario as the recourse of the dispatch engine does', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const problem = randomProblem(seed);
      const plan = randomPlan(firstStage(problem), seededUniform(seed + 5000));
      const { profit, bound } = scenarioCuts(problem, 0, problem.scenarioCount)(plan);
      for (let s = 0; s < problem.scenarioCount; s++) {
        const expected = profitOf(problem, plan, s);
        const scale = Math.max(1, Math.abs(expected));
        expect(Math.abs(profit[s] - expected) / scale, `seed ${seed}, scenario ${s}`).toBeLessThan(1e-9);
        expect((bound[s] - profit[s]) / scale, `dual of seed ${seed}, scenario ${s}`).toBeLessThan(1e-9);
      }
    }
  });

  it('bounds the profit of every other plan', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const problem = randomProblem(seed);
      const stage = firstStage(problem);
      const random = seededUniform(seed + 9000);
      const evaluate = scenarioCuts(problem, 0, problem.scenarioCount);
      const x = vectorOf(stage, randomPlan(stage, random));
      const { bound, gradient } = evaluate(planOfVector(stage, x));
      for (const share of [0.02, 0.3, 1]) {
        const other = vectorOf(stage, randomPlan(stage, random)).map((value, j) => x[j] + share * (value - x[j]));
        const { profit } = evaluate(planOfVector(stage, other));
        for (let s = 0; s < problem.scenarioCount; s++) {
          const cut = other.reduce(
            (sum, value, j) => sum + gradient[s * stage.columnCount + j] * (value - x[j]),
            bound[s],
          );
          expect((profit[s] - cut) / Math.max(1, Math.abs(profit[s])), `seed ${seed}, scenario ${s}`).toBeLessThan(
            1e-9,
          );
        }
      }
    }
  });

  it('is the same to the bit in shards of any size', () => {
    const problem = randomPlanProblem(3, { periodCount: 8, scenarioCount: 11 });
    const plan = randomPlan(firstStage(problem), seededUniform(1));
    const whole = scenarioCuts(problem, 0, 11)(plan);
    const shards = [
      [0, 4],
      [4, 5],
      [5, 11],
    ].map(([from, to]) => scenarioCuts(problem, from, to)(plan));
    expect(joinScenarioCuts(shards)).toEqual(whole);
  });

  it('names the scenario that has a price missing', () => {
    const problem = smallPlanProblem(
      [
        [10, 50],
        [10, 50],
      ],
      [
        [20, 40],
        [20, NaN],
      ],
    );
    expect(() => scenarioCuts(problem, 0, 2)(position(0, 0))).toThrow(/scenario 1.*finite/);
  });
});

function randomProblem(seed: number): PlanProblem {
  return randomPlanProblem(seed, {
    periodCount: 3 + (seed % 8),
    scenarioCount: 3,
    decision: seed % 4 === 0 ? 'bidCurve' : 'position',
  });
}

/** A random point of the first stage, sometimes at zero in many columns, drawn inwards until it is feasible. */
function randomPlan(stage: FirstStage, random: () => number): Plan {
  const x = new Float64Array(stage.columnCount);
  const size = random() < 0.3 ? 1 : random();
  for (let attempt = 0; attempt < 60; attempt++) {
    const share = size * 0.93 ** attempt;
    for (let j = 0; j < x.length; j++) {
      x[j] = random() < 0.3 ? 0 : share * (stage.lowerMW[j] + (stage.upperMW[j] - stage.lowerMW[j]) * random());
    }
    const feasible = stage.rows.every(({ terms, lowerMW, upperMW }) => {
      const sum = terms.reduce((total, [column, coefficient]) => total + coefficient * x[column], 0);
      return sum >= lowerMW && sum <= upperMW;
    });
    if (feasible) return planOfVector(stage, x);
  }
  return planOfVector(stage, x.fill(0));
}

/** P_s written out from docs/method/optimise.md, its recourse by the dispatch engine. */
function profitOf(problem: PlanProblem, plan: Plan, s: number): number {
  const { periodCount: T, periodHours: hours, battery } = problem;
  const reserved = reservedPower(problem, plan);
  const positionMW = positionByPeriod(problem, plan, s);
  const price = problem.imbalance.subarray(s * T, (s + 1) * T);
  let profit = solveRecourse(recourseProblem(problem, reserved, price, positionMW), 'relaxed').value;
  for (let t = 0; t < T; t++) {
    profit +=
      hours * (problem.dayAhead[s * T + t] - price[t]) * positionMW[t] -
      battery.throughputCost * reserved.upActivationMWh[t];
    problem.services.forEach((service, k) => {
      const blocks = service.blockStarts.length - 1;
      const block = service.blockStarts.findLastIndex((start) => start <= t);
      const utilisation = service.utilisationPrice?.[s * T + t] ?? price[t];
      const sign = service.direction === 'up' ? 1 : -1;
      profit +=
        hours *
        plan.reservedMW[k][block] *
        (service.availability[s * blocks + block] + sign * service.activation[t] * utilisation);
    });
  }
  return profit;
}
