import { describe, expect, it } from 'vitest';
import { singleProblem } from '../../src/dispatch/dispatch-problem.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { nestMarkets } from '../../src/dispatch/market-nest.ts';
import { pricedStages } from '../../src/dispatch/priced-stages.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { outcome, relativeDifference } from './engine-outcome.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { randomLimitedProblem } from './random-limited-problem.ts';
import { seededUniform } from './seeded-uniform.ts';
import { smallProblem } from './small-problem.ts';

const T = 16;

describe('exact by kernels', () => {
  it.each<[string, (seed: number) => unknown]>([
    ['availability by period', (seed) => available(seed, 'one')],
    ['availability within longer intervals', (seed) => available(seed, 'long')],
    ['availability in two markets', (seed) => available(seed, 'two')],
    ['temperature and untraded intervals', (seed) => randomLimitedProblem(seed, T, 'temperature and gaps')],
    ['import and export priced apart', (seed) => metered(seed)],
    ['a market behind a meter', (seed) => behindMeter(seed)],
  ])('equals milp, bound and cash, with %s', async (_, write) => {
    let solved = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const problem = parseDispatchProblem(write(seed), 'f');
      expect(hasStages(problem), `seed ${seed}`).toBe(true);
      const milp = await outcome(problem, 'milp');
      const exact = await outcome(problem, 'exact');
      if (milp.status !== 'none') solved++;
      expect(exact.status).toBe(milp.status);
      expect(relativeDifference(exact.objective, milp.objective), `seed ${seed}`).toBeLessThan(1e-7);
      expect(relativeDifference(exact.bound!, exact.objective), `seed ${seed}`).toBeLessThan(1e-9);
    }
    expect(solved).toBeGreaterThan(6);
  });

  it('needs no more than the kernels where no cycle budget binds', async () => {
    const spec = randomDispatchProblem(6, T, 'one', true) as { batteries: object[] };
    const free = parseDispatchProblem(spec, 'f');
    const wide = parseDispatchProblem({ ...spec, batteries: [{ ...spec.batteries[0], maxCyclesPerDay: 99 }] }, 'f');
    // The same schedule to the last bit: HiGHS would round otherwise.
    expect((await solveDispatch(wide)).batteries).toEqual((await solveDispatch(free)).batteries);
  });

  it('leaves a meter that pays more than it charges to the program', () => {
    const site = { importPrices: 10, exportPrices: 30 };
    const lossy = { energyCapacityMWh: 2, initialStateOfChargeMWh: 1, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 };
    const apart = (demandMW: number[]) => smallProblem([], lossy, { markets: [], site: { ...site, demandMW } });
    // Discharging 0.5 MW turns the import of the first hour into an export.
    expect(hasStages(apart([0.5, 0]))).toBe(false);
    // With 0 or more than full power of demand, neither side crosses the meter's zero.
    expect(hasStages(apart([0, 1]))).toBe(true);
  });
});

function available(seed: number, structure: 'one' | 'long' | 'two') {
  const random = seededUniform(seed);
  const spec = randomDispatchProblem(seed, T, structure, true) as { batteries: object[] };
  const availability = Array.from({ length: T }, () => (random() < 0.25 ? 0 : random()));
  return { ...spec, batteries: [{ ...spec.batteries[0], terminal: { kind: 'free' }, availability }] };
}

/** Imports cost at least what exports pay; both may be negative. */
function metered(seed: number) {
  const spec = randomLimitedProblem(seed, T, 'meter') as { site: { importPrices: number[]; exportPrices: number[] } };
  const importPrices = spec.site.importPrices.map((price, t) => price - (t % 4 === 0 ? 130 : 0));
  const exportPrices = spec.site.exportPrices.map((price, t) => Math.min(price, importPrices[t]));
  return { ...spec, site: { ...spec.site, importPrices, exportPrices } };
}

/** An energy market besides the tariff: every MWh pays both. */
function behindMeter(seed: number) {
  const { markets } = randomDispatchProblem(seed, T, 'one', true);
  return { ...metered(seed), markets };
}

function hasStages(problem: DispatchProblem): boolean {
  const single = singleProblem(problem, problem.batteries[0]);
  return pricedStages(single, problem.markets.length === 0 ? null : nestMarkets(problem.markets)) !== null;
}
