import type { BacktestPageModel, DaysBeyond, FigureWithError, ReportBacktest } from '../backtest-model.ts';
import { formatAtPlace, formatCount, formatShare, formatShareExact, formatWithError } from '../format.ts';
import { longDate } from './bad-day.ts';
import { capitalise, plural } from './words.ts';

/** The verdict of a back-test on its own page. */
export function verdictSentence({ state, checkCount, openChecks, days, fewestDays }: BacktestPageModel): string {
  if (state === 'failed') return `The back-test failed: ${openChecks.join('; ')}.`;
  const few = days.length < fewestDays ? ` Only ${plural(days.length, 'day')}: too few to reject much.` : '';
  if (openChecks.length > 0) return `No check failed, but: ${openChecks.join('; ')}.${few}`;
  return `All ${checkCount} checks held: the forecast profits are consistent with what came.${few}`;
}

/** The verdict of a stored back-test on the page of a run. */
export function backtestSentence({ state, days, fewestDays, first, last, openChecks }: ReportBacktest): string {
  const where = `on ${formatCount(days)} past days from ${longDate(first)} to ${longDate(last)}`;
  if (state === 'failed') return `The plans' forecasts fail the back-test ${where}: ${openChecks.join('; ')}.`;
  const few = days < fewestDays ? ' So few days reject little.' : '';
  if (openChecks.length > 0)
    return `The plans' forecasts pass the back-test ${where} with cautions: ${openChecks.join('; ')}.${few}`;
  return `The plans' forecasts hold ${where}: no check of the back-test failed.${few}`;
}

/** Days beyond each VaR. */
export function beyondSentence(beyond: readonly DaysBeyond[]): string {
  const parts = beyond.map(
    ({ confidenceLevel, days, expected }) =>
      `beyond VaR ${formatShareExact(confidenceLevel)} ${plural(days, 'day')}, ${formatAtPlace(expected, 0.1)} expected`,
  );
  return `${capitalise(parts.join('; '))}.`;
}

/** What a day earned, against what was expected and what could have been. */
export function earnedSentence(
  realised: FigureWithError,
  expected: FigureWithError,
  capture: FigureWithError,
  symbol: string,
): string {
  return `A day earned ${formatWithError(realised.value, realised.standardError, symbol)}, expected ${formatWithError(expected.value, expected.standardError, symbol)}; ${formatShare(capture.value, capture.standardError)} of what could have been earned.`;
}
