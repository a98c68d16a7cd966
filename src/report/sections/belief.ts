import { daySize } from '../charts/day-grid.ts';
import { narrowWidth } from '../charts/frame.ts';
import { priceFanChart } from '../charts/price-fan.ts';
import { sampleSizeChart } from '../charts/sample-size.ts';
import { absent, formatAtPlace, formatCount, formatShare, formatUnit, moneyUnit, significantPlace } from '../format.ts';
import { escapeHtml, note, renderTable, takeaway } from '../html.ts';
import { printedPlace } from '../page-context.ts';
import type { PageContext } from '../page-context.ts';
import { renderChart } from '../render-chart.ts';
import type { PriceFan } from '../model/price-fan.ts';
import type { ReportFigure } from '../model/report-figure.ts';
import type { SourceOverlap } from '../model/report-quality.ts';
import {
  bankSentence,
  errorsSentence,
  fansSentence,
  leftOutText,
  physicsSentence,
  qualitySentence,
  sampleSizeSentence,
} from '../sentences/belief.ts';
import { colour, serviceColour } from '../theme.ts';
import { backtestPart } from './backtest.ts';
import { third } from './how-bad.ts';
import { knowledgePart } from './knowledge.ts';
import { scorecardPart } from './scorecard.ts';

/** Errors, what the tail rests on, the scorecard, the fans against recent prices, exact physics, data quality. */
export async function beliefSection(context: PageContext): Promise<string> {
  const { belief } = context.model;
  const cautions = belief.notes.map((text) => `<p class="caution">${escapeHtml(text)}</p>`).join('');
  const sizes = belief.sampleSize;
  const thirds = [
    third(errorsSentence(context), errorsTable(context)),
    ...(sizes.length < 2
      ? []
      : [
          third(
            sampleSizeSentence(context, sizes),
            await renderChart(sampleSizeChart, {
              symbol: context.symbol,
              sampleSize: sizes,
              limit: context.model.risk.limit,
              riskText: context.riskText,
            }),
          ),
        ]),
    ...(belief.bank === null && belief.physics === null ? [] : [factsColumn(context)]),
  ];
  return `<section><h2>Can it be believed</h2>${cautions}<div class="thirds">${thirds.join('')}</div>${knowledgePart(context)}${await scorecardPart(context)}${backtestPart(context)}${await fans(context)}${quality(context)}</section>`;
}

function errorsTable({ headline, symbol, riskText }: PageContext): string {
  const lines = [
    { label: 'Expected profit', name: 'mean' },
    { label: `${riskText.slice(1)} (loss)`, name: 'valueAtRisk' },
    { label: `${riskText} (loss)`, name: 'conditionalValueAtRisk' },
  ];
  const error = (value: number | null): string =>
    value === null ? absent : formatAtPlace(value, Math.max(0.01, significantPlace(value, 2)));
  const unit = moneyUnit(
    lines.map(({ name }) => headline(name)?.value ?? 0),
    symbol,
  );
  const inUnit = ({ value, standardError }: ReportFigure) => ({
    value: value / unit.divisor,
    standardError: standardError === null ? null : standardError / unit.divisor,
  });
  const rows = lines.flatMap(({ label, name }) => {
    const found = headline(name);
    return found === undefined
      ? []
      : [
          {
            cells: [
              label,
              formatAtPlace(found.value / unit.divisor, printedPlace(inUnit(found))),
              error(inUnit(found).standardError),
              error(found.bankBand === null ? null : found.bankBand / unit.divisor),
            ],
          },
        ];
  });
  return `${renderTable([{ heading: unit.heading }, { heading: 'estimate' }, { heading: { html: 'sampling<br>error' } }, { heading: { html: 'bank<br>band' } }], rows)}${note('Sampling error: another seed. Bank band: another draw of the past days that scenarios come from. One standard deviation each; the ± on this page is the sampling error.')}`;
}

/** What the tail rests on, and exact physics, one below the other. */
function factsColumn(context: PageContext): string {
  const { bank, physics } = context.model.belief;
  const bankPart =
    bank === null
      ? ''
      : renderTable(
          [{ heading: 'Past days' }, { heading: '' }],
          [
            { cells: ['In the bank', formatCount(bank.bankDays)] },
            { cells: ['With a scenario in the tail', formatCount(bank.daysInTail)] },
            { cells: ['Largest share of one day', formatShare(bank.topDayShare)] },
          ],
        );
  // the place at which the two can be told apart
  const place =
    physics === null ? 1 : Math.max(0.01, significantPlace(physics.relaxationMean - physics.exactMean, 2) || 1);
  const physicsPart =
    physics === null
      ? ''
      : `<h3 style="margin-top:18px">${escapeHtml(physicsSentence(context, physics))}</h3>${renderTable(
          [{ heading: `Mean, ${context.symbol.trim()}` }, { heading: '' }],
          [
            { cells: ['Relaxation (LP)', formatAtPlace(physics.relaxationMean, place)] },
            { cells: ['Exact, never both at once', formatAtPlace(physics.exactMean, place)] },
            {
              cells: [
                'Scenarios that differ',
                `${formatCount(physics.scenariosDiffering)} of ${formatCount(physics.scenarioCount)}`,
              ],
            },
            {
              cells: [
                'Schedules that pass the checker',
                `${formatCount(physics.schedulesVerified)} of ${formatCount(physics.schedulesChecked)}`,
              ],
            },
          ],
        )}`;
  return `<div class="third">${bank === null ? '<p></p>' : takeaway(bankSentence(context, bank))}<div>${bankPart}${physicsPart}</div></div>`;
}

/** Every market's fan except day-ahead, which stands over the plan. */
async function fans(context: PageContext): Promise<string> {
  const { model } = context;
  const others = model.priceFans.filter(({ role }) => role !== 'dayAhead');
  if (others.length === 0) return '';
  const imbalance = others.filter(({ role }) => role === 'imbalance');
  const services = others.filter(({ role }) => role === 'service');
  const recent = others.find((fan) => fan.recent !== null)?.recent;
  const grey =
    recent === undefined || recent === null
      ? ''
      : ` Grey: ${recent.label}, lowest to highest, dot at the median; a triangle where they leave the axis.`;
  const wide = [];
  for (const fan of imbalance)
    wide.push(`<figure>${await renderChart(priceFanChart, fanData(context, fan, true))}</figure>`);
  const narrow = [];
  for (const fan of services)
    narrow.push(`<figure>${await renderChart(priceFanChart, fanData(context, fan, false))}</figure>`);
  return `<div class="row"><div class="main">${takeaway(fansSentence(model.priceFans))}${wide.join('')}</div><aside class="side"><div class="wide">${note(`Median, 25–75 % and 5–95 % of the simulated prices.${grey}`)}</div></aside></div>${narrow.length === 0 ? '' : `<div class="thirds fans">${narrow.join('')}</div>`}`;
}

function fanData({ model, grid, symbol }: PageContext, fan: PriceFan, wide: boolean) {
  const unit = formatUnit(fan.unit, model.currency, symbol);
  const direction = fan.direction ?? model.plan.services.find(({ name }) => name === fan.market)?.direction ?? 'up';
  const isImbalance = fan.role === 'imbalance';
  return {
    grid,
    fan,
    title: `${fan.displayName} price, ${unit}`,
    unit,
    symbol,
    fill: isImbalance ? colour('imbalance') : serviceColour(fan.market, direction),
    lineColour: isImbalance ? colour('imbalance') : colour('ink2'),
    labelColour: isImbalance ? colour('imbalanceText') : colour('ink2'),
    size: wide ? daySize(178, true) : { width: narrowWidth, height: 138, left: 40, right: 52, top: 26, bottom: 24 },
    showHours: true,
    sparseHours: !wide,
  };
}

function quality(context: PageContext): string {
  const { quality: facts } = context.model;
  // what holds for every series is said once, in the heading
  const shared = (facts.series[0]?.labels ?? []).filter((text) =>
    facts.series.every((row) => row.labels.includes(text)),
  );
  const labels = (texts: readonly string[]): string =>
    texts.map((text) => ` <span class="label">${escapeHtml(text)}</span>`).join('');
  const columns = [
    { heading: { html: `Series${labels(shared)}` } },
    { heading: 'source', align: 'left' as const },
    { heading: 'from', align: 'left' as const },
    { heading: 'until', align: 'left' as const },
    { heading: 'step', align: 'left' as const },
    { heading: 'missing' },
    { heading: 'double' },
    { heading: 'repaired' },
    { heading: 'suspicious' },
  ];
  const rows = facts.series.map((row) => ({
    cells: [
      {
        html: `${escapeHtml(row.displayName)}${row.required ? '' : ' <span class="note">(optional)</span>'}${labels(row.labels.filter((text) => !shared.includes(text)))}`,
      },
      row.source,
      row.from,
      row.until,
      row.step,
      ...[row.missing, row.duplicate, row.repaired, row.suspicious].map(formatCount),
    ],
  }));
  const overlap = facts.overlaps.length === 0 ? '' : overlapTable(context, facts.overlaps);
  const leftOut = leftOutText(facts).map(note).join('');
  return `<div class="row"><div class="main">${takeaway(qualitySentence(context))}<div class="scroll">${renderTable(columns, rows, 'figures quality')}</div>${leftOut}${note('Counts are settlement periods of the history used, as in quality.csv.')}</div><aside class="side">${overlap}</aside></div>`;
}

function overlapTable({ model, symbol }: PageContext, overlaps: readonly SourceOverlap[]): string {
  const rows = overlaps.map((row) => ({
    cells: [
      {
        html: `${escapeHtml(row.displayName)}<br><span class="note">${escapeHtml(row.counted)} counts, against ${escapeHtml(row.other)}; ${formatCount(row.periods)} periods</span>`,
      },
      formatAtPlace(row.meanDifference, 0.01),
      formatAtPlace(row.meanAbsoluteDifference, 0.01),
      formatShare(row.shareDiffering),
    ],
  }));
  const unit = formatUnit(overlaps[0].unit, model.currency, symbol);
  return `<div class="wide"><h3>Where two sources overlap</h3>${renderTable([{ heading: unit }, { heading: { html: 'mean<br>difference' } }, { heading: { html: 'mean<br>size' } }, { heading: 'differ' }], rows)}</div>`;
}
