import { coverageByThirdChart } from '../charts/coverage-by-third.ts';
import { rankHistogramChart } from '../charts/rank-histogram.ts';
import { rivalScoresChart } from '../charts/rival-scores.ts';
import { storageDistributionChart } from '../charts/storage-distribution.ts';
import { absent, formatAtPlace, formatCount, noBreakSpace } from '../format.ts';
import { escapeHtml, note, renderTable, takeaway, type Cell } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import { renderChart } from '../render-chart.ts';
import type { ReportScorecard, ScorecardCell, ScorecardRow } from '../scorecard-model.ts';
import {
  caveatSentence,
  coverageSentence,
  ranksSentence,
  rivalsSentence,
  scorecardSentence,
  storageSentence,
} from '../sentences/scorecard.ts';
import { capitalise, plural } from '../sentences/words.ts';
import { third } from './how-bad.ts';

/** Rivals that the chart has room for. */
const mostRivals = 10;

/** How the generator did on past days: the table and four charts; nothing where no scorecard is stored. */
export async function scorecardPart(context: PageContext): Promise<string> {
  // A page rebuilt from a model of an earlier version has no such field.
  const scorecard = context.model.belief.scorecard ?? null;
  if (scorecard === null) return '';
  const caveat = caveatSentence(scorecard);
  const warning = caveat === null ? '' : `<p class="caution">${escapeHtml(caveat)}</p>`;
  const charts = [
    third(
      coverageSentence(scorecard),
      await renderChart(coverageByThirdChart, { markets: scorecard.coverage, tolerance: scorecard.coverageTolerance }),
    ),
    third(
      storageSentence(scorecard),
      await renderChart(storageDistributionChart, { symbol: context.symbol, markets: scorecard.storage }),
    ),
    third(
      ranksSentence(scorecard),
      await renderChart(rankHistogramChart, {
        title: 'Imbalance storage value',
        counts: scorecard.storageRanks,
        fill: 'imbalance',
      }),
    ),
    ...(scorecard.rivals.length === 0
      ? []
      : [
          third(
            rivalsSentence(scorecard),
            await renderChart(rivalScoresChart, { rivals: scorecard.rivals.slice(0, mostRivals) }),
          ),
        ]),
  ];
  return `<div class="row"><div class="main">${takeaway(scorecardSentence(scorecard))}${warning}${scoreTable(scorecard)}</div><aside class="side"><div class="wide">${note(readingNote(scorecard))}</div></aside></div><div class="thirds">${charts.join('')}</div>`;
}

function scoreTable({ rows }: ReportScorecard): string {
  const columns = [
    { heading: 'On past days' },
    { heading: 'day-ahead' },
    { heading: 'imbalance' },
    { heading: 'should be' },
  ];
  return `<div class="scroll">${renderTable(
    columns,
    rows.map((row) => ({
      cells: [
        row.required ? row.label : `${row.label} (shown only)`,
        cell(row, row.dayAhead),
        cell(row, row.imbalance),
        aim(row),
      ],
    })),
  )}</div>`;
}

/** A figure with its error and, where it misses its aim, the mark that says so without colour too. */
function cell({ kind }: ScorecardRow, found: ScorecardCell | null): Cell {
  if (found === null) return absent;
  const { value, standardError, verdict } = found;
  const scale = kind === 'share' ? 100 : 1;
  const place = kind === 'share' ? 0.1 : 0.01;
  const unit = kind === 'share' ? `${noBreakSpace}%` : '';
  const error =
    standardError === null
      ? ''
      : `${noBreakSpace}±${noBreakSpace}${formatAtPlace(scale * standardError, kind === 'share' ? 0.1 : 0.001)}`;
  const text = escapeHtml(`${formatAtPlace(scale * value, place)}${error}${unit}`);
  if (verdict === 'failed') return { html: `<b class="failed">× ${text}</b>` };
  return verdict === 'withinError' ? { html: `<span class="within">△ ${text}</span>` } : { html: text };
}

function aim({ kind, target, tolerance }: ScorecardRow): string {
  const scale = kind === 'share' ? 100 : 1;
  const unit = kind === 'share' ? `${noBreakSpace}%` : '';
  const middle = formatAtPlace(scale * target, kind === 'share' ? 1 : 0.01);
  if (tolerance === null) return `${middle}${unit}, Kupiec`;
  return `${middle}${noBreakSpace}±${noBreakSpace}${formatAtPlace(scale * tolerance, kind === 'share' ? 1 : 0.01)}${unit}`;
}

function readingNote({ scenarioCount, passedOver, generator }: ReportScorecard): string {
  return [
    `${generator}, ${formatCount(scenarioCount)} scenarios a day, each from what was known at its own gate.`,
    passedOver === 0
      ? ''
      : `${capitalise(plural(passedOver, 'day'))} passed over: prices missing, a clock change, too little history.`,
    '± is one standard error. △ misses its aim by less than 1.645 standard errors, × by more; for days beyond VaR, Kupiec’s test below 5 % and below 1 %.',
    'Profits: a fixed plan of 1 MW, made without scenarios; under imbalance the same plan closed at the imbalance price. Storage value: perfect foresight of 1 MW and 2 MWh.',
    'Every figure is in scorecard.json.',
  ]
    .filter((text) => text !== '')
    .join(' ');
}
