import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { outcome, relativeDifference } from './engine-outcome.ts';
import { bestOfAllModes } from './mode-enumeration.ts';
import { randomLimitedProblem } from './random-limited-problem.ts';
import type { Limits } from './random-limited-problem.ts';

describe('engines against every combination of modes', () => {
  it.each<[Limits, number, number]>([
    ['availability and ramp', 6, 8],
    ['runs', 6, 6],
    ['runs and rests', 6, 9],
    ['cycles', 6, 8],
    ['temperature and gaps', 6, 8],
    ['reserves', 6, 8],
    ['enablement', 4, 6],
    ['meter', 4, 12],
    ['demand charge', 4, 8],
    ['fleet at a site', 2, 8],
    ['fleet of reserves', 4, 4],
  ])("milp and exact find the optimum with '%s', lp never less", async (limits, periodCount, count) => {
    let solved = 0;
    for (let seed = 1; seed <= count; seed++) {
      const problem = parseDispatchProblem(randomLimitedProblem(seed, periodCount, limits), 'f');
      const best = await bestOfAllModes(problem);
      if (best > -Infinity) solved++;
      for (const engine of ['milp', 'exact']) {
        const { status, objective, bound } = await outcome(problem, engine);
        expect(status).toBe(best === -Infinity ? 'none' : 'optimal');
        expect(relativeDifference(objective, best), `${engine}, seed ${seed}: ${objective}, ${best}`).toBeLessThan(
          1e-7,
        );
        expect(relativeDifference(bound!, best), `${engine}, seed ${seed}`).toBeLessThan(1e-7);
      }
      const relaxed = await outcome(problem, 'lp');
      expect(relaxed.bound!, `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-7 * Math.max(1, Math.abs(best)));
    }
    // Some of the problems have no schedule at all, but most have one.
    expect(solved).toBeGreaterThan(count / 2);
  });
});
