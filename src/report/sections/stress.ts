import { stressCasesChart, type StressCaseRow } from '../charts/stress-cases.ts';
import { absent, formatMoney, formatWithError, moneyUnit } from '../format.ts';
import { escapeHtml, note, renderTable, takeaway } from '../html.ts';
import { isDayAheadPublished } from '../is-published.ts';
import type { ReportStress, StressedRow } from '../model/report-stress.ts';
import type { PageContext } from '../page-context.ts';
import { renderChart } from '../render-chart.ts';
import { longDate } from '../sentences/bad-day.ts';
import { isBeyond, stressLabel, stressSentence } from '../sentences/stress.ts';

/** The plan under stress cases, beside the simulated scenarios and never among them. Empty where there are none. */
export async function stressSection(context: PageContext): Promise<string> {
  const { stress } = context.model;
  if (stress === undefined || stress === null || stress.cases.length === 0) return '';
  const chart = await renderChart(stressCasesChart, {
    symbol: context.symbol,
    rows: [stress.simulated, ...stress.cases].map(chartRow),
    tailText: context.tailText,
    limit: context.model.risk.limit === null ? null : -context.model.risk.limit,
  });
  return `<section class="stress"><h2>Stress: what the simulation does not hold</h2><div class="row"><div class="main">${takeaway(stressSentence(context, stress))}<p class="subtitle">Chosen cases, not drawn ones: they have no probability, and no figure elsewhere on this page contains them.</p><figure>${chart}</figure><div class="scroll">${casesTable(context, stress)}</div></div>
<aside class="side"><div class="wide"><h3>How a case is carried out</h3>${notes(context, stress).map(note).join('')}</div></aside></div></section>`;
}

function chartRow(row: StressedRow): StressCaseRow {
  const half = (standardError: number | null): number => 1.96 * (standardError ?? 0);
  return {
    label: row.name === 'simulated' ? 'As simulated' : stressLabel(row),
    mean: row.mean,
    meanHalfWidth: half(row.meanStandardError),
    tailMean: row.conditionalValueAtRisk === null ? null : -row.conditionalValueAtRisk,
    tailHalfWidth: half(row.conditionalValueAtRiskStandardError),
  };
}

function casesTable({ model, symbol, riskText }: PageContext, { simulated, cases }: ReportStress): string {
  const rows = [simulated, ...cases];
  const unit = moneyUnit(
    rows.flatMap((row) => [row.mean, row.conditionalValueAtRisk ?? 0, row.worstLoss]),
    symbol,
  );
  const show = (value: number | null, standardError: number | null): string =>
    value === null
      ? absent
      : formatWithError(value / unit.divisor, standardError === null ? null : standardError / unit.divisor);
  const { limit } = model.risk;
  const against = (row: StressedRow): string[] =>
    limit === null ? [] : [row.conditionalValueAtRisk === null ? absent : isBeyond(row, limit) ? 'exceeded' : 'kept'];
  return renderTable(
    [
      { heading: unit.heading },
      { heading: 'expected profit' },
      { heading: 'change' },
      { heading: `${riskText} (loss)` },
      ...(limit === null ? [] : [{ heading: 'limit' }]),
      { heading: 'worst loss' },
    ],
    rows.map((row) => ({
      cells: [
        row === simulated ? 'As simulated' : named(row),
        show(row.mean, row.meanStandardError),
        show(row.meanDifference, row.meanDifferenceStandardError),
        show(row.conditionalValueAtRisk, row.conditionalValueAtRiskStandardError),
        ...against(row),
        {
          html: `${escapeHtml(show(row.worstLoss, null))}${row.worstDate === null ? '' : `<br><small>${escapeHtml(longDate(row.worstDate))}</small>`}`,
        },
      ],
    })),
    'figures stress-table',
  );
}

function named(row: StressedRow): { html: string } {
  return { html: `<b>${escapeHtml(stressLabel(row))}</b><br><small>${escapeHtml(row.title)}</small>` };
}

function notes({ model, symbol }: PageContext, { simulated, cases, hasOutage }: ReportStress): string[] {
  const penalised = [simulated, ...cases].filter(({ penalties }) => penalties !== 0);
  return [
    'The plan is the submitted one. The policy forecasts as on any day: it sees day-ahead prices at the start and imbalance prices once they are published, so a stressed price surprises it.',
    isDayAheadPublished(model)
      ? 'The day-ahead prices of the day are published and are not stressed: a case moves the imbalance price alone.'
      : 'Day-ahead positions are paid the stressed day-ahead price.',
    ...(hasOutage
      ? [
          'An outage is known from the start of the day, after the auctions. Position and reservations shrink with the power that is left; the rest of the position is bought back at the imbalance price, the rest of a reservation is neither paid nor called. Penalties of the system operator are not counted.',
        ]
      : []),
    ...(cases.some(({ scenarios }) => scenarios === 1)
      ? [
          `A replayed day is one day at the ${isDayAheadPublished(model) ? 'imbalance prices that it had, beside the day-ahead prices published' : 'prices that it had'}: it has no tail and no error of its own; services pay their simulated mean.`,
        ]
      : []),
    'Change: mean less the simulated mean, scenario by scenario; its error is that of the difference. Dates are the past days that the worst scenarios are re-scaled from.',
    ...penalised.map(
      (row) =>
        `${row === simulated ? 'As simulated' : stressLabel(row)}: ${formatMoney(-row.penalties, symbol)} of the mean are shortfall penalties, which are no cash.`,
    ),
  ];
}
