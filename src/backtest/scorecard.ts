import { dieboldMariano, type ScoreComparison } from './diebold-mariano.ts';
import { functionalNames, type DayScore, type FunctionalName } from './score-day.ts';

/** A mean over days with the change against the rival, in % of the rival's mean. */
export interface ComparedScore {
  readonly mean: number;
  readonly rivalMean: number;
  readonly changePercent: number;
  readonly standardErrorPercent: number;
  readonly comparison: ScoreComparison;
}

/** Shares of realised prices within the central 50 % and 90 % of the simulated ones. */
export interface Coverage {
  readonly fifty: number;
  readonly ninety: number;
}

export interface FunctionalSummary {
  readonly crps: ComparedScore;
  /** Mean of the simulated means over the mean of the realised values. */
  readonly simulatedOverRealised: number;
  /** 0.5 where neither too high nor too low. */
  readonly meanRank: number;
  /** Share of days below the simulated 5 % and 1 % quantile: exceedances of VaR 95 and 99 of a profit. */
  readonly belowFivePercent: number;
  readonly belowOnePercent: number;
}

/** How a generator did over a number of days, against a rival on the same days. */
export interface Scorecard {
  readonly days: number;
  readonly energyScore: ComparedScore;
  readonly energyScoreRaw: ComparedScore;
  readonly variogramScore: ComparedScore;
  readonly crps: Readonly<Record<Market, ComparedScore>>;
  /** Over the whole day and by thirds of it. */
  readonly coverage: Readonly<
    Record<Market, readonly [all: Coverage, first: Coverage, second: Coverage, third: Coverage]>
  >;
  readonly functionals: Readonly<Record<FunctionalName, FunctionalSummary>>;
}

type Market = 'dayAhead' | 'imbalance';

export function scorecard(own: readonly DayScore[], rival: readonly DayScore[]): Scorecard {
  const compared = (of: (day: DayScore) => number): ComparedScore => compareScores(own.map(of), rival.map(of));
  const functionals = Object.fromEntries(
    functionalNames.map((name) => [name, summariseFunctional(own, name, compared)]),
  ) as Record<FunctionalName, FunctionalSummary>;
  return {
    days: own.length,
    energyScore: compared((day) => day.energyScore),
    energyScoreRaw: compared((day) => day.energyScoreRaw),
    variogramScore: compared((day) => day.variogramScore),
    crps: { dayAhead: compared((day) => day.crps.dayAhead), imbalance: compared((day) => day.crps.imbalance) },
    coverage: { dayAhead: coverages(own, 'dayAhead'), imbalance: coverages(own, 'imbalance') },
    functionals,
  };
}

function compareScores(own: number[], rival: number[]): ComparedScore {
  const comparison = dieboldMariano(Float64Array.from(own), Float64Array.from(rival));
  const rivalMean = mean(rival);
  return {
    mean: mean(own),
    rivalMean,
    changePercent: (100 * comparison.meanDifference) / rivalMean,
    standardErrorPercent: (100 * comparison.standardError) / rivalMean,
    comparison,
  };
}

function summariseFunctional(
  own: readonly DayScore[],
  name: FunctionalName,
  compared: (of: (day: DayScore) => number) => ComparedScore,
): FunctionalSummary {
  const days = own.map((day) => day.functionals[name]);
  const shareBelow = (rank: number): number => mean(days.map((day) => Number(day.rank < rank)));
  return {
    crps: compared((day) => day.functionals[name].score),
    simulatedOverRealised: mean(days.map((day) => day.simulatedMean)) / mean(days.map((day) => day.realised)),
    meanRank: mean(days.map((day) => day.rank)),
    belowFivePercent: shareBelow(0.05),
    belowOnePercent: shareBelow(0.01),
  };
}

function coverages(own: readonly DayScore[], market: Market): [Coverage, Coverage, Coverage, Coverage] {
  const ranks = own.map((day) => day.ranks[market]);
  const third = (ranks[0]?.length ?? 0) / 3;
  const part = (from: number, to: number): Coverage => {
    const within = (tail: number): number =>
      mean(
        ranks.flatMap((row) => Array.from(row.subarray(from, to), (rank) => Number(rank >= tail && rank <= 1 - tail))),
      );
    return { fifty: within(0.25), ninety: within(0.05) };
  };
  return [part(0, 3 * third), part(0, third), part(third, 2 * third), part(2 * third, 3 * third)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
