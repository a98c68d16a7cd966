import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optimiseCommand } from '../../src/cli/optimise-command.ts';
import { silentLog } from '../../src/io/log.ts';

/**
 * One hour, a full store of 1 MWh, no losses. The day-ahead price is 28, the imbalance price 50 or 10, and the energy
 * is always sold. With position q the profits are 50 − 22q and 10 + 18q: the mean is 30 − 2q, and CVaR at 50 % is
 * minus the lesser of the two. They meet at q = 1; q may lie in [−1, 1]. Figures hold to 1e-5, relative.
 */
const hedge = {
  periodHours: 1,
  confidenceLevel: 0.5,
  batteries: [
    {
      name: 'B1',
      maxChargeMW: 1,
      maxDischargeMW: 1,
      energyCapacityMWh: 1,
      initialStateOfChargeMWh: 1,
      chargeEfficiency: 1,
      dischargeEfficiency: 1,
    },
  ],
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
  const printed: string[] = [];
  const command = new Command().exitOverride();
  optimiseCommand.declare(command);
  command.parse(['problem.json', ...options], { from: 'user' });
  const context = { cwd: folder, env: {}, log: silentLog, print: (text: string) => printed.push(text), json };
  const exit = await optimiseCommand.run(command.args, command.opts(), context);
  expect(printed).toHaveLength(1);
  return { exit, text: printed[0], result: json ? JSON.parse(printed[0]) : undefined };
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
      'iterations',
      'relativeGap',
      'solveSeconds',
      'profitAndLoss',
    ]);
    expect(Object.keys(result.plan)).toEqual(['dayAheadMW', 'reservedMW']);
    expect(Object.keys(result.frontier[0])).toEqual(['limit', 'mean', 'conditionalValueAtRisk', 'shadowPrice', 'plan']);
    expect(result.shortfall).toEqual({ scenarioShare: 0, largestMWh: 0 });
    expect(result.solveSeconds).toBeGreaterThan(0);
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
    expect((await optimise(withRisk(-40), { json: false })).text).toMatch(/^status limitUnattainable, by the extensive form$/m);
  });

  it('refuses a time limit that is no whole number of seconds', async () => {
    await expect(optimise(hedge, { options: ['--time-limit', 'soon'] })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/--time-limit.*got "soon"/),
    });
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
});
