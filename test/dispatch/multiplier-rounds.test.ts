import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dispatchProgram } from '../../src/dispatch/dispatch-program.ts';
import { solveByMultipliers } from '../../src/dispatch/engines/multiplier-rounds.ts';
import { solveContinuous } from '../../src/dispatch/engines/program-solution.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { budgeted, fleet, solveBoth } from './multiplier-problems.ts';
import { randomLimitedProblem } from './random-limited-problem.ts';
import { seededUniform } from './seeded-uniform.ts';

describe('multipliers for what is shared', () => {
  it('bound the MILP from above and keep a schedule below it, for cycle budgets at negative prices', async () => {
    let tighter = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { found, whole, relaxed, scale } = await solveBoth(budgeted(seed, 48));
      expect(found!.bound, `seed ${seed}`).toBeGreaterThanOrEqual(whole.objective - 1e-7 * scale);
      expect(found!.objective, `seed ${seed}`).toBeLessThanOrEqual(whole.objective + 1e-7 * scale);
      expect(found!.bound - found!.objective, `seed ${seed}`).toBeLessThan(0.01 * scale);
      if (found!.bound < relaxed - 1e-6 * scale) tighter++;
    }
    expect(tighter).toBeGreaterThan(3);
  });

  it('bound the MILP from above and keep a schedule below it, for a shared connection', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { found, whole, scale } = await solveBoth(fleet(seed, 48));
      expect(found!.bound, `seed ${seed}`).toBeGreaterThanOrEqual(whole.objective - 1e-7 * scale);
      expect(found!.objective, `seed ${seed}`).toBeLessThanOrEqual(whole.objective + 1e-7 * scale);
      expect(found!.bound - found!.objective, `seed ${seed}`).toBeLessThan(0.1 * scale);
    }
  });

  it('bound the MILP from above and keep a schedule below it, for a demand charge at negative prices', async () => {
    let tighter = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { found, whole, relaxed, scale } = await solveBoth(metered(seed, 1 + (seed % 2)));
      expect(found!.bound, `seed ${seed}`).toBeGreaterThanOrEqual(whole.objective - 1e-7 * scale);
      expect(found!.objective, `seed ${seed}`).toBeLessThanOrEqual(whole.objective + 1e-7 * scale);
      expect(found!.bound - found!.objective, `seed ${seed}`).toBeLessThan(0.1 * scale);
      if (found!.bound < relaxed - 1e-6 * scale) tighter++;
    }
    expect(tighter).toBeGreaterThan(2);
  });

  it('leave alone what kernels do not cover', async () => {
    const problem = parseDispatchProblem(randomLimitedProblem(1, 12, 'availability and ramp'), 'f');
    const written = dispatchProgram(problem, true);
    expect(await solveByMultipliers(problem, written, await solveContinuous(written, {}), null, {})).toBeNull();
  });
});

describe('exact on a long horizon', () => {
  it('proves the optimum of 60 days of cycle budgets at negative prices', async () => {
    const result = await solveDispatch(budgeted(2, 24 * 60));
    expect(result.status).toBe('optimal');
    expect(result.bound! - result.objective).toBeLessThanOrEqual(2e-9 * result.objective);
    expect((await solveDispatch(budgeted(2, 24 * 60), { engine: 'lp' })).bound!).toBeGreaterThan(result.bound! + 1);
  });

  it('returns the best schedule known and a bound when its time is up', async () => {
    const random = seededUniform(4);
    const spec = randomLimitedProblem(5, 600, 'availability and ramp') as { markets: { prices: number[] }[] };
    spec.markets[0].prices = spec.markets[0].prices.map((price) => price - 30 * random());
    const result = await solveDispatch(parseDispatchProblem(spec, 'f'), { timeLimitSeconds: 2 });
    expect(result.objective).toBeGreaterThan(0);
    expect(result.bound!).toBeGreaterThanOrEqual(result.objective - 1e-9 * result.objective);
  });
});

/** One or two batteries behind a meter with a charge on the largest import of two billing periods. */
function metered(seed: number, batteryCount: number): DispatchProblem {
  const random = seededUniform(900 + seed);
  const T = 36;
  const importPrices = Array.from({ length: T }, () => 140 * random() - 45);
  return parseDispatchProblem(
    {
      periodHours: 1,
      batteries: Array.from({ length: batteryCount }, (_, b) => ({
        name: `B${b}`,
        maxChargeMW: 0.5 + random(),
        maxDischargeMW: 0.5 + random(),
        energyCapacityMWh: 1 + 2 * random(),
        initialStateOfChargeMWh: 0.5,
        terminal: { kind: 'cyclic' },
        chargeEfficiency: 0.85,
        dischargeEfficiency: 0.9,
      })),
      markets: [],
      site: {
        demandMW: Array.from({ length: T }, () => 1.2 * random()),
        importPrices,
        exportPrices: importPrices.map((price) => price - 20 * random()),
        demandCharge: {
          pricePerKVA: 0.05 + 0.1 * random(),
          powerFactor: 0.9,
          billingStarts: [0, 20],
          peakSoFarKVA: 900,
        },
      },
    },
    'metered',
  );
}
