import { neweyWestMean, neweyWestRatio, type Estimate } from './newey-west-mean.ts';
import type { MarketName } from './score-day.ts';
import type { WeekFigureScore, WeekScore } from './score-week.ts';

/** A number of a week over all weeks judged. */
export interface WeekFigureCard {
  readonly simulatedOverRealised: Estimate;
  /** Share of weeks within the central 90 % of the simulated ones. */
  readonly coverage: Estimate;
  readonly meanRank: Estimate;
}

/** How the paths of one market did over all weeks judged. */
export interface MarketWeekCard {
  /** Share of realised daily means within the central 90 % of the simulated ones, by lead. */
  readonly dailyMeanCoverage: readonly Estimate[];
  readonly weeklyMean: WeekFigureCard;
  readonly storage: WeekFigureCard;
  /** Standard deviation of daily means within the week. */
  readonly deviation: WeekFigureCard;
  /** Lag-1 correlation of daily means within weeks, both about the mean of the week. */
  readonly autocorrelation: { readonly simulated: Estimate; readonly realised: Estimate };
}

export interface WeekCard extends Readonly<Record<MarketName, MarketWeekCard>> {
  readonly weeks: number;
  readonly drawdown: WeekFigureCard;
}

/** Neighbouring weeks share days. */
const lagsOf = (weeks: number): number => Math.min(10, Math.floor(weeks / 4));

/** Summary of at least two weeks in time order. */
export function weekCard(weeks: readonly WeekScore[]): WeekCard {
  return {
    weeks: weeks.length,
    dayAhead: marketCard(weeks, 'dayAhead'),
    imbalance: marketCard(weeks, 'imbalance'),
    drawdown: figureCard(weeks.map((week) => week.drawdown)),
  };
}

function marketCard(weeks: readonly WeekScore[], market: MarketName): MarketWeekCard {
  const scores = weeks.map((week) => week[market]);
  const autocorrelation = (side: 'simulatedMean' | 'realised'): Estimate =>
    neweyWestRatio(
      scores.map((score) => score.lagProduct[side]),
      scores.map((score) => score.square[side]),
      lagsOf(scores.length),
    );
  return {
    dailyMeanCoverage: Array.from(scores[0].dailyMeanRanks, (_, lead) =>
      coverage(scores.map((score) => score.dailyMeanRanks[lead])),
    ),
    weeklyMean: figureCard(scores.map((score) => score.weeklyMean)),
    storage: figureCard(scores.map((score) => score.storage)),
    deviation: figureCard(scores.map((score) => score.deviation)),
    autocorrelation: { simulated: autocorrelation('simulatedMean'), realised: autocorrelation('realised') },
  };
}

function figureCard(scores: readonly WeekFigureScore[]): WeekFigureCard {
  const ranks = scores.map((score) => score.rank);
  return {
    simulatedOverRealised: neweyWestRatio(
      scores.map((score) => score.simulatedMean),
      scores.map((score) => score.realised),
      lagsOf(scores.length),
    ),
    coverage: coverage(ranks),
    meanRank: neweyWestMean(ranks, lagsOf(ranks.length)),
  };
}

function coverage(ranks: readonly number[]): Estimate {
  return neweyWestMean(
    ranks.map((rank) => Number(rank >= 0.05 && rank <= 0.95)),
    lagsOf(ranks.length),
  );
}
