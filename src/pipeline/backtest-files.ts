import { backtestRules, type BacktestCheck, type LevelTests } from '../backtest/plan-backtest.ts';
import { csvText } from '../io/csv-writer.ts';
import type { BacktestPageModel, DaysBeyond } from '../report/backtest-model.ts';
import { renderBacktestPage } from '../report/backtest-page.ts';
import { formatShareExact, formatTail } from '../report/format.ts';
import type { StoredBacktest } from './backtest-stage.ts';

/**
 * Files of a back-test's folder by name, `manifest.json` aside. Columns: `docs/tables.md`.
 *
 * @param streamName a stream's name on the page
 */
export async function backtestFiles(
  backtest: StoredBacktest,
  streamName: (stream: string) => string,
): Promise<Readonly<Record<string, string>>> {
  return {
    'index.html': await renderBacktestPage(pageModel(backtest, streamName)),
    'backtest.json': `${JSON.stringify(backtest, null, 1)}\n`,
    'backtest.csv': daysCsv(backtest),
  };
}

/** What the page shows of a back-test. */
export function pageModel(backtest: StoredBacktest, streamName: (stream: string) => string): BacktestPageModel {
  const { limit, confidenceLevel, checks, policies } = backtest;
  return {
    ...backtest,
    scenarioCount: backtest.scenarios.evaluate,
    every: backtest.range.every,
    passedOver: [...new Set(backtest.passedOver.map(({ reason }) => reason))].map((reason) => ({
      reason,
      dates: backtest.passedOver.filter((day) => day.reason === reason).map(({ date }) => date),
    })),
    money: [
      { name: 'Profit', ...pick(backtest) },
      ...backtest.streams.map((row) => ({ name: streamName(row.stream), ...pick(row) })),
    ],
    otherwise: [
      ...policies.map(({ policy, realised, difference }) => ({
        name: `policy ${policy}`,
        realised,
        difference: policy === backtest.policy ? null : difference,
      })),
      { name: 'all prices known beforehand', realised: backtest.foresight, difference: backtest.foregone },
    ],
    tests: backtest.tests.map(testModel),
    checkCount: checks.length,
    openChecks: openChecks(checks),
    fewestDays: backtestRules.fewestDays,
    limit:
      limit === null ? null : { value: limit, tailText: formatTail(confidenceLevel), daysKept: backtest.daysLimitKept },
  };
}

function pick({ expected, realised, difference }: Pick<StoredBacktest, 'expected' | 'realised' | 'difference'>) {
  return { expected, realised, difference };
}

function testModel({ confidenceLevel, exceedances, shortfall }: LevelTests): BacktestPageModel['tests'][number] {
  return {
    ...daysBeyond({ confidenceLevel, exceedances }),
    kupiec: exceedances.kupiec.probability,
    christoffersen: exceedances.christoffersen.probability,
    severity: shortfall.severity,
    joint: shortfall.joint,
  };
}

/** Days beyond VaR at a level, and as many as a right forecast has. */
export function daysBeyond({
  confidenceLevel,
  exceedances,
}: Pick<LevelTests, 'confidenceLevel' | 'exceedances'>): DaysBeyond {
  return {
    confidenceLevel,
    days: exceedances.exceedances,
    expected: exceedances.days * exceedances.tailProbability,
  };
}

/** The checks that did not hold, in words. */
export function openChecks(checks: readonly BacktestCheck[]): string[] {
  return checks.filter(({ verdict }) => verdict !== 'held').map(checkWords);
}

function checkWords({ rule, confidenceLevel, value }: BacktestCheck): string {
  const level = confidenceLevel === null ? '' : formatShareExact(confidenceLevel);
  if (rule === 'mean') return `the mean profit is not the expected one (p ${value.toFixed(3)})`;
  if (rule === 'exceedances')
    return `days beyond VaR ${level} are not as many as expected (Kupiec p ${value.toFixed(3)})`;
  if (rule === 'shortfall') return `losses beyond VaR ${level} are worse than CVaR says (Z2 p ${value.toFixed(3)})`;
  return `the real profit lies on average at ${value.toFixed(2)} of its forecast, not near 0.5`;
}

function daysCsv({ days, levels, streams, policies }: StoredBacktest): string {
  const percents = levels.map((level) => Number((100 * level).toFixed(4)));
  const columns = [
    'date',
    'expected',
    'standardDeviation',
    'p05',
    'p25',
    'p75',
    'p95',
    ...percents.flatMap((percent) => [`valueAtRisk${percent}`, `conditionalValueAtRisk${percent}`]),
    'realised',
    'rank',
    ...percents.map((percent) => `beyondValueAtRisk${percent}`),
    'foresight',
    'limitKept',
    ...streams.flatMap(({ stream }) => [`expected:${stream}`, `realised:${stream}`]),
    ...policies.map(({ policy }) => `realisedUnder:${policy}`),
  ];
  const rows = days.map((day) => [
    day.date,
    day.expected,
    day.standardDeviation,
    day.p05,
    day.p25,
    day.p75,
    day.p95,
    ...levels.flatMap((_, k) => [day.valueAtRisk[k], day.conditionalValueAtRisk[k]]),
    day.realised,
    day.rank,
    ...day.beyond,
    day.foresight,
    day.limitKept ? 1 : 0,
    ...streams.flatMap(({ stream }) => {
      const found = day.streams.find((one) => one.stream === stream);
      return [found?.expected ?? null, found?.realised ?? null];
    }),
    ...policies.map(({ policy }) => day.byPolicy[policy]),
  ]);
  return csvText(columns, rows);
}
