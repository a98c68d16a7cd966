import { absent, formatCount, formatMoney, formatShare, formatWithError, moneyUnit } from '../format.ts';
import { escapeHtml, renderTable } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import type { ReportFigure } from '../model/report-figure.ts';

/** Policy and recourse side by side, and what each of them sees. */
export function riskTable(context: PageContext): string {
  const { model, figure, riskText, symbol } = context;
  const lines: { label: string; name: string; share?: boolean; exact?: boolean }[] = [
    { label: 'Expected profit', name: 'mean' },
    { label: 'Standard deviation', name: 'standardDeviation' },
    { label: `${riskText.slice(1)} (loss)`, name: 'valueAtRisk' },
    { label: `${riskText} (loss)`, name: 'conditionalValueAtRisk' },
    { label: 'Worst loss', name: 'worstLoss', exact: true },
    { label: 'Probability of loss', name: 'probabilityOfLoss', share: true },
  ];
  const methods = ['policy', 'recourse'].filter((method) =>
    lines.some(({ name }) => figure(name, method) !== undefined),
  );
  const shown = lines.flatMap((line) => methods.map((method) => figure(line.name, method)?.value ?? 0));
  const unit = moneyUnit(shown, symbol);
  const show = (found: ReportFigure | undefined, { share, exact }: (typeof lines)[number]): string => {
    if (found === undefined) return absent;
    const error = exact === true ? null : found.standardError;
    return share === true
      ? formatShare(found.value, error)
      : formatWithError(found.value / unit.divisor, error === null ? null : error / unit.divisor);
  };
  const columns = [
    { heading: unit.heading },
    ...methods.map((method) => ({ heading: method === 'recourse' ? 'recourse LP' : method })),
  ];
  const rows = lines.map((line) => ({
    cells: [line.label, ...methods.map((method) => show(figure(line.name, method), line))],
  }));
  const { policyText, policyName, shortfallShare, shortfallLargestMWh } = model.risk;
  const count = formatCount(model.head.scenarioCounts.evaluate);
  const inSample = model.figures.filter(({ sample, method }) => sample === 'plan' && method === 'recourse');
  const [planMean, planRisk] = ['mean', 'conditionalValueAtRisk'].map((name) =>
    inSample.find((entry) => entry.name === name),
  );
  const inSampleText =
    planMean === undefined || planRisk === undefined
      ? ''
      : ` On the scenarios it was fitted to, it gives ${formatMoney(planMean.value, symbol)} and CVaR ${formatMoney(planRisk.value, symbol)}.`;
  const shortfall =
    shortfallShare === 0
      ? ''
      : ` In ${formatShare(shortfallShare)} of scenarios the store runs short, by up to ${formatWithError(shortfallLargestMWh, null)} MWh.`;
  return `${renderTable(columns, rows)}<p class="note">${count} scenarios that the plan was neither fitted to nor chosen on. <b>Policy</b> (${escapeHtml(policyName)}): ${escapeHtml(policyText)} <b>Recourse LP</b> sees the day’s imbalance prices: an upper estimate.${escapeHtml(inSampleText + shortfall)} Losses are positive; a negative VaR or CVaR is a gain.</p>`;
}
