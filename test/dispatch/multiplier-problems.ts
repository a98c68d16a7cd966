import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dispatchProgram } from '../../src/dispatch/dispatch-program.ts';
import type { DispatchProgram } from '../../src/dispatch/dispatch-program.ts';
import { solveByMultipliers } from '../../src/dispatch/engines/multiplier-rounds.ts';
import {
  inCurrency,
  readSolution,
  solveContinuous,
  solveWhole,
  suggestedBinaries,
} from '../../src/dispatch/engines/program-solution.ts';
import type { ProgramSolution } from '../../src/dispatch/engines/program-solution.ts';
import type { LinearSolution } from '../../src/lp/highs-solver.ts';
import { randomLimitedProblem } from './random-limited-problem.ts';

/**
 * A problem by multipliers and by branching, with the optimum of the relaxation and the size of all three. With
 * `fromSuggested` multipliers start from the schedule that the relaxation suggests, as in `exact`.
 */
export async function solveBoth(problem: DispatchProblem, fromSuggested = false) {
  const written = dispatchProgram(problem, true);
  const relaxed = await solveContinuous(written, {});
  const start = fromSuggested ? await suggestedSchedule(problem, written, relaxed) : null;
  const found = await solveByMultipliers(problem, written, relaxed, start, {});
  const whole = await solveWhole(problem, {});
  const scale = Math.max(1, Math.abs(whole.objective));
  return { found, whole, relaxed: inCurrency(written, relaxed.objective), scale };
}

async function suggestedSchedule(
  problem: DispatchProblem,
  written: DispatchProgram,
  relaxed: LinearSolution,
): Promise<ProgramSolution | null> {
  const suggested = await solveContinuous(written, {}, suggestedBinaries(written.gates, relaxed.values));
  return suggested.status === 'optimal' ? readSolution(problem, written, suggested, 'feasible') : null;
}

/** Budgets that leave room for burning energy. */
export function budgeted(seed: number, periodCount: number): DispatchProblem {
  const spec = randomLimitedProblem(seed, periodCount, 'cycles') as {
    batteries: object[];
    markets: { prices: number[] }[];
  };
  return parseDispatchProblem(
    {
      ...spec,
      batteries: [{ ...spec.batteries[0], maxCyclesPerDay: 2 + (seed % 3) }],
      markets: [{ ...spec.markets[0], prices: spec.markets[0].prices.map((price) => price - 40) }],
      dayStarts: Array.from({ length: Math.ceil(periodCount / 12) }, (_, i) => 12 * i),
    },
    'f',
  );
}

/** Two batteries behind one meter. With `dearImport` imports cost at least what exports pay. */
export function fleet(seed: number, periodCount: number, dearImport = true): DispatchProblem {
  const spec = randomLimitedProblem(seed, periodCount, 'fleet at a site') as {
    site: { importPrices: number[]; exportPrices: number[] };
  };
  if (!dearImport) return parseDispatchProblem(spec, 'f');
  const exportPrices = spec.site.exportPrices.map((price, t) => Math.min(price, spec.site.importPrices[t]));
  return parseDispatchProblem({ ...spec, site: { ...spec.site, exportPrices } }, 'f');
}
