import { describe, expect, it } from 'vitest';
import { calibrateCycles } from '../../../src/dispatch/lifetime/calibrate-cycles.ts';
import { solveDispatch } from '../../../src/dispatch/solve-dispatch.ts';
import { hourlyProblem, noisyPrices } from './lifetime-problem.ts';

const exact = (problem: Parameters<typeof solveDispatch>[0]) => solveDispatch(problem);

describe('the calibration of dispatch to cycles a day', () => {
  it('finds the cost that leaves the target, and the problem dispatched with it makes it', async () => {
    const problem = hourlyProblem(noisyPrices(60, 5), { roundTripEfficiency: 0.85, ...unset });
    const { problem: priced, calibrations } = await calibrateCycles(problem, 1, exact);
    const [found] = calibrations;
    expect(found).toMatchObject({ batteries: ['B1'], status: 'met', method: 'bisection', monotone: true });
    expect(found.freeCycles).toBeGreaterThan(1.2);
    expect(Math.abs(found.cycles - 1)).toBeLessThanOrEqual(0.005);
    const result = await solveDispatch(priced);
    expect(result.equivalentFullCycles / 60).toBeCloseTo(found.cycles, 9);
    expect(priced.batteries[0].throughputCost).toBe(found.throughputCost);
  });

  it('never has more cycles or more cash at a larger cost with the exact engine', async () => {
    const problem = hourlyProblem(noisyPrices(60, 6), { roundTripEfficiency: 0.85, ...unset });
    const { trials } = (await calibrateCycles(problem, 0.6, exact)).calibrations[0];
    expect(trials.length).toBeGreaterThan(4);
    expect(trials[0].throughputCost).toBe(0);
    for (let i = 1; i < trials.length; i++) {
      expect(trials[i].cycles).toBeLessThanOrEqual(trials[i - 1].cycles + 1e-9);
      expect(trials[i].cash).toBeLessThanOrEqual(trials[i - 1].cash + 1e-6);
    }
  });

  it('reports both neighbours where the days of a problem are all alike', async () => {
    // A cycle of 2 MWh earns 30 a MWh, a small one of 1 MWh in the afternoon 15: 2, 3 of 2 MWh or none.
    const problem = hourlyProblem([10, 10, 40, 40, 20, 35], {});
    const { status, bracket, cycles } = (await calibrateCycles(problem, 5, exact)).calibrations[0];
    // 1.5 cycles in 6 h are 6 a day; without the small one 4 a day.
    expect(status).toBe('jump');
    expect([bracket!.below.cycles, bracket!.above.cycles]).toEqual([expect.closeTo(6, 9), expect.closeTo(4, 9)]);
    expect(bracket!.above.throughputCost).toBeCloseTo(15, 3);
    expect(cycles).toBeCloseTo(4, 9);
  });

  it('replaces a cost that the problem states, and asks for none where the battery rests anyway', async () => {
    const problem = hourlyProblem([10, 10, 40, 40], { throughputCost: 99 });
    const { problem: priced, calibrations } = await calibrateCycles(problem, 8, exact);
    expect(calibrations[0]).toMatchObject({ status: 'free', throughputCost: 0, cycles: expect.closeTo(6, 9) });
    expect(priced.batteries[0].throughputCost).toBe(0);
  });

  it('gives each battery a cost of its own where they share nothing', async () => {
    const problem = hourlyProblem(noisyPrices(30, 8), { roundTripEfficiency: 0.85, ...unset });
    const lossy = { ...problem.batteries[0], name: 'B2', chargeEfficiency: 0.8 };
    const { calibrations } = await calibrateCycles(
      { ...problem, batteries: [...problem.batteries, lossy] },
      0.8,
      exact,
    );
    expect(calibrations.map(({ batteries }) => batteries)).toEqual([['B1'], ['B2']]);
    expect(calibrations[0].throughputCost).toBeGreaterThan(calibrations[1].throughputCost);
  });

  it('works with any engine', async () => {
    const problem = hourlyProblem(noisyPrices(30, 9), { roundTripEfficiency: 0.85, ...unset });
    const solve = (one: typeof problem) => solveDispatch(one, { engine: 'heuristic' });
    const [found] = (await calibrateCycles(problem, 0.8, solve)).calibrations;
    expect(['met', 'jump']).toContain(found.status);
    expect(found.evaluations).toBe(found.trials.length);
    expect(Math.abs(found.cycles - 0.8)).toBe(Math.min(...found.trials.map(({ cycles }) => Math.abs(cycles - 0.8))));
  });

  it('says so where the engine has no eye for the cost', async () => {
    const problem = hourlyProblem(noisyPrices(5, 9), {});
    const solve = (one: typeof problem) => solveDispatch(one, { engine: 'average-price' });
    await expect(calibrateCycles(problem, 0.1, solve)).rejects.toThrow(/no cost changed the cycles.*such as exact/);
  });
});

/** Without the two efficiencies of the plain battery, so that a round trip can be stated. */
const unset = { chargeEfficiency: undefined, dischargeEfficiency: undefined };
