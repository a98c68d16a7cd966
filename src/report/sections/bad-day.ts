import { daySize } from '../charts/day-grid.ts';
import { scenarioChargeChart, scenarioPowerChart, scenarioPricesChart } from '../charts/scenario-dispatch.ts';
import { tailPricesChart } from '../charts/tail-prices.ts';
import {
  formatChange,
  formatCount,
  formatMoney,
  formatPrice,
  formatUnit,
  largestRemainder,
  formatAtPlace,
  roundToPlace,
} from '../format.ts';
import { escapeHtml, note, renderTable, takeaway } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import { renderChart } from '../render-chart.ts';
import type { ReportTail, TailPriceBand } from '../model/report-tail.ts';
import type { ScenarioDispatch } from '../model/scenario-dispatch.ts';
import { dayPlace, driversSentence, driverStrength, scenarioOrigin, twoDaysSentence } from '../sentences/bad-day.ts';
import { formatEnergy } from '../sentences/submit.ts';
import { capitalise, countWord } from '../sentences/words.ts';
import { colour, serviceColour } from '../theme.ts';
import { originPart } from './tail-origin.ts';

/** Prices on the worst days against the others, what sets them apart, and a typical and a bad day's dispatch. */
export async function badDaySection(context: PageContext): Promise<string> {
  const { tail } = context.model;
  const prices = [];
  for (const [i, band] of tail.priceBands.entries()) {
    prices.push(`<figure>${await tailPrices(context, band, i === tail.priceBands.length - 1)}</figure>`);
  }
  const days = tail.typical === null || tail.bad === null ? '' : await twoDays(context, tail.typical, tail.bad);
  return `<section><h2>What a bad day looks like</h2><div class="row"><div class="main">${takeaway(driversSentence(context))}${prices.join('')}</div>
<aside class="side">${drivers(context, tail)}</aside></div>${days}${tail.origin === undefined ? '' : originPart(context, tail.origin)}</section>`;
}

async function tailPrices(
  { model, grid, symbol, tailText }: PageContext,
  prices: TailPriceBand,
  last: boolean,
): Promise<string> {
  const unit = formatUnit(prices.unit, model.currency, symbol);
  const height = prices.role === 'imbalance' ? 194 : 136;
  const direction = model.plan.services.find(({ name }) => name === prices.market)?.direction ?? 'up';
  const fills = {
    dayAhead: [colour('dayAhead'), colour('dayAheadText')],
    imbalance: [colour('imbalance'), colour('imbalanceText')],
    service: [serviceColour(prices.market, direction), colour('ink2')],
  };
  const [fill, labelColour] = fills[prices.role];
  return renderChart(tailPricesChart, {
    grid,
    prices,
    title: `${prices.displayName} price, ${unit}: median and 25–75 %`,
    symbol,
    fill,
    labelColour,
    tailText: `worst ${tailText} of days`,
    size: daySize(height + (last ? 24 : 8), last),
    showHours: last,
  });
}

function drivers({ model, symbol, tailText }: PageContext, tail: ReportTail): string {
  const shown = tail.drivers.slice(0, 3);
  if (shown.length === 0) return '';
  const items = shown.map((driver) => {
    const unit = formatUnit(driver.unit, model.currency, symbol).replace(symbol.trim(), '');
    return `<li>${escapeHtml(driver.displayName)}: <b>${escapeHtml(formatPrice(driver.tailMean, driver.unit, symbol))}</b> against ${escapeHtml(formatPrice(driver.restMean, driver.unit, symbol))}${escapeHtml(unit)}<small>${driverStrength(driver)}</small></li>`;
  });
  const heading = `${capitalise(countWord(shown.length))} ${shown.length === 1 ? 'thing sets' : 'things set'} the worst ${tailText} apart`;
  return `<div class="wide"><h3>${heading}</h3><ol class="drivers">${items.join('')}</ol>${note(`Means over ${formatCount(tail.tailCount)} tail and ${formatCount(tail.restCount)} other scenarios; strength in standard deviations of all.`)}</div>`;
}

async function twoDays(context: PageContext, typical: ScenarioDispatch, bad: ScenarioDispatch): Promise<string> {
  const { symbol } = context;
  const column = async (scenario: ScenarioDispatch, kind: string): Promise<string> => {
    const verb = scenario.profitAndLoss >= 0 ? 'earns' : 'loses';
    const charts = await dispatchCharts(context, scenario, [typical, bad]);
    return `<div><p class="day-title">A ${kind} day ${verb} <b>${escapeHtml(formatMoney(Math.abs(scenario.profitAndLoss), symbol, dayPlace(typical, bad)))}</b></p><p class="subtitle">${escapeHtml(scenarioOrigin(scenario))}</p>${charts.map((svg) => `<figure>${svg}</figure>`).join('')}</div>`;
  };
  return `<div class="row"><div class="main">${takeaway(twoDaysSentence(context, typical, bad))}
<p class="subtitle">Left: the scenario nearest to the median profit. Right: the one nearest to the average of the worst ${context.tailText}. Same scales.</p>
<ul class="legend"><li><i style="background:${colour('dayAhead')}"></i>day-ahead: price, position sold</li><li><i style="background:${colour('imbalance')}"></i>imbalance: price, what was settled at it</li><li><i class="block" style="background:${colour('fillDark')}"></i>delivered against the position</li></ul>
<div class="pair">${await column(typical, 'typical')}${await column(bad, 'bad')}</div></div>
<aside class="side">${streamsOfTwoDays(context, typical, bad)}${energyOfTwoDays(context, typical, bad)}</aside></div>`;
}

async function dispatchCharts(
  { model, grid, symbol }: PageContext,
  scenario: ScenarioDispatch,
  both: readonly ScenarioDispatch[],
): Promise<string[]> {
  const range = (values: (entry: ScenarioDispatch) => readonly number[]): [number, number] => {
    const all = both.flatMap(values);
    return [Math.min(...all), Math.max(...all)];
  };
  const data = { grid, scenario, symbol };
  return [
    await renderChart(scenarioPricesChart, {
      ...data,
      range: range((entry) => [...entry.dayAheadPrice, ...entry.imbalancePrice]),
      unit: `${symbol.trim()}/MWh`,
    }),
    await renderChart(scenarioPowerChart, {
      ...data,
      range: range((entry) => [...entry.positionMW, ...entry.netExportMW]),
      unit: 'MW',
    }),
    await renderChart(scenarioChargeChart, {
      ...data,
      range: [0, Math.max(model.plan.energyCapacityMWh, range((entry) => entry.stateOfChargeMWh)[1])],
      unit: 'MWh',
    }),
  ];
}

/** Both days by stream, rounded so that each column adds up. */
function streamsOfTwoDays({ symbol }: PageContext, typical: ScenarioDispatch, bad: ScenarioDispatch): string {
  const names = bad.streams.filter(
    ({ name, value }) => value !== 0 || typical.streams.some((stream) => stream.name === name && stream.value !== 0),
  );
  if (names.length === 0) return '';
  const place = dayPlace(typical, bad);
  const valuesOf = (scenario: ScenarioDispatch): number[] =>
    largestRemainder(
      names.map(({ name }) => scenario.streams.find((stream) => stream.name === name)?.value ?? 0),
      place,
    );
  const [typicals, bads] = [valuesOf(typical), valuesOf(bad)];
  const sum = (values: readonly number[]): number =>
    roundToPlace(
      values.reduce((total, value) => total + value, 0),
      place,
    );
  const show = (value: number): string => formatAtPlace(value, place);
  const rows = names.flatMap(({ displayName }, i) =>
    typicals[i] === 0 && bads[i] === 0
      ? []
      : [{ cells: [displayName, show(typicals[i]), show(bads[i]), formatChange(bads[i] - typicals[i], place)] }],
  );
  const total = {
    cells: ['Profit', show(sum(typicals)), show(sum(bads)), formatChange(sum(bads) - sum(typicals), place)],
    total: true,
  };
  return renderTable(
    [{ heading: symbol.trim() }, { heading: 'typical' }, { heading: 'bad' }, { heading: 'difference' }],
    [...rows, total],
  );
}

/** Energy of both days, and the mean prices at which it was sold and settled. */
function energyOfTwoDays({ grid, symbol }: PageContext, typical: ScenarioDispatch, bad: ScenarioDispatch): string {
  const of = (scenario: ScenarioDispatch) => {
    const total = (power: (t: number) => number): number =>
      scenario.positionMW.reduce((sum, _, t) => sum + power(t), 0) * grid.periodHours;
    const { positionMW, netExportMW, imbalancePrice } = scenario;
    const short = (t: number): number => Math.max(0, positionMW[t] - netExportMW[t]);
    const long = (t: number): number => Math.max(0, netExportMW[t] - positionMW[t]);
    const mean = (power: (t: number) => number): number | null => {
      const energy = total(power);
      return energy < 1e-9 ? null : total((t) => power(t) * imbalancePrice[t]) / energy;
    };
    return {
      sold: total((t) => Math.max(0, positionMW[t])),
      bought: total((t) => Math.max(0, -positionMW[t])),
      short: total(short),
      long: total(long),
      shortPrice: mean(short),
      longPrice: mean(long),
    };
  };
  const [left, right] = [of(typical), of(bad)];
  const unit = `${symbol.trim()}/MWh`;
  const energy = (label: string, key: 'sold' | 'bought' | 'short' | 'long') => ({
    cells: [label, formatEnergy(left[key]), formatEnergy(right[key])],
  });
  const price = (label: string, key: 'shortPrice' | 'longPrice') => ({
    cells: [label, ...[left[key], right[key]].map((value) => (value === null ? '–' : formatPrice(value, '/MWh', '')))],
  });
  return `<div>${renderTable(
    [{ heading: 'MWh' }, { heading: 'typical' }, { heading: 'bad' }],
    [
      energy('Sold day-ahead', 'sold'),
      energy('Bought day-ahead', 'bought'),
      energy('Bought back as imbalance', 'short'),
      price(`at a mean of, ${unit}`, 'shortPrice'),
      energy('Sold as imbalance', 'long'),
      price(`at a mean of, ${unit}`, 'longPrice'),
    ],
  )}</div>`;
}
