import type { ReportBacktest } from '../backtest-model.ts';
import { formatAtPlace, formatCount, formatShare, formatShareExact, formatWithError } from '../format.ts';
import { escapeHtml, takeaway } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import { longDate } from '../sentences/bad-day.ts';
import { capitalise, plural } from '../sentences/words.ts';

/** How the plans of past days did, in two sentences and a link; nothing where no back-test is stored. */
export function backtestPart({ model, symbol }: PageContext): string {
  // A page rebuilt from a model of an earlier version has no such field.
  const backtest = model.belief.backtest ?? null;
  if (backtest === null) return '';
  const { realised, expected, capture, beyond } = backtest;
  const tail = beyond.map(
    ({ confidenceLevel, days, expected: few }) =>
      `beyond VaR ${formatShareExact(confidenceLevel)} ${plural(days, 'day')}, ${formatAtPlace(few, 0.1)} expected`,
  );
  const money = `A day earned ${formatWithError(realised.value, realised.standardError, symbol)}, expected ${formatWithError(expected.value, expected.standardError, symbol)}; ${formatShare(capture.value, capture.standardError)} of what could have been earned.`;
  const link = `<a href="${escapeHtml(backtest.address)}">The back-test, day by day</a>.`;
  return `<div class="row"><div class="main">${takeaway(backtestSentence(backtest))}<p class="note">${escapeHtml(`${capitalise(tail.join('; '))}. ${money}`)} ${link}</p></div></div>`;
}

/** The verdict on the plans of past days. */
export function backtestSentence({ state, days, fewestDays, first, last, openChecks }: ReportBacktest): string {
  const where = `on ${formatCount(days)} past days from ${longDate(first)} to ${longDate(last)}`;
  if (state === 'failed') return `The plans' forecasts fail the back-test ${where}: ${openChecks.join('; ')}.`;
  const few = days < fewestDays ? ' So few days reject little.' : '';
  if (openChecks.length > 0)
    return `The plans' forecasts pass the back-test ${where} with cautions: ${openChecks.join('; ')}.${few}`;
  return `The plans' forecasts hold ${where}: no check of the back-test failed.${few}`;
}
