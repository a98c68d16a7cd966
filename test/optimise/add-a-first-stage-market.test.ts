import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offerRules, splitBroken } from '../../src/optimise/offer-rules.ts';
import { parsePlanProblem } from '../../src/optimise/plan-problem-schema.ts';
import { repairOffers } from '../../src/optimise/repair-offers.ts';
import { solveFleetPlan } from '../../src/optimise/solve-plan.ts';
import { fleetStage, vectorOfPlans } from '../../src/optimise/fleet-stage.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/how-to/add-a-first-stage-market.md'), 'utf8');

describe('the page on first-stage markets', () => {
  it('shows a night between two auctions that is solved as it says', async () => {
    const [, json] = /```json\n([\s\S]*?)```/.exec(page)!;
    const question = parsePlanProblem(JSON.parse(json), 'night.json');
    const { fleet } = question;
    const { solution, repair } = await repairOffers(fleet, {
      question,
      solve: (bounds) =>
        solveFleetPlan(fleet, {
          ...question,
          ...(bounds && { bounds, ends: false }),
          frontierPoints: 0,
          timeLimitSeconds: 60,
        }),
    });
    const [plan] = solution.best.plan;
    const [response] = plan.offerStepsMW!;
    expect(solution.status).toBe('optimal');
    expect(Array.from(plan.dayAheadMW)).toEqual([-2, -3, 3, 4]);
    expect(Array.from(plan.reservedMW[1])).toEqual([4, 0]);
    // First block: the reserve excludes the response. Second: whole megawatts.
    expect(Array.from(response!.subarray(0, 2))).toEqual([0, 0]);
    expect(response![2] + response![3]).toBeGreaterThan(0);
    for (const volume of response!) expect(volume).toBeCloseTo(Math.round(volume), 9);
    const rules = offerRules(fleet, fleetStage(fleet));
    expect(splitBroken(rules, vectorOfPlans(fleetStage(fleet), [plan]), rules.bounds)).toBeNull();
    expect(repair.cost).toBeGreaterThanOrEqual(0);
    expect(repair.bound).toBeGreaterThanOrEqual(solution.best.mean - 1e-6);
  });
});
