import type { BacktestCheck, LevelTests } from '../backtest/plan-backtest.ts';
import type { Estimate } from '../backtest/newey-west-mean.ts';
import type { StoredBacktest } from '../pipeline/backtest-stage.ts';
import { markdownTable } from './markdown-table.ts';

/** The back-test on the terminal, as Markdown tables; ± is one standard error. `--json` has every figure. */
export function backtestText(backtest: StoredBacktest, folder: string): string {
  const { days, currency, tests, streams, policies, capture, meanRank, labels } = backtest;
  const every = backtest.range.every === 1 ? '' : `, every ${backtest.range.every} days`;
  return [
    `Back-test of '${backtest.name}': ${days.length} days from ${days[0].date} to ${days[days.length - 1].date}${every}, policy ${backtest.policy}`,
    ...passedOverLines(backtest),
    ...(labels.length === 0 ? [] : [labels.join('; ')]),
    '',
    markdownTable([
      [`${currency} a day`, 'expected', 'realised', 'realised less expected'],
      ...[{ stream: 'profit', ...backtest }, ...streams].map((row) => [
        row.stream,
        money(row.expected),
        money(row.realised),
        money(row.difference),
      ]),
    ]),
    '',
    markdownTable([
      ['the same plans', `realised, ${currency} a day`, `less ${backtest.policy}`],
      ...policies.map((row) => [`policy ${row.policy}`, money(row.realised), money(row.difference)]),
      ['all prices known beforehand', money(backtest.foresight), money(backtest.foregone)],
    ]),
    '',
    markdownTable([
      [
        'level',
        'days beyond VaR (expected)',
        'Kupiec p',
        'Christoffersen p',
        'CVaR, severity Z1 (p)',
        'CVaR, joint Z2 (p)',
      ],
      ...tests.map(testRow),
    ]),
    '',
    `capture rate ${share(capture)} of what could have been earned; mean rank of the real profit in its forecast ${meanRank.value.toFixed(2)} ± ${meanRank.standardError.toFixed(3)} (0.5 where the forecast is right)`,
    ...verdictLines(backtest),
    `look at ${folder}/index.html`,
  ].join('\n');
}

function passedOverLines({ passedOver }: StoredBacktest): string[] {
  const reasons = [...new Set(passedOver.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const dates = passedOver.filter((day) => day.reason === reason).map(({ date }) => date);
    return `passed over: ${dates.length === 1 ? dates[0] : `${dates.length} days (first ${dates[0]})`}, ${reason}`;
  });
}

function testRow({ confidenceLevel, exceedances, shortfall }: LevelTests): string[] {
  const { days, tailProbability } = exceedances;
  return [
    `${Number((100 * confidenceLevel).toFixed(4))} %`,
    `${exceedances.exceedances} (${(days * tailProbability).toFixed(1)})`,
    exceedances.kupiec.probability.toFixed(3),
    exceedances.christoffersen.probability.toFixed(3),
    statistic(shortfall.severity),
    statistic(shortfall.joint),
  ];
}

function statistic(test: { readonly statistic: number; readonly probability: number } | null): string {
  return test === null ? '–' : `${test.statistic.toFixed(2)} (${test.probability.toFixed(3)})`;
}

function verdictLines({ checks, state }: StoredBacktest): string[] {
  const words = { passed: 'passed', caution: 'passed with cautions', failed: 'FAILED' }[state];
  const open = checks.filter(({ verdict }) => verdict !== 'held');
  return [
    `Back-test ${words}: ${checks.length - open.length} of ${checks.length} checks held`,
    ...open.map(({ rule, confidenceLevel, value, verdict }: BacktestCheck) => {
      const level = confidenceLevel === null ? '' : ` ${Number((100 * confidenceLevel).toFixed(4))} %`;
      const figure = rule === 'meanRank' ? 'mean rank' : 'p =';
      return `  ${verdict === 'failed' ? 'FAILED' : 'caution'}: ${rule}${level}, ${figure} ${value.toFixed(3)}`;
    }),
  ];
}

function money({ value, standardError }: Estimate): string {
  return `${Math.round(value).toLocaleString('en-GB')} ± ${Math.round(standardError).toLocaleString('en-GB')}`;
}

function share({ value, standardError }: Estimate): string {
  return `${(100 * value).toFixed(1)} ± ${(100 * standardError).toFixed(1)} %`;
}
