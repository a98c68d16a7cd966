import type { BacktestPageModel, BacktestTestModel, FigureWithError } from './backtest-model.ts';
import { backtestDaysChart } from './charts/backtest-days.ts';
import { backtestSumChart } from './charts/backtest-sum.ts';
import { rankHistogramChart } from './charts/rank-histogram.ts';
import { currencySymbol } from './currency-symbol.ts';
import {
  absent,
  formatAtPlace,
  formatCount,
  formatMoney,
  formatShareExact,
  formatWithError,
  moneyUnit,
  noBreakSpace,
} from './format.ts';
import { escapeHtml, note, renderTable, takeaway } from './html.ts';
import { renderChart } from './render-chart.ts';
import { htmlDocument } from './render-page.ts';
import { lightIcon } from './sections/head.ts';
import { beyondSentence, earnedSentence, verdictSentence } from './sentences/backtest.ts';

/** The page of a back-test: one offline HTML document, the verdict first, then days, money and tests. */
export async function renderBacktestPage(model: BacktestPageModel): Promise<string> {
  const symbol = currencySymbol(model.currency);
  const {
    days,
    money: [profit],
  } = model;
  const labels = model.labels.map((text) => `<span class="label">${escapeHtml(text)}</span>`).join(' ');
  const span = `${formatCount(days.length)} delivery days from ${days[0].date} to ${days[days.length - 1].date}`;
  const every = model.every === 1 ? '' : `, every ${model.every} days`;
  const scenarios = `${formatCount(model.scenarioCount)} scenarios a day`;
  const body = `<header class="row"><div class="main"><h1>${escapeHtml(`${model.title}: back-test of the plans`)}</h1>
<p class="head-line">${escapeHtml(`${span}${every} · policy ${model.policy} · ${scenarios} · ${model.madeBy}`)}</p>
${labels === '' ? '' : `<p class="head-line">${labels}</p>`}</div><aside class="side">${light(model)}</aside></header>
<section class="first"><h2>Did the forecasts hold?</h2>
<div class="row"><div class="main">
<p class="lead-sentence">${escapeHtml(verdictSentence(model))}</p>
<figure>${await renderChart(backtestDaysChart, { symbol, days })}</figure></div>
<aside class="side"><div class="wide">${takeaway(rankSentence(model))}
<figure>${await renderChart(rankHistogramChart, { title: 'Profit of the day', counts: model.ranks, fill: 'throughput' })}</figure>
${note('Each day was planned on what was known at its plan time: fitted, simulated, optimised and chosen as a run does it, then carried out by the policy at the prices that came. The battery starts every day as the configuration says.')}</div></aside></div></section>
<section><h2>How bad were the bad days?</h2>
${takeaway(beyondSentence(model.tests))}
<div class="scroll">${testTable(model.tests)}</div>
${note('p: share of right forecasts that would look as bad or worse; below 5 % a caution, below 1 % a failure (Kupiec and Z2). Kupiec: how often the loss was beyond VaR. Christoffersen: that, and whether such days follow one another. Z1 and Z2, Acerbi and Szekely: how deep the days beyond VaR went against CVaR, and how often and how deep together; 0 where the forecast is right, negative where losses were worse. They are taken of the profit less its forecast mean, and their p from 10,000 histories drawn from the forecasts.')}${limitNote(model, symbol)}</section>
<section><h2>What was earned?</h2>
<div class="row"><div class="main">${takeaway(earnedSentence(profit.realised, profit.expected, model.capture, symbol))}
<figure>${await renderChart(backtestSumChart, { symbol, days })}</figure></div>
<aside class="side"><div class="wide">${otherwiseTable(model, symbol)}
${note('All prices known: the most that the battery could have earned, position and reservation included.')}</div></aside></div>
<div class="row"><div class="main"><div class="scroll">${moneyTable(model, symbol)}</div></div>
<aside class="side"><div class="wide">${note('Mean of the judged days ± one standard error (Newey-West). Penalties are no cash: what leaving the limits of energy or deviation costs the plan.')}</div></aside></div></section>
${passedOverSection(model)}`;
  return htmlDocument(`${model.title}: back-test`, body);
}

function light({ state, checkCount, openChecks }: BacktestPageModel): string {
  const title = { passed: 'Back-test passed', caution: 'Back-test: caution', failed: 'Back-test FAILED' }[state];
  const shape = ({ passed: 'ok', caution: 'caution', failed: 'breach' } as const)[state];
  const detail = `${formatCount(checkCount - openChecks.length)} of ${formatCount(checkCount)} checks held.`;
  return `<ul class="lights wide"><li class="light-${shape}" data-light="backtest">${lightIcon(shape)}<div><b>${title}</b><span>${detail}</span></div></li></ul>`;
}

function rankSentence({ meanRank, days }: BacktestPageModel): string {
  const rank = `${formatAtPlace(meanRank.value, 0.01)}${noBreakSpace}±${noBreakSpace}${formatAtPlace(meanRank.standardError, 0.01)}`;
  return `On average ${rank} of the scenarios earned less than the real day (0.5 where the forecast is right), over ${formatCount(days.length)} days.`;
}

function testTable(tests: readonly BacktestTestModel[]): string {
  const probability = (value: number): string => formatAtPlace(value, 0.001);
  const statistic = (test: BacktestTestModel['severity']): string =>
    test === null ? absent : `${formatAtPlace(test.statistic, 0.01)} (p ${probability(test.probability)})`;
  return renderTable(
    [
      'level',
      'days beyond VaR',
      'expected',
      'Kupiec p',
      'Christoffersen p',
      'CVaR: how deep, Z1',
      'CVaR: how often and deep, Z2',
    ].map((heading) => ({ heading })),
    tests.map((test) => ({
      cells: [
        formatShareExact(test.confidenceLevel),
        formatCount(test.days),
        formatAtPlace(test.expected, 0.1),
        probability(test.kupiec),
        probability(test.christoffersen),
        statistic(test.severity),
        statistic(test.joint),
      ],
    })),
  );
}

function limitNote({ limit, days }: BacktestPageModel, symbol: string): string {
  if (limit === null) return '';
  return note(
    `Limit: CVaR, the mean loss of the worst ${limit.tailText} of days, at most ${formatMoney(limit.value, symbol)}. The plan kept it on its own scenarios on ${formatCount(limit.daysKept)} of ${formatCount(days.length)} days${limit.daysKept === days.length ? '' : '; on the others no plan could'}.`,
  );
}

function moneyTable({ money }: BacktestPageModel, symbol: string): string {
  const { heading, cell } = moneyCells(
    money.map(({ realised }) => realised),
    symbol,
  );
  return renderTable(
    [`${heading} a day`, 'expected', 'realised', 'realised less expected'].map((text) => ({ heading: text })),
    [...money.slice(1), money[0]].map(({ name, expected, realised, difference }, i) => ({
      cells: [name, cell(expected), cell(realised), cell(difference)],
      total: i === money.length - 1,
    })),
  );
}

function otherwiseTable({ otherwise, policy }: BacktestPageModel, symbol: string): string {
  const { heading, cell } = moneyCells(
    otherwise.map(({ realised }) => realised),
    symbol,
  );
  return renderTable(
    ['The same plans', `realised, ${heading} a day`, `less ${policy}`].map((text) => ({ heading: text })),
    otherwise.map(({ name, realised, difference }) => ({
      cells: [name, cell(realised), difference === null ? absent : cell(difference)],
    })),
  );
}

/** Cells of a table of money: in millions where figures have eight digits or more. */
function moneyCells(figures: readonly FigureWithError[], symbol: string) {
  const { divisor, heading } = moneyUnit(
    figures.map(({ value }) => value),
    symbol,
  );
  const cell = ({ value, standardError }: FigureWithError): string =>
    formatWithError(value / divisor, standardError / divisor, divisor === 1 ? symbol : '');
  return { heading, cell };
}

function passedOverSection({ passedOver }: BacktestPageModel): string {
  if (passedOver.length === 0) return '';
  const rows = passedOver.map(({ reason, dates }) => ({
    cells: [
      reason,
      formatCount(dates.length),
      dates.length === 1 ? dates[0] : `${dates[0]} to ${dates[dates.length - 1]}`,
    ],
  }));
  return `<section><h2>Days passed over</h2><div class="scroll">${renderTable(
    [{ heading: 'reason' }, { heading: 'days' }, { heading: 'delivery days' }],
    rows,
  )}</div></section>`;
}
