import { functionalNames, type FunctionalName } from './day-functionals.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import type { DayScore } from './score-day.ts';
import { scoreNames, scoreOf, type ScoreName } from './scorecard.ts';

/** A mean score over days with its change against the rival, in % of the rival's mean; negative is better. */
export interface ComparedScore {
  readonly score: ScoreName | `crps:${FunctionalName}`;
  readonly mean: number;
  readonly rivalMean: number;
  readonly changePercent: number;
  /** Newey-West. */
  readonly standardErrorPercent: number;
  /** Diebold-Mariano statistic and its two-sided probability. */
  readonly statistic: number;
  readonly probability: number;
}

/** One generator against one rival on the same days. */
export interface RivalComparison {
  readonly generator: string;
  readonly rival: string;
  readonly scores: readonly ComparedScore[];
}

/** Compares every score of two generators, day by day; both lists in the same order of days. */
export function compareGenerators(
  own: { readonly generator: string; readonly days: readonly DayScore[] },
  rival: { readonly generator: string; readonly days: readonly DayScore[] },
): RivalComparison {
  const compared = (score: ComparedScore['score'], of: (day: DayScore) => number): ComparedScore => {
    const [first, second] = [Float64Array.from(own.days, of), Float64Array.from(rival.days, of)];
    const { meanDifference, standardError, statistic, probability } = dieboldMariano(first, second);
    const rivalMean = mean(second);
    return {
      score,
      mean: mean(first),
      rivalMean,
      changePercent: percentOf(meanDifference, rivalMean),
      standardErrorPercent: percentOf(standardError, Math.abs(rivalMean)),
      statistic,
      probability,
    };
  };
  return {
    generator: own.generator,
    rival: rival.generator,
    scores: [
      ...scoreNames.map((name) => compared(name, scoreOf[name])),
      ...functionalNames.map((name) => compared(`crps:${name}`, (day) => day.functionals[name].score)),
    ],
  };
}

/** 0 where both are 0: constant prices, simulated exactly by both. */
function percentOf(part: number, whole: number): number {
  return part === 0 ? 0 : (100 * part) / whole;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
