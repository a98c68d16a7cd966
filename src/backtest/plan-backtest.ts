import { randomStream } from '../math/random-stream.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { valueAtRisk } from '../risk/value-at-risk.ts';
import { exceedanceTests, type ExceedanceTests } from './exceedance-tests.ts';
import { expectedShortfallTests, type ExpectedShortfallTests } from './expected-shortfall-tests.ts';
import { neweyWestMean, neweyWestRatio, type Estimate } from './newey-west-mean.ts';
import { twoSidedProbability } from './normal-probability.ts';

/** A plan of one past day: what its run would have forecast, and what came. Money in currency, gain positive. */
export interface PlanOutcomeOfDay {
  readonly date: string;
  /** The plan kept the limit on the scenarios that it was chosen on; true where there is none. */
  readonly limitKept: boolean;
  /** Forecast under the policy: equally likely, ascending. */
  readonly profits: Float64Array;
  readonly realised: number;
  /** Of the forecast mean and of `realised`; each adds up. */
  readonly streams: readonly { readonly stream: string; readonly expected: number; readonly realised: number }[];
  /** The plan carried out at the prices that came by each policy. */
  readonly byPolicy: Readonly<Record<string, number>>;
  /** The most that could have been earned, all prices of the day known before anything was committed. */
  readonly foresight: number;
}

/** A judged day in figures. */
export interface BacktestRow {
  readonly date: string;
  readonly expected: number;
  readonly standardDeviation: number;
  /** Quantiles of the forecast profit. */
  readonly p05: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  /** By level of `levels`, of the loss. */
  readonly valueAtRisk: readonly number[];
  readonly conditionalValueAtRisk: readonly number[];
  readonly realised: number;
  /** Share of the forecast below what came; ties count half. */
  readonly rank: number;
  /** By level: 1 where the loss was beyond VaR. */
  readonly beyond: readonly number[];
  readonly foresight: number;
  readonly limitKept: boolean;
  readonly streams: PlanOutcomeOfDay['streams'];
  readonly byPolicy: PlanOutcomeOfDay['byPolicy'];
}

export interface LevelTests {
  readonly confidenceLevel: number;
  readonly exceedances: ExceedanceTests;
  readonly shortfall: ExpectedShortfallTests;
}

/** How the plans of many days did against their own forecasts. */
export interface PlanBacktest {
  readonly levels: readonly number[];
  readonly days: readonly BacktestRow[];
  /** Means a day, currency. */
  readonly expected: Estimate;
  readonly realised: Estimate;
  /** Realised less expected. */
  readonly difference: Estimate;
  readonly foresight: Estimate;
  /** Foresight less realised. */
  readonly foregone: Estimate;
  /** Σ realised ÷ Σ foresight. */
  readonly capture: Estimate;
  readonly meanRank: Estimate;
  /** Days by tenth of the forecast that the real profit fell in. */
  readonly ranks: readonly number[];
  readonly tests: readonly LevelTests[];
  readonly streams: readonly {
    readonly stream: string;
    readonly expected: Estimate;
    readonly realised: Estimate;
    readonly difference: Estimate;
  }[];
  /** Of each policy, and its difference from the configured one. */
  readonly policies: readonly {
    readonly policy: string;
    readonly realised: Estimate;
    readonly difference: Estimate;
  }[];
  readonly daysLimitKept: number;
  readonly checks: readonly BacktestCheck[];
  readonly state: 'passed' | 'caution' | 'failed';
}

/** A rule of the gate, applied; `failed` makes the command end with exit code 3. */
export interface BacktestCheck {
  readonly rule: 'mean' | 'exceedances' | 'shortfall' | 'meanRank';
  /** Null: the rule is of the whole forecast. */
  readonly confidenceLevel: number | null;
  /** A probability, or the mean rank. */
  readonly value: number;
  readonly verdict: 'held' | 'caution' | 'failed';
}

/** Rules of the gate. */
export const backtestRules = {
  rejectedProbability: 0.01,
  cautionProbability: 0.05,
  meanRankTolerance: 0.07,
  errorMultiple: 1.645,
  /** Below so many days nothing is rejected with any power: the state is at best caution. */
  fewestDays: 60,
} as const;

const rankBins = 10;

/**
 * Judges the plans of past days, in order of time, against their own forecasts.
 *
 * @param levels confidence levels below 1
 * @throws RangeError for fewer than two days
 */
export function planBacktest(
  outcomes: readonly PlanOutcomeOfDay[],
  levels: readonly number[],
  seed: number,
): PlanBacktest {
  const days = outcomes.map((day) => rowOf(day, levels));
  const means = (value: (row: BacktestRow) => number): Estimate => neweyWestMean(days.map(value));
  const tests = levels.map((confidenceLevel, k) => ({
    confidenceLevel,
    exceedances: exceedanceTests(
      days.map(({ beyond }) => beyond[k]),
      1 - confidenceLevel,
    ),
    shortfall: expectedShortfallTests(outcomes, confidenceLevel, randomStream(seed, 'shortfallTest', k)),
  }));
  const meanRank = means(({ rank }) => rank);
  const difference = means(({ expected, realised }) => realised - expected);
  const checks = [meanCheck(difference), ...tests.flatMap(levelChecks), rankCheck(meanRank)];
  return {
    levels,
    days,
    expected: means(({ expected }) => expected),
    realised: means(({ realised }) => realised),
    difference,
    foresight: means(({ foresight }) => foresight),
    foregone: means(({ foresight, realised }) => foresight - realised),
    capture: neweyWestRatio(
      days.map(({ realised }) => realised),
      days.map(({ foresight }) => foresight),
    ),
    meanRank,
    ranks: histogram(days.map(({ rank }) => rank)),
    tests,
    streams: streamNames(days).map((stream) => {
      const of = (row: BacktestRow) => row.streams.find((one) => one.stream === stream) ?? { expected: 0, realised: 0 };
      return {
        stream,
        expected: means((row) => of(row).expected),
        realised: means((row) => of(row).realised),
        difference: means((row) => of(row).realised - of(row).expected),
      };
    }),
    policies: Object.keys(days[0].byPolicy).map((policy) => ({
      policy,
      realised: means(({ byPolicy }) => byPolicy[policy]),
      difference: means(({ byPolicy, realised }) => byPolicy[policy] - realised),
    })),
    daysLimitKept: days.filter(({ limitKept }) => limitKept).length,
    checks,
    state: stateOf(checks, days.length),
  };
}

function rowOf(day: PlanOutcomeOfDay, levels: readonly number[]): BacktestRow {
  const { profits, realised } = day;
  const losses = profits.map((profit) => -profit);
  const expected = profits.reduce((sum, profit) => sum + profit, 0) / profits.length;
  const quantile = (share: number): number => -valueAtRisk(losses, null, 1 - share);
  const risks = levels.map((level) => valueAtRisk(losses, null, level));
  const below = profits.filter((profit) => profit < realised).length;
  const notAbove = profits.filter((profit) => profit <= realised).length;
  return {
    date: day.date,
    expected,
    standardDeviation: Math.sqrt(profits.reduce((sum, profit) => sum + (profit - expected) ** 2, 0) / profits.length),
    p05: quantile(0.05),
    p25: quantile(0.25),
    p75: quantile(0.75),
    p95: quantile(0.95),
    valueAtRisk: risks,
    conditionalValueAtRisk: levels.map((level) => conditionalValueAtRisk(losses, null, level)),
    realised,
    rank: (below + notAbove) / (2 * profits.length),
    beyond: risks.map((risk) => (-realised > risk ? 1 : 0)),
    foresight: day.foresight,
    limitKept: day.limitKept,
    streams: day.streams,
    byPolicy: day.byPolicy,
  };
}

function streamNames(days: readonly BacktestRow[]): string[] {
  return [...new Set(days.flatMap(({ streams }) => streams.map(({ stream }) => stream)))];
}

function histogram(ranks: readonly number[]): number[] {
  const counts = Array.from({ length: rankBins }, () => 0);
  for (const rank of ranks) counts[Math.min(rankBins - 1, Math.floor(rank * rankBins))]++;
  return counts;
}

/** Is the mean profit as expected, within its error? */
function meanCheck({ value, standardError }: Estimate): BacktestCheck {
  const distance = value === 0 ? 0 : Math.abs(value) / standardError;
  return { rule: 'mean', confidenceLevel: null, ...probabilityVerdict(twoSidedProbability(distance)) };
}

function levelChecks({ confidenceLevel, exceedances, shortfall }: LevelTests): BacktestCheck[] {
  return [
    { rule: 'exceedances', confidenceLevel, ...probabilityVerdict(exceedances.kupiec.probability) },
    { rule: 'shortfall', confidenceLevel, ...probabilityVerdict(shortfall.joint.probability) },
  ];
}

function probabilityVerdict(value: number): Pick<BacktestCheck, 'value' | 'verdict'> {
  const { rejectedProbability, cautionProbability } = backtestRules;
  return { value, verdict: value < rejectedProbability ? 'failed' : value < cautionProbability ? 'caution' : 'held' };
}

/** Beyond the tolerance by more than chance is a failure, beyond it within chance a caution. */
function rankCheck({ value, standardError }: Estimate): BacktestCheck {
  const beyond = Math.abs(value - 0.5) - backtestRules.meanRankTolerance;
  const verdict = beyond <= 0 ? 'held' : beyond <= backtestRules.errorMultiple * standardError ? 'caution' : 'failed';
  return { rule: 'meanRank', confidenceLevel: null, value, verdict };
}

function stateOf(checks: readonly BacktestCheck[], days: number): PlanBacktest['state'] {
  if (checks.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return days < backtestRules.fewestDays || checks.some(({ verdict }) => verdict === 'caution') ? 'caution' : 'passed';
}
