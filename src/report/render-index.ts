import { runTrendChart } from './charts/run-trend.ts';
import { currencySymbol } from './currency-symbol.ts';
import { formatWithError } from './format.ts';
import { escapeHtml } from './html.ts';
import { limitText } from './page-context.ts';
import { renderChart } from './render-chart.ts';
import { htmlDocument } from './render-page.ts';
import type { ReportLight } from './model/report-light.ts';
import { lightIcon } from './sections/head.ts';

/** One run in `reports/index.html`. */
export interface IndexedRun {
  /** Folder and title: the page is at `<name>/<date>/index.html`. */
  readonly name: string;
  readonly date: string;
  readonly currency: string;
  /** Expected profit, gain-positive, with its sampling error. */
  readonly mean: number;
  readonly meanStandardError: number | null;
  /** Of the loss, loss-positive. */
  readonly conditionalValueAtRisk: number;
  readonly conditionalValueAtRiskStandardError: number | null;
  readonly limit: number | null;
  readonly lights: readonly ReportLight[];
  /** `synthetic prices`. */
  readonly labels: readonly string[];
}

/** The list of runs, newest first, with a trend for every name that has more than one; links are relative. */
export async function renderIndex(runs: readonly IndexedRun[]): Promise<string> {
  const names = [...new Set(runs.map(({ name }) => name))].sort();
  const sections = [];
  for (const [i, name] of names.entries())
    sections.push(
      await nameSection(
        name,
        runs.filter((run) => run.name === name),
        i === 0,
      ),
    );
  const empty = runs.length === 0 ? '<p>No runs yet.</p>' : '';
  return htmlDocument('Runs', `<header><h1>Runs</h1></header>${empty}${sections.join('\n')}`);
}

async function nameSection(name: string, runs: readonly IndexedRun[], first: boolean): Promise<string> {
  const rising = [...runs].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const symbol = currencySymbol(rising[0].currency);
  const trend =
    rising.length < 2 ? '' : `<figure>${await renderChart(runTrendChart, { symbol, runs: rising })}</figure>`;
  const rows = rising.toReversed().map((run) => indexRow(run, currencySymbol(run.currency)));
  return `<section${first ? ' class="first"' : ''}><h2>${escapeHtml(name)}</h2>${trend}
<table class="figures runs"><thead><tr><th scope="col">delivery day</th><th scope="col" class="right">expected profit</th><th scope="col" class="right">CVaR (loss)</th><th scope="col" class="right">limit</th><th scope="col" class="left">data, model, limit</th><th scope="col" class="left">labels</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function indexRow(run: IndexedRun, symbol: string): string {
  const address = `${encodeURIComponent(run.name)}/${encodeURIComponent(run.date)}/index.html`;
  const lights = run.lights
    .map(({ state, title }) => `<span class="light-${state}" title="${escapeHtml(title)}">${lightIcon(state)}</span>`)
    .join('');
  const words = run.lights.filter(({ state }) => state !== 'ok').map(({ title }) => title);
  return `<tr><th scope="row"><a href="${address}">${escapeHtml(run.date)}</a></th><td class="right">${escapeHtml(formatWithError(run.mean, run.meanStandardError, symbol))}</td><td class="right">${escapeHtml(formatWithError(run.conditionalValueAtRisk, run.conditionalValueAtRiskStandardError, symbol))}</td><td class="right">${run.limit === null ? '–' : escapeHtml(limitText(run.limit, symbol))}</td><td class="left"><span class="light-row">${lights}</span> ${escapeHtml(words.join(', '))}</td><td class="left">${escapeHtml(run.labels.join(', '))}</td></tr>`;
}
