import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assignmentBattery, assignmentProblem } from '../../scenarios/two-market/assignment-problem.ts';
import { readAuroraPrices } from '../../scenarios/two-market/read-aurora-prices.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';

const folder = join(process.env.BESS_RISK_DATA ?? '../shared/market-data', 'home-assignment');
const available = existsSync(join(folder, 'aurora-half-hourly-data.csv'));

// Three years, 2 MW / 4 MWh, empty at the start; published and independently computed profits, docs/method/dispatch.md.
describe.skipIf(!available)('the two-market study on three years of real prices', () => {
  it('is solved exactly at 95 %/95 %, with the bound equal to the cash', async () => {
    const result = await solveDispatch(study(0.95), { clock: () => performance.now() });
    expect(result.profit).toBeCloseTo(210_880.54, 2);
    expect(Math.abs(result.bound! - result.objective)).toBeLessThan(1e-4);
  });

  it('is solved exactly without loss', async () => {
    const result = await solveDispatch(study(1));
    expect(result.profit).toBeCloseTo(295_722.685, 3);
    expect(Math.abs(result.bound! - result.objective)).toBeLessThan(1e-4);
  });

  it('reproduces the published profit of the average-price rule', async () => {
    expect((await solveDispatch(study(1), { engine: 'average-price' })).profit).toBeCloseTo(66_273.59, 2);
  });

  it.each([
    [1, 224_401.785],
    [2, 212_896.94],
    [3, 204_773.34],
    [4, 196_952.61],
    [5, 189_984.235],
    [6, 183_168.985],
    [7, 175_208.68],
    [8, 165_841.865],
    [9, 157_544.77],
    [10, 151_016.98],
  ])('reproduces the published profit of looking %i hours ahead', async (lookaheadHours, profit) => {
    const result = await solveDispatch(study(1), { engine: 'lookahead', lookaheadHours });
    expect(result.profit).toBeCloseTo(profit, 3);
  });

  it('earns 4.8 % too much in the relaxation, which buys and sells at once', async () => {
    const relaxed = await solveDispatch(study(0.95), { engine: 'lp' });
    expect(relaxed.profit).toBeCloseTo(220_926.42, 2);
    expect(relaxed.simultaneousPeriods).toBeGreaterThan(0);
  });
});

function study(efficiency: number) {
  const { halfHourly, hourly } = readAuroraPrices(folder);
  return assignmentProblem(assignmentBattery(efficiency), [
    { name: 'halfHourly', intervalHours: 0.5, prices: halfHourly },
    { name: 'hourly', intervalHours: 1, prices: hourly },
  ]);
}
