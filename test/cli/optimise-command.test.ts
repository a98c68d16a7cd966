import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optimiseCommand } from '../../src/cli/optimise-command.ts';
import { unitBattery } from '../dispatch/small-problem.ts';
import { runCommand } from './run-command.ts';

/**
 * One hour, a full store of 1 MWh, no losses. The day-ahead price is 28, the imbalance price 50 or 10, and the energy
 * is always sold. With position q the profits are 50 − 22q and 10 + 18q: the mean is 30 − 2q, and CVaR at 50 % is
 * minus the lesser of the two. They meet at q = 1; q may lie in [−1, 1]. Figures hold to 1e-5, relative.
 */
const hedge = {
  periodHours: 1,
  confidenceLevel: 0.5,
  batteries: [{ ...unitBattery, initialStateOfChargeMWh: 1 }],
  scenarios: {
    weights: null as number[] | null,
    dayAhead: [[28], [28]],
    imbalance: [[50], [10]],
    services: [] as unknown[],
  },
  decision: { dayAhead: 'position', intervalHours: 1 } as Record<string, unknown>,
  deviationLimitMW: null,
  shortfallPenalty: 5000,
  risk: { limit: null as number | null, frontierPoints: 0 },
};
type Problem = typeof hedge;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'optimise-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function optimise(problem: unknown, { json = true, options = [] as string[] } = {}) {
  writeFileSync(join(folder, 'problem.json'), JSON.stringify(problem));
  const { printed, warned, exit } = await runCommand(optimiseCommand, folder, ['problem.json', ...options], json);
  expect(printed).toHaveLength(1);
  return { exit, warned, text: printed[0], result: json ? JSON.parse(printed[0]) : undefined };
}

const withRisk = (limit: number | null, frontierPoints = 0): Problem => ({ ...hedge, risk: { limit, frontierPoints } });

describe('optimise FILE', () => {
  it('prints one JSON object with the fields of the contract', async () => {
    const { exit, result } = await optimise(withRisk(null, 3));
    expect(exit).toBe(0);
    expect(Object.keys(result)).toEqual([
      'status',
      'method',
      'plan',
      'mean',
      'valueAtRisk',
      'conditionalValueAtRisk',
      'shadowPrice',
      'frontier',
      'minimumConditionalValueAtRisk',
      'shortfall',
      'exactRecourse',
      'iterations',
      'relativeGap',
      'solveSeconds',
      'profitAndLoss',
    ]);
    expect(Object.keys(result.plan)).toEqual(['dayAheadMW', 'reservedMW']);
    expect(Object.keys(result.frontier[0])).toEqual(['limit', 'mean', 'conditionalValueAtRisk', 'shadowPrice', 'plan']);
    expect(result.shortfall).toEqual({ scenarioShare: 0, largestMWh: 0 });
    const { mean, valueAtRisk, conditionalValueAtRisk } = result;
    expect(result.exactRecourse).toEqual({
      burningShare: 0,
      largestFall: 0,
      mean,
      valueAtRisk,
      conditionalValueAtRisk,
    });
    expect(result.solveSeconds).toBeGreaterThan(0);
  });

  it('tells of a bid curve and of offers at prices what each price adds, and calls no base a position', async () => {
    const service = {
      name: 'DCL',
      direction: 'up',
      blockHours: 1,
      sustainHours: 0.25,
      maxMW: 1,
      availability: [[3], [4]],
      activation: [0],
      offerThresholds: [-1, 2],
    };
    const { text } = await optimise(
      {
        ...hedge,
        scenarios: { ...hedge.scenarios, services: [service] },
        decision: { dayAhead: 'bidCurve', intervalHours: 1, thresholds: [20, 40] },
      },
      { json: false },
    );
    expect(text).not.toMatch(/day-ahead MW by interval|DCL MW by block/);
    expect(text).toMatch(/^ {2}day-ahead MW at any price +-?\d\.\d\d$/m);
    expect(text).toMatch(/^ {4}MW more from a price of 20 +\d\.\d\d\n {4}MW more from a price of 40 +\d\.\d\d$/m);
    expect(text).toMatch(/^ {4}MW of DCL from a price of -1 +\d\.\d\d\n {4}MW of DCL from a price of 2 +\d\.\d\d$/m);
  });

  it('without a limit takes the greatest mean', async () => {
    const { result } = await optimise(withRisk(null));
    expect(result).toMatchObject({ status: 'optimal', shadowPrice: 0, frontier: [] });
    expect(result.plan.dayAheadMW[0]).toBeCloseTo(-1, 4);
    expect(result.mean).toBeCloseTo(32, 4);
    expect(result.conditionalValueAtRisk).toBeCloseTo(8, 4);
    expect(result.profitAndLoss[0]).toBeCloseTo(72, 4);
    expect(result.profitAndLoss[1]).toBeCloseTo(-8, 4);
  });

  it('keeps a limit, with its shadow price', async () => {
    const { exit, result } = await optimise(withRisk(-10));
    expect(exit).toBe(0);
    expect(result.status).toBe('optimal');
    expect(result.plan.dayAheadMW[0]).toBeCloseTo(0, 4);
    expect(result.mean).toBeCloseTo(30, 4);
    expect(result.conditionalValueAtRisk).toBeCloseTo(-10, 4);
    // The lesser loss is the smallest that half of the scenarios do not exceed.
    expect(result.valueAtRisk).toBeCloseTo(-50, 4);
    expect(result.shadowPrice).toBeCloseTo(2 / 18, 4);
    expect(result.minimumConditionalValueAtRisk).toBeCloseTo(-28, 4);
  });

  it('draws the frontier from the least CVaR to the greatest mean', async () => {
    const { result } = await optimise(withRisk(null, 3));
    const points = result.frontier as {
      mean: number;
      conditionalValueAtRisk: number;
      shadowPrice: number | null;
      plan: { dayAheadMW: number[] };
    }[];
    const expected = [
      [28, -28, 1],
      [30, -10, 0],
      [32, 8, -1],
    ];
    expect(points).toHaveLength(3);
    for (const [i, [mean, risk, position]] of expected.entries()) {
      expect(points[i].mean).toBeCloseTo(mean, 4);
      expect(points[i].conditionalValueAtRisk).toBeCloseTo(risk, 4);
      expect(points[i].plan.dayAheadMW[0]).toBeCloseTo(position, 4);
    }
    expect(points[0].shadowPrice).toBeNull();
    expect(points[1].shadowPrice).toBeCloseTo(1 / 9, 4);
  });

  it('says that a limit is out of reach, gives the plan of least CVaR, and ends with exit code 3', async () => {
    const { exit, result } = await optimise(withRisk(-40));
    expect(exit).toBe(3);
    expect(result).toMatchObject({ status: 'limitUnattainable', shadowPrice: null });
    expect(result.plan.dayAheadMW[0]).toBeCloseTo(1, 4);
    expect(result.conditionalValueAtRisk).toBeCloseTo(-28, 4);
    expect(result.conditionalValueAtRisk).toBe(-Math.min(...result.profitAndLoss));
  });

  it('honours weights', async () => {
    const { result } = await optimise({ ...withRisk(null), scenarios: { ...hedge.scenarios, weights: [1, 3] } });
    // The mean is now ¼·(50 − 22q) + ¾·(10 + 18q) = 20 + 8q.
    expect(result.plan.dayAheadMW[0]).toBeCloseTo(1, 4);
    expect(result.mean).toBeCloseTo(28, 4);
  });

  it('gives a bid curve: bought when the price is low, sold when it is high', async () => {
    // With 1 MWh sold at the imbalance price 30, a position earns the difference: sell at 40, buy at 10.
    const scenarios = { ...hedge.scenarios, dayAhead: [[40], [10]], imbalance: [[30], [30]] };
    const decision = { dayAhead: 'bidCurve', intervalHours: 1, thresholds: [20] };
    const { result } = await optimise({ ...hedge, scenarios, decision });
    const [curve] = result.plan.bidCurve;
    expect(curve).toMatchObject({ interval: 0, steps: [{ threshold: 20 }] });
    expect(curve.baseMW).toBeCloseTo(-1, 4);
    expect(curve.steps[0].volumeMW).toBeCloseTo(2, 4);
    expect(result.profitAndLoss[0]).toBeCloseTo(40, 4);
    expect(result.profitAndLoss[1]).toBeCloseTo(50, 4);
    const { result: position } = await optimise({ ...hedge, scenarios });
    expect(position.mean).toBeCloseTo(35, 4);
  });

  it('reserves power where standing ready pays more than selling', async () => {
    const service = {
      name: 'DCL',
      direction: 'up',
      blockHours: 1,
      sustainHours: 0.5,
      maxMW: 5,
      availability: [[40], [40]],
      activation: [0],
    };
    const scenarios = { ...hedge.scenarios, dayAhead: [[30], [30]], imbalance: [[30], [30]], services: [service] };
    const { result } = await optimise({ ...hedge, scenarios });
    expect(result.plan.reservedMW.DCL[0]).toBeCloseTo(1, 4);
    expect(result.mean).toBeCloseTo(40, 4);
    const cheap = { ...service, availability: [[20], [20]] };
    const { result: sold } = await optimise({ ...hedge, scenarios: { ...scenarios, services: [cheap] } });
    expect(sold.plan.reservedMW.DCL[0]).toBeCloseTo(0, 4);
    expect(sold.mean).toBeCloseTo(30, 4);
  });

  it('tells the same in words', async () => {
    const { text } = await optimise(withRisk(-10), { json: false });
    expect(text).toMatch(/^status optimal, by the extensive form$/m);
    expect(text).toMatch(/^ {2}mean +30\.00$/m);
    expect(text).toMatch(/^ {2}CVaR 0\.5 \(loss\) +-10\.00$/m);
    expect(text).toMatch(/^ {2}shadow price of the limit +0\.1111$/m);
    expect((await optimise(withRisk(-40), { json: false })).text).toMatch(
      /^status limitUnattainable, by the extensive form$/m,
    );
  });

  it('refuses a time limit that is no whole number of seconds', async () => {
    await expect(optimise(hedge, { options: ['--time-limit', 'soon'] })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/--time-limit.*got "soon"/),
    });
  });

  it('stops at the gap asked for, and refuses one that is no share', async () => {
    const options = ['--method', 'decomposition', '--gap', '0.01'];
    const { result } = await optimise(withRisk(-10), { options });
    expect(result.status).toBe('optimal');
    expect(result.relativeGap).toBeLessThanOrEqual(0.01);
    for (const gap of ['1', '0', 'small'])
      await expect(optimise(hedge, { options: ['--gap', gap] })).rejects.toThrow(/--gap.*share/);
  });

  it('gives the same plan by either method, names the one it took, and refuses an unknown one', async () => {
    const byForm = await optimise(withRisk(-20, 3), { options: ['--method', 'extensive'] });
    const byCuts = await optimise(withRisk(-20, 3), { options: ['--method', 'decomposition'] });
    expect([byForm.result.method, byCuts.result.method]).toEqual(['extensive', 'decomposition']);
    expect(byCuts.result.mean).toBeCloseTo(byForm.result.mean, 4);
    expect(byCuts.result.plan.dayAheadMW[0]).toBeCloseTo(byForm.result.plan.dayAheadMW[0], 4);
    expect(byCuts.result.relativeGap).toBeLessThanOrEqual(1e-6);
    expect((await optimise(withRisk(null))).result.method).toBe('extensive');
    await expect(optimise(withRisk(null), { options: ['--method', 'simplex'] })).rejects.toThrow(/--method.*extensive/);
  });

  it('weighs CVaR against the mean', async () => {
    // 30 − 2q + λ·(10 + 18q): the slope in q is 18λ − 2.
    const cautious = await optimise({ ...hedge, risk: { riskAversion: 0.5 } });
    expect(cautious.result.plan.dayAheadMW[0]).toBeCloseTo(1, 4);
    expect(cautious.result.objective).toBeCloseTo(28 + 0.5 * 28, 4);
    expect(cautious.result).toMatchObject({ status: 'optimal', riskAversion: 0.5, shadowPrice: 0.5 });
    const bold = await optimise({ ...hedge, risk: { riskAversion: 0.05 } }, { options: ['--method', 'decomposition'] });
    expect(bold.result.plan.dayAheadMW[0]).toBeCloseTo(-1, 4);
    expect(bold.result.objective).toBeCloseTo(32 - 0.05 * 8, 4);
  });

  it('keeps limits at several levels at once, each with its own shadow price', async () => {
    // The mean is at least 29 for q ≤ ½, the worst case at least 10 for q ≥ 0: the greatest mean is at q = 0.
    const limits = [
      { confidenceLevel: 0, limit: -29 },
      { confidenceLevel: 1, limit: -10 },
    ];
    for (const method of ['extensive', 'decomposition']) {
      const { exit, result } = await optimise({ ...hedge, risk: { limits } }, { options: ['--method', method] });
      expect([exit, result.status, result.shadowPrice]).toEqual([0, 'optimal', null]);
      expect(result.plan.dayAheadMW[0]).toBeCloseTo(0, 4);
      expect(result.limits[0]).toMatchObject({ confidenceLevel: 0, limit: -29, binding: false });
      expect(result.limits[0].conditionalValueAtRisk).toBeCloseTo(-30, 4);
      expect(result.limits[0].shadowPrice).toBeCloseTo(0, 6);
      expect(result.limits[1]).toMatchObject({ confidenceLevel: 1, limit: -10, binding: true });
      expect(result.limits[1].shadowPrice).toBeCloseTo(1 / 9, 5);
    }
  });

  it('comes nearest to limits that are out of reach, and says which one binds', async () => {
    const limits = [
      { confidenceLevel: 0, limit: -20 },
      { confidenceLevel: 1, limit: -100 },
    ];
    for (const method of ['extensive', 'decomposition']) {
      const { exit, result } = await optimise({ ...hedge, risk: { limits } }, { options: ['--method', method] });
      expect([exit, result.status]).toEqual([3, 'limitUnattainable']);
      expect(result.plan.dayAheadMW[0]).toBeCloseTo(1, 4);
      expect(result.limits.map((one: { binding: boolean }) => one.binding)).toEqual([false, true]);
      expect(result.limits[1].conditionalValueAtRisk).toBeCloseTo(-28, 4);
      expect(result.limits[1].shadowPrice).toBeNull();
    }
  });

  it('tells of several limits in words', async () => {
    const { text } = await optimise(
      { ...hedge, risk: { limits: [{ confidenceLevel: 1, limit: -10 }] } },
      { json: false },
    );
    expect(text).toMatch(/^ {2}worst case, limit -10\.00 +-10\.00, binding, shadow price 0\.1111$/m);
  });

  it('keeps what was sold and shows the increment', async () => {
    const decision = { ...hedge.decision, sold: { dayAheadMW: [0.5] } };
    const open = await optimise({ ...hedge, decision });
    expect(open.result.plan.dayAheadMW[0]).toBeCloseTo(-1, 4);
    expect(open.result.plan.sold.dayAheadMW).toEqual([0.5]);
    expect(open.result.plan.increment.dayAheadMW[0]).toBeCloseTo(-1.5, 4);
    const closed = await optimise({ ...hedge, decision: { ...decision, dayAhead: 'closed' } });
    expect(closed.result.plan.dayAheadMW[0]).toBeCloseTo(0.5, 6);
    expect(closed.result.plan.increment.dayAheadMW[0]).toBeCloseTo(0, 6);
    expect(closed.result.mean).toBeCloseTo(29, 4);
  });

  it('plans several batteries together, each with its own plan, profit and limit', async () => {
    const batteries = [hedge.batteries[0], { ...hedge.batteries[0], name: 'B2' }];
    const limits = [{ confidenceLevel: 0.5, limit: -10, battery: 'B2' }];
    for (const method of ['extensive', 'decomposition']) {
      const { result } = await optimise({ ...hedge, batteries, risk: { limits } }, { options: ['--method', method] });
      expect(result.plan.assets.map((asset: { name: string }) => asset.name)).toEqual(['B1', 'B2']);
      expect(result.plan.assets[0].dayAheadMW[0]).toBeCloseTo(-1, 4);
      expect(result.plan.assets[1].dayAheadMW[0]).toBeCloseTo(0, 4);
      expect(result.plan.dayAheadMW[0]).toBeCloseTo(-1, 4);
      expect(result.mean).toBeCloseTo(62, 4);
      expect(result.assets[1].conditionalValueAtRisk).toBeCloseTo(-10, 4);
      expect(result.limits[0]).toMatchObject({ battery: 'B2', binding: true });
    }
  });

  it('shares a grid connection between batteries, by the extensive form alone', async () => {
    // 1 MW can be sold in all, so that the profits are 50 − 22q and 10 + 18q for the sum of both positions, from −2 on.
    const batteries = [hedge.batteries[0], { ...hedge.batteries[0], name: 'B2' }];
    const problem = { ...hedge, batteries, connection: { maxImportMW: 2, maxExportMW: 1 } };
    const { result } = await optimise(problem);
    expect(result.method).toBe('extensive');
    expect(result.plan.dayAheadMW[0]).toBeCloseTo(-2, 4);
    expect(result.mean).toBeCloseTo(34, 4);
    expect(result.profitAndLoss[0]).toBeCloseTo(94, 4);
    expect(result.exactRecourse).toBeNull();
    await expect(optimise(problem, { options: ['--method', 'decomposition'] })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/connection.*--method extensive/),
    });
  });

  describe('where the linear recourse charges and discharges at once', () => {
    /**
     * One hour, a full store, delivery as sold. A purchase of b MW is burned up to 9/41, where c + d = 1 and 0.8c = d/0.8;
     * a battery that does not overfills its store by 0.8b at 5000 per MWh. Buying earns 100b in one scenario and costs
     * 50b in the other: the mean is 25b and CVaR at 50 % is 50b; without burning 4000b worse.
     */
    const toll = {
      ...hedge,
      batteries: [{ ...hedge.batteries[0], chargeEfficiency: 0.8, dischargeEfficiency: 0.8 }],
      scenarios: { ...hedge.scenarios, dayAhead: [[-100], [50]], imbalance: [[0], [0]] },
      deviationLimitMW: 0,
    };
    const methods = ['extensive', 'decomposition'];

    it('says what is left of the plan without, and warns', async () => {
      for (const method of methods) {
        const options = ['--method', method];
        const { exit, result, warned } = await optimise(
          { ...toll, risk: { limit: 6, frontierPoints: 0 } },
          { options },
        );
        expect([exit, result.status]).toEqual([0, 'optimal']);
        expect(result.plan.dayAheadMW[0]).toBeCloseTo(-0.12, 4);
        expect(result.mean).toBeCloseTo(3, 4);
        expect(result.conditionalValueAtRisk).toBeCloseTo(6, 4);
        expect(result.exactRecourse).toEqual({
          burningShare: 1,
          largestFall: expect.closeTo(480, 1),
          mean: expect.closeTo(3 - 480, 1),
          valueAtRisk: expect.closeTo(-12 + 480, 1),
          conditionalValueAtRisk: expect.closeTo(6 + 480, 1),
          limitsKept: false,
        });
        expect(warned).toEqual([
          expect.stringMatching(
            /^in 100\.0 % of its scenarios .*mean is -477\.\d\d, not 3\.00, and its CVaR 486\.\d\d, not 6\.00$/,
          ),
          expect.stringMatching(/breaks its limit: widen deviationLimitMW, or set risk\.frontierPoints/),
        ]);
      }
    });

    it('names the point of the frontier that keeps the limit without, or says that none does', async () => {
      for (const method of methods) {
        const options = ['--method', method];
        const { result, warned } = await optimise({ ...toll, risk: { limit: 6, frontierPoints: 3 } }, { options });
        // Of the points at 0, 50 · 4.5/41 and 50 · 9/41 only the first buys nothing.
        expect(result.frontier).toHaveLength(3);
        expect(result.exactRecourse.frontierPoint).toBe(0);
        expect(warned[1]).toMatch(/breaks its limit: point 1 of the frontier keeps it$/);
      }
      // Where buying earns in both scenarios, every plan within the limit buys.
      const scenarios = { ...toll.scenarios, dayAhead: [[-100], [-50]] };
      const { result, warned } = await optimise({ ...toll, scenarios, risk: { limit: -1, frontierPoints: 3 } });
      expect(result.exactRecourse.frontierPoint).toBeNull();
      expect(warned[1]).toMatch(/no point of the frontier keeps it; widen deviationLimitMW$/);
    });

    it('judges every limit and the balance by it', async () => {
      const limits = [
        { confidenceLevel: 0, limit: 0 },
        { confidenceLevel: 1, limit: 6 },
      ];
      const several = await optimise({ ...toll, risk: { limits } });
      expect(several.result.exactRecourse).toMatchObject({
        limitsKept: false,
        limits: [
          { conditionalValueAtRisk: expect.closeTo(477, 1) },
          { conditionalValueAtRisk: expect.closeTo(486, 1) },
        ],
      });
      const { result } = await optimise({ ...toll, risk: { riskAversion: 0.1 } });
      // 25b − 0.1 · 50b: as much as can be burned.
      expect(result.exactRecourse.objective).toBeCloseTo((9 / 41) * (25 - 4000 - 0.1 * (50 + 4000)), 0);
      expect(result.exactRecourse.limitsKept).toBeUndefined();
    });

    it('does not warn of a plan that never does', async () => {
      const { result, warned } = await optimise({
        ...toll,
        deviationLimitMW: null,
        risk: { limit: 6, frontierPoints: 0 },
      });
      expect(result.exactRecourse).toMatchObject({ burningShare: 0, mean: result.mean, limitsKept: true });
      expect(warned).toEqual([]);
    });

    it('tells it in words', async () => {
      const { text } = await optimise({ ...toll, risk: { limit: 6, frontierPoints: 0 } }, { json: false });
      expect(text).toMatch(/^ {2}by exact recourse +less in 100\.0 % of scenarios/m);
      expect(text).toMatch(/^ {4}mean +-477\.\d\d$/m);
      expect(text).toMatch(/^ {4}CVaR 0\.5 \(loss\) +486\.\d\d, above the limit$/m);
      expect((await optimise(withRisk(-10), { json: false })).text).toMatch(/^ {2}by exact recourse +the same$/m);
    });
  });

  it('asks a price for an offer: accepted where the clearing price reaches it, paid as cleared', async () => {
    // Standing ready for 1 MW costs the sale of it, 30 either way: it pays where it clears at 50, not at 5.
    const service = {
      name: 'DCL',
      direction: 'up',
      blockHours: 1,
      sustainHours: 0.5,
      maxMW: 1,
      availability: [[50], [5]],
      activation: [0],
    };
    const scenarios = { ...hedge.scenarios, dayAhead: [[30], [30]], imbalance: [[30], [30]] };
    const asked = { ...scenarios, services: [{ ...service, offerThresholds: [20] }] };
    for (const method of ['extensive', 'decomposition']) {
      const { result } = await optimise({ ...hedge, scenarios: asked }, { options: ['--method', method] });
      expect(result.plan.offers.DCL[0].steps[0]).toEqual({ threshold: 20, volumeMW: expect.closeTo(1, 4) });
      expect(result.profitAndLoss[0]).toBeCloseTo(50, 3);
      expect(result.profitAndLoss[1]).toBeCloseTo(30, 3);
    }
    const { result: taker } = await optimise({ ...hedge, scenarios: { ...scenarios, services: [service] } });
    expect(taker.mean).toBeCloseTo(30, 3);
  });

  it('offers whole increments, and says what that costs', async () => {
    // Standing ready earns 40, selling 30: two increments of 0.4 MW fit into 1 MW, and 0.2 MW is sold.
    const service = {
      name: 'DCL',
      direction: 'up',
      blockHours: 1,
      sustainHours: 0.5,
      maxMW: 5,
      incrementMW: 0.4,
      availability: [[40], [40]],
      activation: [0],
    };
    const scenarios = { ...hedge.scenarios, dayAhead: [[30], [30]], imbalance: [[30], [30]], services: [service] };
    for (const method of ['extensive', 'decomposition']) {
      const { result } = await optimise({ ...hedge, scenarios }, { options: ['--method', method] });
      expect(result.plan.reservedMW.DCL[0]).toBeCloseTo(0.8, 9);
      expect(result.mean).toBeCloseTo(38, 3);
      expect(result.repair.cost).toBeCloseTo(2, 3);
      expect(result.repair.bound).toBeCloseTo(38, 3);
    }
    const both = [service, { ...service, name: 'DRL', availability: [[35], [35]], incrementMW: 0.1 }];
    const decision = { ...hedge.decision, exclusions: [['DCL', 'DRL']] };
    const { result } = await optimise({ ...hedge, decision, scenarios: { ...scenarios, services: both } });
    // Ten increments of the cheaper one earn 35; two of the dearer one and a sale 38.
    expect(result.plan.reservedMW.DCL[0]).toBeCloseTo(0.8, 9);
    expect(result.plan.reservedMW.DRL[0]).toBeCloseTo(0, 9);
    const { text } = await optimise(
      { ...hedge, decision, scenarios: { ...scenarios, services: both } },
      { json: false },
    );
    expect(text).toMatch(/^ {2}cost of lots and exclusions +2\.00$/m);
  });
});
