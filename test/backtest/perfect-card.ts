import { functionalNames } from '../../src/backtest/day-functionals.ts';
import { exceedanceTests } from '../../src/backtest/exceedance-tests.ts';
import { scoreNames, type Coverage, type FunctionalCard, type GeneratorCard } from '../../src/backtest/scorecard.ts';

/** Coverage of 50 and 90 % with one error. */
export const coverage = (fifty: number, ninety: number, error = 0.01): Coverage => ({
  fifty: { value: fifty, standardError: error },
  ninety: { value: ninety, standardError: error },
});
/** Exactly right. */
export const rightCoverage = coverage(0.5, 0.9);

/** A card of a generator that is right in everything. */
export function perfectCard(changes: Partial<GeneratorCard> = {}): GeneratorCard {
  const one = { value: 1, standardError: 0.02 };
  const exceeded = Array.from({ length: 300 }, (_, day) => Number(day % 20 === 0));
  const functional: FunctionalCard = {
    crps: one,
    simulatedMean: 1,
    realisedMean: 1,
    difference: { value: 0, standardError: 0.02 },
    simulatedOverRealised: one,
    meanRank: { value: 0.5, standardError: 0.02 },
    rankCounts: Array.from({ length: 10 }, () => 30),
    distribution: [0.05, 0.5, 0.95].map((probability) => ({
      probability,
      realised: 100 * probability,
      simulated: 100 * probability,
    })),
  };
  return {
    generator: 'whole-day',
    scores: Object.fromEntries(scoreNames.map((name) => [name, one])) as GeneratorCard['scores'],
    crpsByHour: { dayAhead: [], imbalance: [] },
    coverage: {
      dayAhead: [rightCoverage, rightCoverage, rightCoverage, rightCoverage],
      imbalance: [rightCoverage, rightCoverage, rightCoverage, rightCoverage],
    },
    rankCounts: { dayAhead: [], imbalance: [] },
    functionals: Object.fromEntries(functionalNames.map((name) => [name, functional])) as GeneratorCard['functionals'],
    exceedances: [{ profit: 'planProfit', confidenceLevel: 0.95, ...exceedanceTests(exceeded, 0.05) }],
    ...changes,
  };
}
