import { describe, expect, it } from 'vitest';
import type { Plan, PlanProblem } from '../../src/domain/plan-problem.ts';
import { choosePlan, mixPlans } from '../../src/optimise/choose-plan.ts';
import { carryOut } from '../../src/optimise/policy/carry-out.ts';
import { asOneOffer, fromOneOffer } from '../../src/optimise/one-offer.ts';
import { mapPlans } from '../../src/optimise/plan-solution.ts';
import { follow } from '../../src/optimise/policy/follow.ts';
import { markov } from '../../src/optimise/policy/markov.ts';
import { rolling } from '../../src/optimise/policy/rolling.ts';
import { profitByScenario } from '../../src/optimise/settle.ts';
import { solvePlan, type FrontierPlan } from '../../src/optimise/solve-plan.ts';
import { oneStateChain } from './policy/one-state-chain.ts';
import { smallBattery, smallPlanProblem } from './small-plan-problem.ts';

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

describe('choice of the plan where the linear recourse charges and discharges at once', () => {
  /**
   * Two hours, an empty store of 1 MWh, efficiencies of 0.8, delivery exactly as sold. On three days of four energy is
   * bought at 10 and sold at 50: −10 + 0.64 · 50 = 22. On the fourth both hours pay 80 for a purchase, and the second can
   * only be stored up to 0.2 MWh: 17/41 MW with burning, c + d = 1 and 0.8c − d/0.8 = 0.2.
   */
  const days = [
    [10, 50],
    [10, 50],
    [10, 50],
    [-80, -80],
  ];
  const curve = smallPlanProblem(days, days, {
    battery: { ...smallBattery, chargeEfficiency: 0.8, dischargeEfficiency: 0.8 },
    deviationLimitMW: 0,
    decision: { kind: 'bidCurve', thresholds: Float64Array.of(0) },
  });
  const noBasis = { meanBasis: new Float64Array(2), persistence: new Float64Array(3), publicationDelay: 2 };
  const known = { planned: curve, basis: noBasis, chain: oneStateChain(noBasis) };
  const request = { limit: null, frontierPoints: 3, timeLimitSeconds: 60 };
  /** As a run searches: a curve with a recourse in each scenario, and a position with one schedule for all. */
  const searched = async () => {
    const schedule = await solvePlan(asOneOffer(curve), { ...request, dispatch: 'schedule' });
    return [
      { search: 'schedule' as const, points: mapPlans(schedule, (plan: Plan) => fromOneOffer(curve, plan)).frontier },
      { search: 'recourse' as const, points: (await solvePlan(curve, request)).frontier },
    ];
  };

  it.each([rolling, markov, follow])('rejects a curve that leans on it by the figures of $name', async (policy) => {
    const { proposed, candidates, limitAttained } = await choosePlan(
      {
        weights: curve.weights,
        confidenceLevel: curve.confidenceLevel,
        profitsOf: async (plans) => plans.map((plan) => profitByScenario(carryOut(policy, known, curve, plan).flows)),
      },
      await searched(),
      -20,
    );
    const [kept, leaning] = candidates;
    expect(candidates.map(({ search }) => search)).toEqual(['schedule', 'recourse']);
    // By its own recourse the curve keeps the limit and earns nearly twice as much.
    expect(leaning.meanInSample).toBeCloseTo((3 * 22 + 80 * (1 + 17 / 41)) / 4, 6);
    expect(leaning.conditionalValueAtRiskInSample).toBeCloseTo(-22, 6);
    expect(kept.meanInSample).toBeCloseTo((3 * 22 + 80 * (1 - 0.64)) / 4, 6);
    // Carried out, the second purchase overfills the store by 0.8 · 17/41 − 0.2 MWh, at 5000 each.
    const fourth = 80 * (1 + 17 / 41) - 5000 * (0.8 * (17 / 41) - 0.2);
    expect(leaning.mean).toBeCloseTo((3 * 22 + fourth) / 4, 4);
    expect(leaning.conditionalValueAtRisk).toBeCloseTo(-(22 + fourth) / 2, 4);
    expect(proposed).toBe(kept);
    expect(limitAttained).toBe(true);
    expect(proposed.mean).toBeCloseTo(kept.meanInSample, 6);
  });
});
