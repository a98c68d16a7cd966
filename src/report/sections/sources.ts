import { attributionHeatMapChart } from '../charts/attribution-heat-map.ts';
import { attributionStreamsChart, streamChartWidth } from '../charts/attribution-streams.ts';
import { niceStep } from '../charts/linear-scale.ts';
import { attributionRows } from '../attribution-rows.ts';
import type { AttributionRow, AttributionRows } from '../attribution-rows.ts';
import { formatAtPlace, formatChange, formatMoney } from '../format.ts';
import { escapeHtml, note, takeaway } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import { renderChart } from '../render-chart.ts';
import { attributionNotes, hoursSentence, streamsSentence } from '../sentences/sources.ts';
import { colour } from '../theme.ts';
import { swatch } from './plan-table.ts';

/** Streams on the average and on the worst days, and the hours that they come from. */
export async function sourcesSection(context: PageContext): Promise<string> {
  const attribution = attributionRows(context);
  const heat = attribution.rows.length === 0 ? '' : await heatMaps(context, attribution);
  return `<section><h2>Where it comes from</h2><div class="row"><div class="main">${takeaway(streamsSentence(context, attribution))}${await streamTable(context, attribution)}</div>
<aside class="side"><div class="wide">${attributionNotes(context, attribution).map(note).join('')}</div></aside></div>${heat}</section>`;
}

async function streamTable(context: PageContext, { rows, total, place }: AttributionRows): Promise<string> {
  const { symbol, tailText } = context;
  const svg = await renderChart(attributionStreamsChart, {
    symbol,
    worstText: tailText,
    rows: [...rows, { ...total, displayName: 'Total', fill: colour('fillDark') }],
  });
  const cells = (row: { average: number; worst: number; difference: number }): string =>
    `<td class="right">${formatAtPlace(row.average, place)}</td><td class="right">${formatAtPlace(row.worst, place)}</td><td class="right">${formatChange(row.difference, place)}</td>`;
  const heading = `<tr class="heading"><th scope="col">Stream, ${escapeHtml(symbol.trim())} a day</th><th class="picture" rowspan="${rows.length + 2}">${svg}</th><th scope="col" class="right">average<br>day</th><th scope="col" class="right">worst<br>${tailText}</th><th scope="col" class="right">difference</th></tr>`;
  const body = rows.map(
    (row, i) =>
      `<tr${i === rows.length - 1 ? ' class="last"' : ''}><th scope="row">${swatch(row.fill)}${escapeHtml(row.displayName)}</th>${cells(row)}</tr>`,
  );
  return `<ul class="legend"><li><i class="block" style="background:${colour('ink2')}"></i>average day</li><li><i class="diamond" style="background:${colour('tail')}"></i>average of the worst ${tailText}</li></ul>
<div class="scroll"><table class="streams"><colgroup><col style="width:150px"><col style="width:${streamChartWidth}px"><col style="width:84px"><col style="width:84px"><col style="width:90px"></colgroup><tbody>${heading}${body.join('')}<tr class="total"><th scope="row">Total</th>${cells(total)}</tr></tbody></table></div>`;
}

async function heatMaps(context: PageContext, { rows, place }: AttributionRows): Promise<string> {
  const { grid, symbol, tailText } = context;
  const thresholds = heatThresholds(context);
  const unit = `${symbol.trim()} per hour`;
  const shared = { grid, symbol, thresholds };
  const pick = (hours: (row: AttributionRow) => readonly number[], total: (row: AttributionRow) => string) =>
    rows.map((row) => ({ displayName: row.displayName, fill: row.fill, hours: hours(row), total: total(row) }));
  const average = await renderChart(attributionHeatMapChart, {
    ...shared,
    title: `Average day, ${unit}`,
    showHours: false,
    rows: pick(
      ({ averageByHour }) => averageByHour,
      (row) => formatAtPlace(row.average, place),
    ),
  });
  const difference = await renderChart(attributionHeatMapChart, {
    ...shared,
    title: `Worst ${tailText} of days less the average day, ${unit}`,
    showHours: true,
    rows: pick(
      ({ differenceByHour }) => differenceByHour,
      (row) => formatChange(row.difference, place),
    ),
  });
  return `<div class="row"><div class="main">${takeaway(hoursSentence(context, { rows } as AttributionRows))}<figure>${average}</figure><figure>${difference}</figure>${heatLegend(thresholds, symbol)}</div>
<aside class="side"><div class="wide">${note(`Rows add up to the totals at the right, in ${symbol.trim()} a day. A block’s availability is split over its hours. The classes depend on the fleet’s power only, so nights compare.`)}</div></aside></div>`;
}

/** Money per hour: about 0.4, 2, 10 and 50 per MW of power (20, 100, 500, 2,500 at 50 MW). */
export function heatThresholds({ model }: PageContext): number[] {
  const power = Math.max(model.plan.maxChargeMW, model.plan.maxDischargeMW, 1e-3);
  const first = niceStep(0.4 * power);
  return [1, 5, 25, 125].map((factor) => first * factor);
}

function heatLegend(thresholds: readonly number[], symbol: string): string {
  const edges = [...thresholds.toReversed().map((value) => -value), ...thresholds];
  const cells = Array.from({ length: 9 }, (_, heat) => {
    const text =
      heat === 0 ? '' : `<span>${formatMoney(edges[heat - 1], '', Math.min(1, thresholds[0] < 1 ? 0.01 : 1))}</span>`;
    return `<div style="--heat:${colour(`heat${heat}` as 'heat0')}">${text}</div>`;
  });
  return `<div class="heat-legend" role="img" aria-label="Colour classes of the heat maps in money per hour, from loss (brown) to gain (teal)"><span class="end">loss</span>${cells.join('')}<span class="end">gain, ${escapeHtml(symbol.trim())} per hour</span></div>`;
}
