import { describe, expect, it } from 'vitest';
import type { FleetProblem } from '../../src/domain/fleet-problem.ts';
import type { Plan } from '../../src/domain/plan-problem.ts';
import { CutPool } from '../../src/optimise/decomposition/cut-pool.ts';
import { solveFleetPlanByDecomposition } from '../../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { feasibleStart } from '../../src/optimise/feasible-start.ts';
import { fleetStage, vectorOfPlans } from '../../src/optimise/fleet-stage.ts';
import { offerRules, permittedAround, splitBroken } from '../../src/optimise/offer-rules.ts';
import type { FirstStageBounds, PlanQuestion, PlanSolution } from '../../src/optimise/plan-solution.ts';
import { repairOffers, type RepairedSolution } from '../../src/optimise/repair-offers.ts';
import { solveFleetPlan } from '../../src/optimise/solve-plan.ts';
import { randomFleetProblem } from './random-fleet-problem.ts';

type Solution = PlanSolution<readonly Plan[]>;

const byForm = (fleet: FleetProblem, question: PlanQuestion, bounds?: FirstStageBounds): Promise<Solution> =>
  solveFleetPlan(fleet, {
    ...question,
    ...(bounds && { bounds }),
    frontierPoints: 0,
    ends: false,
    timeLimitSeconds: 60,
  });

/** Random batteries whose services are offered in two or three lots, with a minimum, and exclude one another where they can. */
function fleetWithLots(seed: number): FleetProblem {
  const fleet = randomFleetProblem(
    seed,
    { periodCount: 4, scenarioCount: 3 + (seed % 4) },
    {
      sold: seed % 3 === 0,
      askedPrices: seed % 5 === 0,
      caps: seed % 4 === 0,
    },
  );
  const assets = fleet.assets.map((asset) => ({
    ...asset,
    services: asset.services.map((service, k) => {
      const incrementMW = service.maxMW / (2 + ((seed + k) % 2));
      return { ...service, incrementMW, minimumMW: (seed + k) % 3 === 0 ? 1.5 * incrementMW : 0 };
    }),
  }));
  const [first, second] = assets[0].services;
  const together = second !== undefined && first.blockStarts.join() === second.blockStarts.join();
  return { ...fleet, assets, exclusions: together ? [[0, 1]] : [] };
}

/** Every way to offer in lots; null where they are too many to try. */
function allOffers(fleet: FleetProblem): FirstStageBounds[] | null {
  const stage = fleetStage(fleet);
  const rules = offerRules(fleet, stage);
  let ways: FirstStageBounds[] = [rules.bounds];
  for (const lot of rules.lots) {
    const volumes: number[] = [lot.soldMW];
    for (
      let offer = lot.incrementMW;
      lot.soldMW + offer <= rules.bounds.upperMW[lot.column] + 1e-9;
      offer += lot.incrementMW
    )
      if (offer >= lot.minimumMW - 1e-9) volumes.push(lot.soldMW + offer);
    ways = ways.flatMap(({ lowerMW, upperMW }) =>
      volumes.map((volume) => ({
        lowerMW: lowerMW.with(lot.column, volume),
        upperMW: upperMW.with(lot.column, volume),
      })),
    );
    if (ways.length > 300) return null;
  }
  return ways.filter((way) => splitBroken(rules, way.lowerMW, way) === null);
}

async function bestOfAll(fleet: FleetProblem, question: PlanQuestion, ways: readonly FirstStageBounds[]) {
  let best: Solution | null = null;
  for (const bounds of ways) {
    if ((await feasibleStart({ ...fleetStage(fleet), ...bounds })) === null) continue;
    const one = await byForm(fleet, question, bounds);
    if (one.status === 'optimal' && (best === null || one.best.mean > best.best.mean)) best = one;
  }
  return best;
}

describe('offers in lots, with a minimum, excluding one another', () => {
  it('are as good as the best of all ways to offer, by either method, and keep the rules', async () => {
    let compared = 0;
    let cost = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const fleet = fleetWithLots(seed);
      const ways = allOffers(fleet);
      if (ways === null || fleet.assets[0].services.length === 0) continue;
      const free = await solveFleetPlan(fleet, { limit: null, frontierPoints: 0, timeLimitSeconds: 60 });
      const limit =
        seed % 2 === 0 ? null : 0.4 * free.minimumConditionalValueAtRisk + 0.6 * free.best.conditionalValueAtRisk;
      const question: PlanQuestion = { limit };
      const best = await bestOfAll(fleet, question, ways);
      if (best === null) continue;
      const pool = new CutPool();
      const answers: RepairedSolution<Solution>[] = [
        await repairOffers(fleet, { question, solve: (bounds) => byForm(fleet, question, bounds), nodeLimit: 1000 }),
        await repairOffers(fleet, {
          question,
          solve: (bounds) =>
            solveFleetPlanByDecomposition(fleet, {
              ...question,
              ...(bounds && { bounds }),
              pool,
              frontierPoints: 0,
              ends: false,
            }),
          nodeLimit: 1000,
        }),
      ];
      for (const { solution, repair } of answers) {
        expect(solution.best.mean, `seed ${seed}`).toSatisfy(near(best.best.mean));
        expect(brokenRules(fleet, solution.best.plan), `seed ${seed}`).toBe(false);
        expect(repair.bound, `seed ${seed}`).toSatisfy(near(best.best.mean));
      }
      compared++;
      cost += answers[0].repair.cost ?? 0;
    }
    expect(compared).toBeGreaterThan(10);
    expect(cost).toBeGreaterThan(0.1);
  });

  it('are kept and bounded where the search is cut short', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const fleet = fleetWithLots(seed);
      const question: PlanQuestion = { limit: null };
      const solve = (bounds: FirstStageBounds | undefined) => byForm(fleet, question, bounds);
      const short = await repairOffers(fleet, { question, solve, nodeLimit: 0 });
      const whole = await repairOffers(fleet, { question, solve, nodeLimit: 1000 });
      const slack = 1e-6 * Math.max(1, Math.abs(whole.repair.repaired));
      expect(brokenRules(fleet, short.solution.best.plan), `seed ${seed}`).toBe(false);
      expect(short.repair.repaired, `seed ${seed}`).toBeLessThanOrEqual(whole.repair.repaired + slack);
      expect(short.repair.bound, `seed ${seed}`).toBeGreaterThanOrEqual(whole.repair.repaired - slack);
      expect(short.repair.continuous, `seed ${seed}`).toBeGreaterThanOrEqual(short.repair.repaired - slack);
    }
  });

  it('round to a whole number of increments at or above the minimum, beside what was sold', () => {
    const lot = { column: 0, soldMW: 2, incrementMW: 3, minimumMW: 4 };
    expect(permittedAround(lot, 7, 20)).toEqual({ below: 2, above: 8 });
    expect(permittedAround(lot, 9, 20)).toEqual({ below: 8, above: 11 });
    expect(permittedAround(lot, 9, 10)).toEqual({ below: 8, above: Infinity });
    expect(permittedAround(lot, 8, 20)).toEqual({ below: 8, above: 8 });
    expect(permittedAround(lot, 2, 20)).toEqual({ below: 2, above: 2 });
    expect(permittedAround({ ...lot, incrementMW: 0 }, 5, 20)).toEqual({ below: 2, above: 6 });
    expect(permittedAround({ ...lot, incrementMW: 0 }, 6.5, 20)).toEqual({ below: 6.5, above: 6.5 });
  });
});

function brokenRules(fleet: FleetProblem, plans: readonly Plan[]): boolean {
  const stage = fleetStage(fleet);
  const rules = offerRules(fleet, stage);
  return splitBroken(rules, vectorOfPlans(stage, plans), rules.bounds) !== null;
}

/** Within 1e-5 of max(1, |expected|). */
function near(expected: number): (value: number) => boolean {
  return (value) => Math.abs(value - expected) <= 1e-5 * Math.max(1, Math.abs(expected));
}
