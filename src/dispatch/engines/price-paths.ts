import { ConfigError } from '../../errors.ts';
import { openModel } from '../../lp/highs-solver.ts';
import type { SolverOptions } from '../../lp/highs-solver.ts';
import type { DispatchProblem, EnergyMarket } from '../dispatch-problem.ts';
import { dispatchProgram } from '../dispatch-program.ts';
import { moneyScaleOf, programCosts } from '../program-costs.ts';
import type { EngineOptions } from './engine.ts';
import { readSolution, requireSolved, solverOptions } from './program-solution.ts';
import type { ProgramSolution } from './program-solution.ts';

/** Prices of every energy market, one array per market, NaN where the problem has NaN. */
export type PricePath = readonly Float64Array[];

/** What makes a solve of HiGHS independent of those before it, once the model is cleared. */
const independentSolves: SolverOptions = { method: 'simplex', presolve: false, scaling: false };

/**
 * The relaxation for many price paths in one HiGHS model that is re-priced, not rebuilt: a path changes
 * column costs alone. Basis and solution are forgotten in between, presolve and scaling are off, so that a path's
 * result is bit for bit that of a model of its own, whatever was solved before. Throws a ConfigError for a
 * path of another shape than the problem's markets.
 *
 * Example: `const [calm, wild] = await solvePricePaths(problem, [[calmPrices], [wildPrices]])`.
 */
export async function solvePricePaths(
  problem: DispatchProblem,
  paths: readonly PricePath[],
  options: EngineOptions = {},
): Promise<ProgramSolution[]> {
  const written = dispatchProgram(problem, false);
  const model = await openModel(written.program, { ...solverOptions(options), ...independentSolves });
  try {
    return paths.map((path, p) => {
      const priced: DispatchProblem = { ...problem, markets: marketsPriced(problem.markets, path, p) };
      const moneyScale = moneyScaleOf(priced);
      const cost = programCosts(priced, written, written.program.columnCount, moneyScale);
      const repriced = { ...written, moneyScale, program: { ...written.program, cost } };
      model.setCosts(cost);
      model.clear();
      return readSolution(priced, repriced, requireSolved(priced, repriced, model.solve()), 'optimal');
    });
  } finally {
    model.dispose();
  }
}

function marketsPriced(markets: readonly EnergyMarket[], path: PricePath, p: number): EnergyMarket[] {
  return markets.map((market, m): EnergyMarket => {
    const prices = path[m];
    const fits =
      prices?.length === market.prices.length &&
      prices.every((price, i) => Number.isNaN(price) === Number.isNaN(market.prices[i]));
    if (fits) return { ...market, prices };
    throw new ConfigError(`price path ${p}, market '${market.name}'`, {
      field: `paths[${p}][${m}]`,
      rule: `${market.prices.length} prices, NaN in the intervals that the problem does not trade and in no other`,
      value: prices?.length,
      remedy: 'give every path the intervals of the problem',
    });
  });
}
