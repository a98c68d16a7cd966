import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
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
      if (best === -Infinity) {
        for (const engine of ['milp', 'exact'])
          await expect(solveDispatch(problem, { engine })).rejects.toThrow(/no schedule|a schedule exists/);
        continue;
      }
      solved++;
      const scale = Math.max(1, Math.abs(best));
      for (const engine of ['milp', 'exact']) {
        const found = await solveDispatch(problem, { engine });
        expect(found.status).toBe('optimal');
        expect(
          Math.abs(found.objective - best),
          `${engine}, seed ${seed}: ${found.objective}, ${best}`,
        ).toBeLessThanOrEqual(1e-7 * scale);
        expect(Math.abs(found.bound! - best), `${engine}, seed ${seed}`).toBeLessThanOrEqual(1e-7 * scale);
      }
      const relaxed = await solveDispatch(problem, { engine: 'lp' });
      expect(relaxed.bound!, `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-7 * scale);
    }
    expect(solved).toBeGreaterThanOrEqual(count / 2);
  });
});
