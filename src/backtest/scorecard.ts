import { functionalNames, type FunctionalName } from './day-functionals.ts';
import { exceedanceTests, type ExceedanceTests } from './exceedance-tests.ts';
import { neweyWestMean, neweyWestRatio, type Estimate } from './newey-west-mean.ts';
import { marketNames, type DayScore, type MarketName } from './score-day.ts';
import { pooledQuantiles, type QuantilePair } from './pooled-quantiles.ts';

/** Scores of whole days of prices, lower is better; CRPS per MWh is the mean over the slots of the day. */
export const scoreNames = ['energyScore', 'energyScoreRaw', 'variogramScore', 'crpsDayAhead', 'crpsImbalance'] as const;
export type ScoreName = (typeof scoreNames)[number];

/** Shares of realised prices within the central 50 % and 90 % of the simulated ones, 0…1. */
export interface Coverage {
  readonly fifty: Estimate;
  readonly ninety: Estimate;
}

/** How one number of a day was simulated, over all days judged. */
export interface FunctionalCard {
  readonly crps: Estimate;
  readonly simulatedMean: number;
  readonly realisedMean: number;
  /** Mean simulated less mean realised, in the number's own unit. */
  readonly difference: Estimate;
  /** Mean simulated over mean realised; null where the realised mean is 0. */
  readonly simulatedOverRealised: Estimate | null;
  /** Mean PIT: 0.5 where neither too high nor too low. */
  readonly meanRank: Estimate;
  /** Days by tenth of PIT, 10 counts. */
  readonly rankCounts: readonly number[];
  /** Realised values against simulated ones pooled over all days, at equal probabilities. */
  readonly distribution: readonly QuantilePair[];
}

/** A profit and how often it fell below its simulated quantile. */
export interface ProfitExceedances extends ExceedanceTests {
  readonly profit: 'planProfit' | 'exposedProfit';
  /** 0.95 or 0.99. */
  readonly confidenceLevel: number;
}

/** How one generator did over the days judged. */
export interface GeneratorCard {
  readonly generator: string;
  readonly scores: Readonly<Record<ScoreName, Estimate>>;
  /** CRPS by hour of the delivery day on the wall clock, currency per MWh. */
  readonly crpsByHour: Readonly<Record<MarketName, readonly Estimate[]>>;
  /** Over the whole day and by thirds of it. */
  readonly coverage: Readonly<
    Record<MarketName, readonly [all: Coverage, first: Coverage, second: Coverage, third: Coverage]>
  >;
  /** Slots of all days by tenth of PIT, 10 counts. */
  readonly rankCounts: Readonly<Record<MarketName, readonly number[]>>;
  readonly functionals: Readonly<Record<FunctionalName, FunctionalCard>>;
  readonly exceedances: readonly ProfitExceedances[];
}

/** Summary of one generator's scores, at least two days in time order. */
export function generatorCard(generator: string, days: readonly DayScore[]): GeneratorCard {
  const scores = Object.fromEntries(scoreNames.map((name) => [name, neweyWestMean(days.map(scoreOf[name]))]));
  const functionals = functionalNames.map((name) => [name, functionalCard(days, name)] as const);
  return {
    generator,
    scores: scores as Record<ScoreName, Estimate>,
    crpsByHour: byMarket((market) => crpsByHour(days, market)),
    coverage: byMarket((market) => coverages(days, market)),
    rankCounts: byMarket((market) => tenths(days.flatMap((day) => Array.from(day.markets[market].ranks)))),
    functionals: Object.fromEntries(functionals) as Record<FunctionalName, FunctionalCard>,
    exceedances: (['planProfit', 'exposedProfit'] as const).flatMap((profit) =>
      [0.95, 0.99].map((confidenceLevel) => {
        const tail = 1 - confidenceLevel;
        // 1 − 0.95 is not 0.05 to the bit, and a rank may lie on it.
        const exceeded = days.map((day) => Number(day.functionals[profit].rank < tail - 1e-12));
        return { profit, confidenceLevel, ...exceedanceTests(exceeded, Math.round(1e6 * tail) / 1e6) };
      }),
    ),
  };
}

/** A day's value of each score. */
export const scoreOf: Readonly<Record<ScoreName, (day: DayScore) => number>> = {
  energyScore: (day) => day.energyScore,
  energyScoreRaw: (day) => day.energyScoreRaw,
  variogramScore: (day) => day.variogramScore,
  crpsDayAhead: (day) => mean(day.markets.dayAhead.crps),
  crpsImbalance: (day) => mean(day.markets.imbalance.crps),
};

function functionalCard(days: readonly DayScore[], name: FunctionalName): FunctionalCard {
  const scored = days.map((day) => day.functionals[name]);
  const simulated = scored.map((day) => day.simulatedMean);
  const realised = scored.map((day) => day.realised);
  const ranks = scored.map((day) => day.rank);
  return {
    crps: neweyWestMean(scored.map((day) => day.score)),
    simulatedMean: mean(simulated),
    realisedMean: mean(realised),
    difference: neweyWestMean(simulated.map((value, day) => value - realised[day])),
    simulatedOverRealised: mean(realised) === 0 ? null : neweyWestRatio(simulated, realised),
    meanRank: neweyWestMean(ranks),
    rankCounts: tenths(ranks),
    distribution: pooledQuantiles(
      realised,
      scored.map((day) => day.quantiles),
    ),
  };
}

function crpsByHour(days: readonly DayScore[], market: MarketName): Estimate[] {
  const slots = days[0].markets[market].crps.length;
  const hours = Math.min(24, slots);
  const step = slots / hours;
  return Array.from({ length: hours }, (_, hour) =>
    neweyWestMean(days.map((day) => mean(day.markets[market].crps.subarray(hour * step, (hour + 1) * step)))),
  );
}

function coverages(days: readonly DayScore[], market: MarketName): [Coverage, Coverage, Coverage, Coverage] {
  const ranks = days.map((day) => day.markets[market].ranks);
  const third = ranks[0].length / 3;
  const part = (from: number, to: number): Coverage => coverageOf(ranks.map((row) => row.subarray(from, to)));
  return [part(0, 3 * third), part(0, third), part(third, 2 * third), part(2 * third, 3 * third)];
}

/** Coverage of PITs, one row a day; a day's PITs depend on one another, so its share is one observation. */
export function coverageOf(rows: readonly ArrayLike<number>[]): Coverage {
  const within = (tail: number): Estimate =>
    neweyWestMean(rows.map((row) => mean(Array.from(row, (rank) => Number(rank >= tail && rank <= 1 - tail)))));
  return { fifty: within(0.25), ninety: within(0.05) };
}

/** Counts by tenth of values in [0, 1]. */
export function tenths(values: readonly number[]): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const value of values) counts[Math.min(9, Math.floor(10 * value))]++;
  return counts;
}

function byMarket<T>(of: (market: MarketName) => T): Record<MarketName, T> {
  return Object.fromEntries(marketNames.map((market) => [market, of(market)])) as Record<MarketName, T>;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
