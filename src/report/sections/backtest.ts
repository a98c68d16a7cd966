import { escapeHtml, takeaway } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import { backtestSentence, beyondSentence, earnedSentence } from '../sentences/backtest.ts';

/** How the plans of past days did, in two sentences and a link; nothing where no back-test is stored. */
export function backtestPart({ model, symbol }: PageContext): string {
  // A page rebuilt from a model of an earlier version has no such field.
  const backtest = model.belief.backtest ?? null;
  if (backtest === null) return '';
  const { realised, expected, capture, beyond, address } = backtest;
  const figures = `${beyondSentence(beyond)} ${earnedSentence(realised, expected, capture, symbol)}`;
  const link = `<a href="${escapeHtml(address)}">The back-test, day by day</a>.`;
  return `<div class="row"><div class="main">${takeaway(backtestSentence(backtest))}<p class="note">${escapeHtml(figures)} ${link}</p></div></div>`;
}
