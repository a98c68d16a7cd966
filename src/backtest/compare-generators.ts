import { functionalNames, type FunctionalName } from './day-functionals.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import type { DayScore } from './score-day.ts';
import { scoreNames, scoreOf, type ScoreName } from './scorecard.ts';

/** A mean score over days with its change against the rival, in % of the rival's mean; negative is better. */
export interface ComparedMeans {
  readonly mean: number;
  readonly rivalMean: number;
  readonly changePercent: number;
  /** Newey-West. */
  readonly standardErrorPercent: number;
  /** Diebold-Mariano statistic and its two-sided probability. */
  readonly statistic: number;
  readonly probability: number;
}

export interface ComparedScore extends ComparedMeans {
  readonly score: ScoreName | `crps:${FunctionalName}`;
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
  const compared = (score: ComparedScore['score'], of: (day: DayScore) => number): ComparedScore => ({
    score,
    ...comparedMeans(Float64Array.from(own.days, of), Float64Array.from(rival.days, of)),
  });
  return {
    generator: own.generator,
    rival: rival.generator,
    scores: [
      ...scoreNames.map((name) => compared(name, scoreOf[name])),
      ...functionalNames.map((name) => compared(`crps:${name}`, (day) => day.functionals[name].score)),
    ],
  };
}

/** The mean of a score over days against a rival's, at least two days in the same order. */
export function comparedMeans(own: Float64Array, rival: Float64Array): ComparedMeans {
  const { meanDifference, standardError, statistic, probability } = dieboldMariano(own, rival);
  const rivalMean = mean(rival);
  return {
    mean: mean(own),
    rivalMean,
    changePercent: percentOf(meanDifference, rivalMean),
    standardErrorPercent: percentOf(standardError, Math.abs(rivalMean)),
    statistic,
    probability,
  };
}

/** 0 where both are 0: constant prices, simulated exactly by both. */
function percentOf(part: number, whole: number): number {
  return part === 0 ? 0 : (100 * part) / whole;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
