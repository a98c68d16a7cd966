import type { Chart } from './charts/chart.ts';
import { dispatchCumulativeProfitChart } from './charts/dispatch-cumulative-profit.ts';
import { dispatchMeterChart } from './charts/dispatch-meter.ts';
import { dispatchPowerChart } from './charts/dispatch-power.ts';
import { dispatchPricesChart, symbolOf } from './charts/dispatch-prices.ts';
import { dispatchReserveChart } from './charts/dispatch-reserve.ts';
import { dispatchStateOfChargeChart } from './charts/dispatch-state-of-charge.ts';
import { dispatchValueByStateChart } from './charts/dispatch-value-by-state.ts';
import { dispatchWaterValueChart, withValue } from './charts/dispatch-water-value.ts';
import { engineColour, marketColour } from './dispatch-model.ts';
import type { ComparedEngineModel, DispatchComparisonModel, SolvedEngineModel } from './dispatch-model.ts';
import { absent, formatAtPlace, formatCount, formatMoney } from './format.ts';
import { escapeHtml, note, renderTable, takeaway } from './html.ts';
import { renderChart } from './render-chart.ts';
import { htmlDocument } from './render-page.ts';

/** The charts of the page, in the order in which they are read. */
export const dispatchCharts: readonly Chart<DispatchComparisonModel>[] = [
  dispatchPricesChart,
  dispatchPowerChart,
  dispatchReserveChart,
  dispatchMeterChart,
  dispatchStateOfChargeChart,
  dispatchWaterValueChart,
  dispatchValueByStateChart,
  dispatchCumulativeProfitChart,
];

/** The page of `dispatch --compare`: one offline HTML document, the table first, then what the engines did. */
export async function renderDispatchPage(model: DispatchComparisonModel): Promise<string> {
  const drawn = async (chart: Chart<DispatchComparisonModel>): Promise<string> =>
    `<figure>${await renderChart(chart, model)}</figure>`;
  const hours = (periods: number): string => formatAtPlace(periods * model.periodHours, 0.01).replace(/\.?0+$/, '');
  const from = hours(model.detail.from);
  const to = hours(model.detail.to);
  const partly = model.detail.to - model.detail.from < model.periodCount;
  const markets = model.markets
    .map(({ name }, m) => `<li><i class="block" style="background:${marketColour(m)}"></i>${escapeHtml(name)}</li>`)
    .join('');
  const engines = model.engines
    .filter(({ solved }) => solved !== null)
    .map(({ name }) => `<li><i style="background:${engineColour(name)}"></i>${escapeHtml(name)}</li>`)
    .join('');
  const valued = withValue(model)
    .map(({ name }) => `<li><i style="background:${engineColour(name)}"></i>${escapeHtml(name)}</li>`)
    .join('');
  const water =
    withValue(model).length === 0
      ? ''
      : `<section><h2>What stored energy is worth</h2>
${takeaway('What one more MWh in store would earn: buying pays below it, selling above it, after losses and wear.')}
<ul class="legend">${valued}</ul>${await drawn(dispatchWaterValueChart)}</section>`;
  const byState =
    model.sellAbove === null
      ? ''
      : `<section><h2>Reservation prices by state of charge</h2>
${takeaway('The fuller the store, the lower the price at which selling pays; the engine grid, percentages of the usable window.')}
${await drawn(dispatchValueByStateChart)}</section>`;
  const reserved = model.reserved
    .map(
      ({ name }, k) =>
        `<li><i class="block" style="background:${marketColour(model.markets.length + k)}"></i>${escapeHtml(name)}</li>`,
    )
    .join('');
  const reserve =
    model.reserved.length === 0 ? '' : `<ul class="legend">${reserved}</ul>${await drawn(dispatchReserveChart)}`;
  const meter = model.meter === null ? '' : await drawn(dispatchMeterChart);
  const body = `<header><h1>${escapeHtml(`${model.title}: dispatch engines side by side`)}</h1>
${model.batteries.map((battery) => `<p class="head-line">${escapeHtml(battery)}</p>`).join('\n')}
<p class="head-line">${escapeHtml(horizon(model))}</p></header>
<section class="first"><h2>Result</h2>
<p class="lead-sentence">${escapeHtml(dispatchSentence(model))}</p>
<div class="scroll">${resultTable(model)}</div>
${findings(model)}</section>
<section><h2>Profit over time</h2>
${takeaway('Cash since the start, energy still in store not counted.')}
${await drawn(dispatchCumulativeProfitChart)}</section>
<section><h2>What ${escapeHtml(model.shownEngine)} does</h2>
${takeaway(partly ? `The stretch in which it earns most: hours ${from} to ${to} since the start.` : 'The whole horizon.')}
<ul class="legend">${markets}</ul>${await drawn(dispatchPricesChart)}${await drawn(dispatchPowerChart)}${reserve}${meter}
<ul class="legend">${engines}</ul>${await drawn(dispatchStateOfChargeChart)}</section>
${water}${byState}`;
  return htmlDocument(`${model.title}: dispatch engines`, body);
}

/** The finding in numbers: what exact earns, how near the others come, what a relaxation overstates. */
export function dispatchSentence(model: DispatchComparisonModel): string {
  const symbol = symbolOf(model);
  const solved = model.engines.flatMap(({ name, solved }) => (solved === null ? [] : [{ name, ...solved }]));
  const exact = solved.find(({ name }) => name === 'exact');
  if (exact === undefined) {
    const best = solved.toSorted((a, b) => b.profit - a.profit)[0];
    return `${best.name} earns most: ${wholeMoney(best.profit, symbol)}.`;
  }
  const parts = [`A battery can earn at most ${wholeMoney(exact.profit, symbol)} here.`];
  const honest = solved.filter(({ name, violations }) => !['exact', 'milp'].includes(name) && violations.length === 0);
  if (exact.shareOfExact !== null && honest.length > 0) {
    const ranked = honest.toSorted((a, b) => b.shareOfExact! - a.shareOfExact!);
    const [best, worst] = [ranked[0], ranked[ranked.length - 1]];
    parts.push(
      best === worst
        ? `The engine ${best.name} reaches ${percent(best.shareOfExact!)} of it.`
        : `Of the simpler methods ${best.name} comes nearest with ${percent(best.shareOfExact!)} of it, ${worst.name} stays farthest with ${percent(worst.shareOfExact!)}.`,
    );
  }
  const dreams = solved.filter(({ violations, shareOfExact }) => violations.length > 0 && (shareOfExact ?? 0) > 1);
  for (const { name, shareOfExact, simultaneousPeriods } of dreams)
    parts.push(
      `The engine ${name} claims ${percent(shareOfExact! - 1)} more, by charging and discharging at once in ${formatCount(simultaneousPeriods)} periods.`,
    );
  return parts.join(' ');
}

function resultTable(model: DispatchComparisonModel): string {
  const symbol = symbolOf(model);
  const price = (value: number | null): string => (value === null ? absent : formatMoney(value, symbol, 0.01));
  const columns = [
    'engine',
    'profit',
    'share of exact',
    'full cycles',
    'average buy',
    'average sell',
    'spread',
    'utilisation',
    'violations',
    'seconds',
  ].map((heading) => ({ heading }));
  const rows = model.engines.map((engine) => {
    const name = engine.settings === '' ? engine.name : `${engine.name} (${engine.settings})`;
    if (engine.solved === null) return { cells: [name, ...columns.slice(1).map(() => absent)] };
    const figures: SolvedEngineModel = engine.solved;
    return {
      cells: [
        name,
        formatMoney(figures.profit, symbol, 0.01),
        figures.shareOfExact === null ? absent : percent(figures.shareOfExact),
        formatAtPlace(figures.equivalentFullCycles, 0.1),
        price(figures.averageBuyPrice),
        price(figures.averageSellPrice),
        price(figures.realisedSpread),
        percent(figures.utilisation),
        formatCount(figures.violations.length),
        formatAtPlace(figures.seconds, figures.seconds < 1 ? 0.001 : 0.1),
      ],
    };
  });
  return renderTable(columns, rows);
}

function findings(model: DispatchComparisonModel): string {
  const lines = model.engines.flatMap((engine: ComparedEngineModel) => {
    if (engine.solved === null) return [`${engine.name}: ${engine.reason}`];
    return engine.solved.violations.map((violation) => `${engine.name} breaks a rule: ${violation}`);
  });
  return `${lines.map(note).join('\n')}
${note('Share of exact: objective ÷ objective of exact (capture rate). Full cycles: MWh discharged ÷ energy capacity. Average buy and sell: cost ÷ MWh bought, revenue ÷ MWh sold; spread: their difference. Utilisation: share of the time at full power. Violations: rules of a battery that the independent checker finds broken; it asks of every engine never to charge and discharge at once.')}`;
}

function horizon({ periodCount, periodHours, startTime, timeZone }: DispatchComparisonModel): string {
  const start = startTime === '' ? '' : ` from ${startTime}${timeZone === '' ? '' : ` (${timeZone})`}`;
  const minutes = Math.round(periodHours * 60 * 1000) / 1000;
  return `${formatCount(periodCount)} periods of ${minutes} minutes${start}`;
}

/** Shares near one keep the digits that tell them apart: `99.93 %`. */
function percent(share: number): string {
  const distance = Math.abs(100 * share - 100);
  const place = distance < 1e-9 || distance >= 1 ? 0.1 : distance >= 0.01 ? 0.01 : 0.0001;
  return `${formatAtPlace(100 * share, place)}\u00a0%`;
}

/** Money as exact as it is worth reading: whole from 100 up. */
function wholeMoney(value: number, symbol: string): string {
  return formatMoney(value, symbol, Math.abs(value) >= 100 ? 1 : 0.01);
}
