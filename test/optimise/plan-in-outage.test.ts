import { describe, expect, it } from 'vitest';
import { bidStepCount, type Plan, type PlanProblem } from '../../src/domain/plan-problem.ts';
import { planInOutage } from '../../src/optimise/plan-in-outage.ts';
import { carryOut } from '../../src/optimise/policy/carry-out.ts';
import type { KnownBefore } from '../../src/optimise/policy/policy.ts';
import { rolling } from '../../src/optimise/policy/rolling.ts';
import { verifyCarriedOut } from '../../src/optimise/policy/verify-carried-out.ts';
import { profitByScenario } from '../../src/optimise/settle.ts';
import { seededUniform } from '../dispatch/seeded-uniform.ts';
import { oneStateChain } from './policy/one-state-chain.ts';
import { randomPlanProblem } from './random-plan-problem.ts';
import { smallBattery, smallPlanProblem } from './small-plan-problem.ts';

const known = (planned: PlanProblem): KnownBefore => {
  const basis = {
    meanBasis: new Float64Array(planned.periodCount),
    persistence: new Float64Array(planned.periodCount + 1),
    publicationDelay: 1,
  };
  return { planned, basis, chain: oneStateChain(basis) };
};
const limits = (...values: number[]) => ({
  maxChargeMW: Float64Array.from(values),
  maxDischargeMW: Float64Array.from(values),
});
const full = { ...smallBattery, initialStateOfChargeMWh: 1 };

describe('a plan in an outage', () => {
  it('buys the position of the lost hours back at the imbalance price', () => {
    // Sold 1 MW in hours 2 and 3 at 50; hour 2 is lost, its imbalance price is 80; the full store delivers in hour 3.
    const problem = smallPlanProblem([[50, 50, 50]], [[50, 80, 40]], { battery: full, deviationLimitMW: 0 });
    const plan: Plan = { dayAheadMW: Float64Array.of(0, 1, 1), stepsMW: new Float64Array(0), reservedMW: [] };
    const left = planInOutage(problem, plan, limits(1, 0, 1));
    expect([...left.plan.dayAheadMW]).toEqual([0, 0, 1]);
    expect([...left.boughtBack]).toEqual([50 - 80]);
    const carried = carryOut(rolling, known(left.problem), left.problem, left.plan);
    expect(profitByScenario(carried.flows)[0] + left.boughtBack[0]).toBeCloseTo(50 + (50 - 80), 9);
  });

  it('holds position, steps and reservations at the share of power that is left, cutting blocks and intervals', () => {
    const problem = smallPlanProblem([[50, 50, 50, 50]], [[50, 50, 50, 50]], {
      intervalStarts: Int32Array.of(0, 2, 4),
      decision: { kind: 'bidCurve', stepCount: 1, thresholds: Float64Array.of(10, 20) },
      services: [
        {
          name: 'DCL',
          direction: 'up',
          blockStarts: Int32Array.of(0, 4),
          sustainHours: 0.25,
          maxMW: 1,
          availability: Float64Array.of(7),
          activation: new Float64Array(4),
          utilisationPrice: null,
        },
      ],
    });
    const plan: Plan = {
      dayAheadMW: Float64Array.of(0.2, -0.4),
      stepsMW: Float64Array.of(0.2, 0.6),
      reservedMW: [Float64Array.of(0.4)],
    };
    const left = planInOutage(problem, plan, {
      ...limits(1, 1, 1, 1),
      maxDischargeMW: Float64Array.of(1, 0.5, 0.5, 1),
    });
    expect([...left.problem.intervalStarts]).toEqual([0, 1, 2, 3, 4]);
    expect([...left.plan.dayAheadMW]).toEqual([0.2, 0.1, -0.2, -0.4]);
    expect([...left.plan.stepsMW]).toEqual([0.2, 0.1, 0.3, 0.6]);
    expect(left.problem.decision).toMatchObject({ thresholds: Float64Array.of(10, 10, 20, 20) });
    expect([...left.problem.services[0].blockStarts]).toEqual([0, 1, 3, 4]);
    expect([...left.problem.services[0].availability]).toEqual([7, 7, 7]);
    expect([...left.plan.reservedMW[0]]).toEqual([0.4, 0.2, 0.4]);
  });

  it('leaves problem and plan as they are where no power is lost', () => {
    const problem = smallPlanProblem([[50]], [[60]]);
    const plan: Plan = { dayAheadMW: Float64Array.of(1), stepsMW: new Float64Array(0), reservedMW: [] };
    const left = planInOutage(problem, plan, problem);
    expect(left.plan).toBe(plan);
    expect([...left.boughtBack]).toEqual([0]);
  });

  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    'passes the independent checker whatever is lost, problem %i',
    (seed) => {
      const problem = randomPlanProblem(seed, { periodCount: 12, scenarioCount: 3 });
      const random = seededUniform(1000 + seed);
      const share = Float64Array.from({ length: 12 }, () => (random() < 0.5 ? 1 : random() < 0.5 ? 0 : random()));
      // A tenth of the least power of each interval is within every limit of the first stage.
      const power = (starts: Int32Array): Float64Array =>
        Float64Array.from(starts.subarray(1), (end, i) =>
          Math.min(...problem.maxChargeMW.subarray(starts[i], end), ...problem.maxDischargeMW.subarray(starts[i], end)),
        );
      const some = (starts: Int32Array): Float64Array => power(starts).map((value) => 0.1 * value * random());
      const plan: Plan = {
        dayAheadMW: some(problem.intervalStarts),
        stepsMW: new Float64Array((problem.intervalStarts.length - 1) * bidStepCount(problem.decision)),
        reservedMW: problem.services.map(({ blockStarts, maxMW }) =>
          some(blockStarts).map((value) => Math.min(value, maxMW)),
        ),
      };
      const left = planInOutage(problem, plan, {
        maxChargeMW: problem.maxChargeMW.map((value, t) => value * share[t]),
        maxDischargeMW: problem.maxDischargeMW.map((value, t) => value * share[t]),
      });
      const carried = carryOut(rolling, known(left.problem), left.problem, left.plan);
      expect(() => verifyCarriedOut(left.problem, left.plan, carried)).not.toThrow();
      expect(left.boughtBack.every(Number.isFinite)).toBe(true);
    },
  );
});
