import { describe, expect, it } from 'vitest';
import type { Plan, PlanProblem } from '../../src/domain/plan-problem.ts';
import { choosePlan, mixPlans } from '../../src/optimise/choose-plan.ts';
import { carryOut } from '../../src/optimise/policy/carry-out.ts';
import { follow } from '../../src/optimise/policy/follow.ts';
import { profitByScenario } from '../../src/optimise/settle.ts';
import type { FrontierPlan } from '../../src/optimise/solve-plan.ts';
import { oneStateChain } from './policy/one-state-chain.ts';

// One period, one hour, no battery power to deviate: profit of position q is q·(DA − IP). The imbalance price
// is 0, 20 or 60 against a day-ahead price of 30: selling earns 30, 10 or −30 per MW.
const problem: PlanProblem = {
  periodHours: 1,
  periodCount: 1,
  scenarioCount: 4,
  confidenceLevel: 0.75,
  battery: {
    name: 'B',
    maxChargeMW: 10,
    maxDischargeMW: 10,
    energyCapacityMWh: 10,
    minStateOfChargeMWh: 5,
    maxStateOfChargeMWh: 5,
    initialStateOfChargeMWh: 5,
    terminal: { kind: 'free' },
    chargeEfficiency: 1,
    dischargeEfficiency: 1,
    standingLossPerHour: 0,
    throughputCost: 0,
  },
  maxChargeMW: Float64Array.of(10),
  maxDischargeMW: Float64Array.of(10),
  weights: new Float64Array(4).fill(0.25),
  dayAhead: new Float64Array(4).fill(30),
  imbalance: Float64Array.of(0, 0, 20, 60),
  services: [],
  intervalStarts: Int32Array.of(0, 1),
  decision: { kind: 'position' },
  deviationLimitMW: null,
  shortfallPenalty: 1000,
};

const point = (megawatts: number): FrontierPlan => ({
  plan: { dayAheadMW: Float64Array.of(megawatts), stepsMW: new Float64Array(0), reservedMW: [] },
  limit: 30 * megawatts,
  mean: 10 * megawatts,
  conditionalValueAtRisk: 30 * megawatts,
  shadowPrice: null,
});
/** The policy `follow`: without power to deviate every policy delivers nothing. */
const basis = { meanBasis: new Float64Array(1), persistence: new Float64Array(2), publicationDelay: 2 };
const asked: number[] = [];
const choose = {
  weights: problem.weights,
  confidenceLevel: problem.confidenceLevel,
  profitsOf: async (plans: readonly Plan[]) => {
    asked.push(plans.length);
    return plans.map((plan) =>
      profitByScenario(carryOut(follow, { planned: problem, basis, chain: oneStateChain(basis) }, problem, plan).flows),
    );
  },
};
const frontiers = [{ search: 'schedule' as const, points: [point(0), point(4), point(8)] }];

describe('choice of the plan', () => {
  it('takes the greatest policy mean without a limit, and says that more limit earns nothing', async () => {
    const { proposed, limitAttained, shadowPrice } = await choosePlan(choose, frontiers, null);
    expect(proposed.plan.dayAheadMW[0]).toBe(8);
    expect(proposed.mean).toBeCloseTo(80, 9); // (30 + 30 + 10 − 30)/4 per MW
    expect(proposed.conditionalValueAtRisk).toBeCloseTo(240, 9);
    expect(limitAttained).toBe(true);
    expect(shadowPrice).toBe(0);
  });

  it('keeps the limit with a mixture of two frontier points, and prices it by the policy frontier', async () => {
    const { proposed, shadowPrice } = await choosePlan(choose, frontiers, 185);
    expect(proposed.plan.dayAheadMW[0]).toBeCloseTo(6, 9);
    expect(proposed.conditionalValueAtRisk).toBeCloseTo(180, 9);
    expect(proposed.limit).toBeNull();
    expect(proposed.meanInSample).toBeCloseTo(60, 9);
    expect(shadowPrice).toBeCloseTo(1 / 3, 9);
  });

  it('falls back to the plan of least CVaR where no plan keeps the limit', async () => {
    const { proposed, limitAttained, shadowPrice } = await choosePlan(choose, frontiers, -5);
    expect(proposed.plan.dayAheadMW[0]).toBe(0);
    expect(limitAttained).toBe(false);
    expect(shadowPrice).toBeNull();
  });

  it('tries mixtures only beside the best point, and orders all candidates along their frontier', async () => {
    asked.length = 0;
    const { candidates } = await choosePlan(choose, frontiers, 100);
    // Of the points at 0, 4 and 8 MW only 0 keeps a CVaR of 100; its one neighbour gives three mixtures.
    expect(asked).toEqual([3, 3]);
    expect(candidates.map(({ plan }) => plan.dayAheadMW[0])).toEqual([0, 1, 2, 3, 4, 8]);
  });

  it('mixes plans in proportion', () => {
    expect(mixPlans(point(2).plan, point(6).plan, 0.25).dayAheadMW[0]).toBeCloseTo(3, 12);
  });
});
