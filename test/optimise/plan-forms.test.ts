import { describe, expect, it } from 'vitest';
import type { FleetProblem } from '../../src/domain/fleet-problem.ts';
import {
  solveFleetPlanByDecomposition,
  type DecompositionSolution,
} from '../../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import type { PlanQuestion, PlanSolution, RiskLimit } from '../../src/optimise/plan-solution.ts';
import { settleFleet } from '../../src/optimise/settle-fleet.ts';
import { solveFleetPlan } from '../../src/optimise/solve-plan.ts';
import type { Plan } from '../../src/domain/plan-problem.ts';
import { frontierFaults } from './frontier-faults.ts';
import { randomFleetProblem, type RandomFleetForms } from './random-fleet-problem.ts';

type Solution = PlanSolution<readonly Plan[]>;

const byForm = (
  fleet: FleetProblem,
  question: Partial<PlanQuestion> & { frontierPoints?: number },
): Promise<Solution> => solveFleetPlan(fleet, { limit: null, frontierPoints: 0, timeLimitSeconds: 60, ...question });

const byCuts = (fleet: FleetProblem, question: Partial<PlanQuestion> & { frontierPoints?: number }, ends = true) =>
  solveFleetPlanByDecomposition(fleet, { limit: null, frontierPoints: 0, ends, ...question });

const sizeOf = (seed: number) => ({
  periodCount: 3 + (seed % 4),
  scenarioCount: 2 + ((seed * 5) % 11),
  decision: seed % 6 === 0 ? ('bidCurve' as const) : ('position' as const),
});

/** One to three batteries, and each form of the first stage by turns. */
const formsOf = (seed: number): RandomFleetForms => ({
  assetCount: 1 + (seed % 3),
  sold: seed % 2 === 0,
  askedPrices: seed % 5 < 2,
  caps: seed % 4 === 1,
});

/** Limits that several levels and one battery are held to: tighter than the greatest mean, mostly attainable together. */
async function severalLimits(fleet: FleetProblem, seed: number): Promise<RiskLimit[]> {
  const levels: [number, number | null][] = [
    [0.5, null],
    [seed % 2 === 0 ? 1 : 0.9, null],
  ];
  if (fleet.assets.length > 1) levels.push([0.8, seed % fleet.assets.length]);
  const all = (limit: number): RiskLimit[] =>
    levels.map(([confidenceLevel, asset]) => ({ confidenceLevel, limit, asset }));
  const free = (await byForm(fleet, { limits: all(1e5) })).limits;
  const safe = (await byForm(fleet, { limits: all(-1e5) })).limits;
  const share = 0.1 + 0.2 * (seed % 7);
  return free.map((loose, i) => ({
    confidenceLevel: loose.confidenceLevel,
    asset: loose.asset,
    limit: loose.conditionalValueAtRisk + share * (safe[i].conditionalValueAtRisk - loose.conditionalValueAtRisk),
  }));
}

describe('the forms of the question on random problems', () => {
  it('decomposes the mean less a multiple of CVaR to the value of the extensive form', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const riskAversion = [0.1, 0.5, 1, 4][seed % 4];
      const value = ({ best }: Solution): number => best.mean - riskAversion * best.conditionalValueAtRisk;
      const expected = value(await byForm(fleet, { riskAversion }));
      const answer = await byCuts(fleet, { riskAversion }, seed % 2 === 0);
      const slack = 1e-6 * Math.max(1, Math.abs(expected));
      expect(value(answer), `seed ${seed}`).toSatisfy(near(expected));
      expect(value(answer), `incumbent of seed ${seed}`).toBeLessThanOrEqual(answer.bound + slack);
      expect(expected, `bound of seed ${seed}`).toBeLessThanOrEqual(answer.bound + slack);
      expect(answer.best.shadowPrice, `seed ${seed}`).toBe(riskAversion);
    }
  });

  it('decomposes several limits at several levels, the worst case and a limit of one battery among them', async () => {
    let unattainable = 0;
    let priced = 0;
    for (let seed = 101; seed <= 135; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const limits = await severalLimits(fleet, seed);
      const reference = await byForm(fleet, { limits });
      const answer = await byCuts(fleet, { limits }, seed % 2 === 0);
      expect(answer.status, `seed ${seed}`).toBe(reference.status);
      expect(limitFaults(reference, answer), `seed ${seed}`).toEqual([]);
      if (reference.status === 'limitUnattainable') unattainable++;
      if (reference.limits.some(({ shadowPrice }) => (shadowPrice ?? 0) > 1e-3)) priced++;
    }
    expect(unattainable).toBeGreaterThan(3);
    expect(priced).toBeGreaterThan(10);
  });

  it('decomposes one limit on the sum of several batteries, with what was sold, caps and asked prices', async () => {
    for (let seed = 201; seed <= 240; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const ends = await byForm(fleet, { limit: null });
      const limit = 0.5 * (ends.minimumConditionalValueAtRisk + ends.best.conditionalValueAtRisk);
      const reference = await byForm(fleet, { limit });
      const answer = await byCuts(fleet, { limit });
      const slack = 1e-6 * Math.max(1, Math.abs(reference.best.mean));
      expect(answer.minimumConditionalValueAtRisk, `seed ${seed}`).toSatisfy(near(ends.minimumConditionalValueAtRisk));
      expect(answer.best.mean, `seed ${seed}`).toSatisfy(near(reference.best.mean));
      expect(answer.best.mean, `incumbent of seed ${seed}`).toBeLessThanOrEqual(answer.bound + slack);
      expect(reference.best.mean, `bound of seed ${seed}`).toBeLessThanOrEqual(answer.bound + slack);
      expect(await settledMean(fleet, answer.best.plan), `seed ${seed}`).toSatisfy(near(answer.best.mean, 1e-7));
    }
  });

  it('limits the worst case where the confidence level is 1, and traces its frontier', async () => {
    for (let seed = 401; seed <= 415; seed++) {
      const drawn = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const fleet = { ...drawn, assets: drawn.assets.map((asset) => ({ ...asset, confidenceLevel: 1 })) };
      const request = { limit: null, frontierPoints: 4 };
      const reference = await solveFleetPlan(fleet, { ...request, timeLimitSeconds: 60 });
      const answer = await solveFleetPlanByDecomposition(fleet, request);
      const title = `seed ${seed}`;
      expect(frontierFaults(answer.frontier, 1e-6), title).toEqual([]);
      expect(answer.minimumConditionalValueAtRisk, title).toSatisfy(near(reference.minimumConditionalValueAtRisk));
      const { limit, mean } = reference.frontier[Math.min(1, reference.frontier.length - 1)];
      expect((await byCuts(fleet, { limit })).best.mean, title).toSatisfy(near(mean));
    }
  });

  it('draws the same frontier beside several limits or a risk aversion', async () => {
    for (let seed = 501; seed <= 506; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const limits = await severalLimits(fleet, seed);
      const alone = await byForm(fleet, { limit: null, frontierPoints: 4 });
      for (const question of [{ limits }, { riskAversion: 0.5 }]) {
        const request = { ...question, limit: null, frontierPoints: 4 };
        const [form, cuts] = [await byForm(fleet, request), await byCuts(fleet, request)];
        expect(
          form.frontier.map(({ mean }) => mean),
          `seed ${seed}`,
        ).toEqual(alone.frontier.map(({ mean }) => expect.toSatisfy(near(mean))));
        expect(form.best.mean, `seed ${seed}`).toSatisfy(near(cuts.best.mean, form.status === 'optimal' ? 1e-4 : 5e-3));
      }
    }
  });

  it('ends on request with a plan, its gap and a bound that holds, whatever the question', async () => {
    let early = 0;
    for (let seed = 601; seed <= 612; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), formsOf(seed));
      const limits = await severalLimits(fleet, seed);
      for (const question of [{ limits }, { riskAversion: 0.5 }, { limit: limits[0].limit }]) {
        let asked = 0;
        const request = { limit: null, frontierPoints: 0, ...question };
        const whole = await solveFleetPlanByDecomposition(fleet, request);
        const cut = await solveFleetPlanByDecomposition(fleet, { ...request, shouldStop: () => ++asked > 3 });
        if (cut.relativeGap > 1e-6) early++;
        const both = [whole, cut].every(({ status }) => status === 'optimal');
        const worth = ({ best }: Solution): number =>
          best.mean - ('riskAversion' in question ? 0.5 * best.conditionalValueAtRisk : 0);
        const slack = 1e-5 * Math.max(1, Math.abs(worth(whole)));
        expect(both ? worth(whole) - cut.bound : 0, `seed ${seed}`).toBeLessThanOrEqual(slack);
        expect(both ? worth(cut) - worth(whole) : 0, `seed ${seed}`).toBeLessThanOrEqual(slack);
      }
    }
    expect(early).toBeGreaterThan(10);
  });

  it('earns less behind a tighter connection, and what it promises', async () => {
    let bound = 0;
    for (let seed = 301; seed <= 320; seed++) {
      const fleet = randomFleetProblem(seed, sizeOf(seed), { assetCount: 2 + (seed % 2), connection: true });
      const { maxImportMW, maxExportMW } = fleet.connection!;
      const wide = await byForm({ ...fleet, connection: null }, {});
      const shared = await byForm(fleet, {});
      const tight = await byForm(
        { ...fleet, connection: { maxImportMW: 0.7 * maxImportMW, maxExportMW: 0.7 * maxExportMW } },
        {},
      );
      const slack = 1e-6 * Math.max(1, Math.abs(wide.best.mean));
      expect(shared.best.mean, `seed ${seed}`).toBeLessThanOrEqual(wide.best.mean + slack);
      expect(tight.best.mean, `seed ${seed}`).toBeLessThanOrEqual(shared.best.mean + slack);
      if (tight.best.mean < wide.best.mean - 0.01) bound++;
      expect(await settledMean(fleet, shared.best.plan), `seed ${seed}`).toSatisfy(near(shared.best.mean));
    }
    expect(bound).toBeGreaterThan(10);
  });
});

async function settledMean(fleet: FleetProblem, plans: readonly Plan[]): Promise<number> {
  const { profit } = await settleFleet(fleet, plans);
  return profit.reduce((sum, value, s) => sum + fleet.assets[0].weights[s] * value, 0);
}

/** What is wrong with an answer to several limits, beside the extensive form's. */
function limitFaults(reference: Solution, answer: DecompositionSolution<readonly Plan[]>): string[] {
  const attained = reference.status === 'optimal';
  const scale = Math.max(1, Math.abs(reference.best.mean));
  const faults: string[] = [];
  const allowed = attained ? 0 : Math.max(...excesses(reference));
  answer.limits.forEach(({ conditionalValueAtRisk, limit }, i) => {
    const over = conditionalValueAtRisk - limit - allowed;
    if (over > 1e-4 * Math.max(1, Math.abs(limit))) faults.push(`limit ${i} is exceeded by ${over}`);
  });
  if (!near(reference.best.mean, attained ? 1e-5 : 2e-3)(answer.best.mean))
    faults.push(`mean ${answer.best.mean}, not ${reference.best.mean}`);
  if (answer.best.shadowPrice !== null) faults.push('one shadow price for several limits');
  if (!attained && !answer.limits.some(({ binding }) => binding)) faults.push('none of the limits binds');
  if (attained && answer.best.mean > answer.bound + 1e-6 * scale) faults.push('the incumbent lies above the bound');
  if (attained && reference.best.mean > answer.bound + 1e-6 * scale) faults.push('the optimum lies above the bound');
  return faults;
}

/** Excesses over the limits, currency. */
function excesses({ limits }: Solution): number[] {
  return limits.map(({ conditionalValueAtRisk, limit }) => conditionalValueAtRisk - limit);
}

/** Within a tolerance relative to max(1, |expected|). */
function near(expected: number, tolerance = 1e-5): (value: number) => boolean {
  return (value) => Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
}
