import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { solvePricePaths } from '../../src/dispatch/engines/price-paths.ts';
import { solveRelaxation } from '../../src/dispatch/engines/program-solution.ts';
import { randomLimitedProblem } from './random-limited-problem.ts';
import { seededUniform } from './seeded-uniform.ts';

const problem = parseDispatchProblem(randomLimitedProblem(3, 24, 'reserves'), 'f');
const random = seededUniform(5);
const paths = Array.from({ length: 6 }, (_, p) => [
  // The last path is so dear that money is scaled.
  Float64Array.from({ length: 24 }, () => (p === 5 ? 1e6 : 1) * (150 * random() - 40)),
]);
const pricedAs = (prices: readonly Float64Array[]) => ({
  ...problem,
  markets: problem.markets.map((market, m) => ({ ...market, prices: prices[m] })),
});

describe('one model for many price paths', () => {
  it('gives each path, bit for bit, what a model of its own gives', async () => {
    const together = await solvePricePaths(problem, paths);
    for (const [p, path] of paths.entries()) {
      const [alone] = await solvePricePaths(pricedAs(path), [path]);
      expect(together[p], `path ${p}`).toEqual(alone);
    }
    const backwards = await solvePricePaths(problem, paths.toReversed());
    expect(backwards.toReversed()).toEqual(together);
  });

  it('finds the optimum of the relaxation of each path', async () => {
    const together = await solvePricePaths(problem, paths);
    for (const [p, path] of paths.entries()) {
      const { objective } = await solveRelaxation(pricedAs(path), {});
      expect(Math.abs(together[p].objective - objective)).toBeLessThanOrEqual(1e-9 * Math.abs(objective));
    }
  });

  it('refuses a path of another shape', async () => {
    await expect(solvePricePaths(problem, [[new Float64Array(23)]])).rejects.toThrow(/price path 0.*24 prices/s);
    await expect(solvePricePaths(problem, [paths[0], [new Float64Array(24).fill(Number.NaN)]])).rejects.toThrow(
      /price path 1/,
    );
  });
});
