import { backtestRules } from '../../backtest/plan-backtest.ts';
import type { PipelineConfig } from '../../config.ts';
import { backtestFolderName, type FoundBacktest } from '../../io/stored-backtests.ts';
import type { ReportBacktest } from '../../report/backtest-model.ts';
import { daysBeyond, openChecks } from '../backtest-files.ts';
import { backtestConfiguration, type StoredBacktest } from '../backtest-stage.ts';

/**
 * The stored back-test that speaks for a run: of the same configuration and program, over before the day planned; of
 * several the one that ends last, then the one with the most days. Null: there is none.
 */
export function reportBacktest(
  stored: readonly FoundBacktest<StoredBacktest>[],
  run: { readonly config: PipelineConfig; readonly date: string; readonly madeBy: string },
): ReportBacktest | null {
  const configuration = backtestConfiguration(run.config);
  const lastDay = ({ days }: StoredBacktest): string => days[days.length - 1].date;
  const speaking = stored.filter(
    ({ backtest }) =>
      backtest.configuration === configuration && backtest.madeBy === run.madeBy && lastDay(backtest) < run.date,
  );
  if (speaking.length === 0) return null;
  const { folder, backtest } = speaking.reduce((best, one) => {
    const [ends, before] = [lastDay(one.backtest), lastDay(best.backtest)];
    return ends > before || (ends === before && one.backtest.days.length > best.backtest.days.length) ? one : best;
  });
  const { days, tests, checks, state, expected, realised, capture } = backtest;
  return {
    address: `../${backtestFolderName}/${encodeURIComponent(folder)}/index.html`,
    days: days.length,
    fewestDays: backtestRules.fewestDays,
    first: days[0].date,
    last: lastDay(backtest),
    state,
    openChecks: openChecks(checks),
    beyond: tests.map(daysBeyond),
    expected,
    realised,
    capture,
  };
}
