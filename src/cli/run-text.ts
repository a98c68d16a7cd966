import { askingServices } from '../report/asking-services.ts';
import { isBidCurve } from '../report/bid-curve-lines.ts';
import type { ReportModel } from '../report/report-model.ts';

/** The end of a run on the terminal: decision, risk, and where to look. */
export function runText(model: ReportModel, folder: string): string {
  const { plan, day, currency, risk } = model;
  const figure = (name: string): { value: number; standardError: number | null } =>
    model.figures.find((one) => one.name === name && one.method === 'policy' && one.sample === 'evaluate') ?? {
      value: NaN,
      standardError: null,
    };
  const money = (value: number): string =>
    `${value < 0 ? '-' : ''}${currency} ${Math.abs(Math.round(value)).toLocaleString('en-GB')}`;
  const withError = (name: string): string => {
    const { value, standardError } = figure(name);
    return `${money(value)}${standardError === null ? '' : ` ± ${Math.round(standardError).toLocaleString('en-GB')}`}`;
  };
  const hours = plan.dayAhead.positionMW.map(
    (_, j) => (plan.dayAhead.intervalStarts[j + 1] - plan.dayAhead.intervalStarts[j]) * day.periodHours,
  );
  const energy = (sign: number): number =>
    plan.dayAhead.positionMW.reduce((sum, megawatts, j) => sum + Math.max(0, sign * megawatts) * hours[j], 0);
  const reserved = plan.services.map((service) => `${service.displayName} ${rangeText(service.reservedMW)} MW`);
  const limit = {
    none: 'no limit set',
    kept: 'kept',
    withinError: 'exceeded within sampling error',
    breached: 'BREACHED',
    unattainable: 'NOT ATTAINABLE',
  }[risk.limitStatus];
  return [
    '',
    `${model.head.name}: plan for ${model.head.deliveryDate}${model.head.labels.length > 0 ? ` (${model.head.labels.join(', ')})` : ''}`,
    plan.dayAhead.closed === true
      ? `  day-ahead        closed: ${energy(1).toFixed(0)} MWh sold, ${energy(-1).toFixed(0)} MWh bought`
      : `  day-ahead        ${isBidCurve(model) ? 'bid curve, on average ' : ''}sell ${energy(1).toFixed(0)} MWh, buy ${energy(-1).toFixed(0)} MWh`,
    ...(reserved.length > 0
      ? [
          `  reserve          ${askingServices(model).length > 0 ? 'offered at prices, on average ' : ''}${reserved.join(', ')}`,
        ]
      : []),
    `  expected profit  ${withError('mean')} (one standard error)`,
    `  CVaR ${(100 * risk.confidenceLevel).toFixed(0)} %        ${withError('conditionalValueAtRisk')} loss${risk.limit === null ? '' : `, limit ${money(risk.limit)}`}: ${limit}`,
    `  look at          ${folder}/index.html`,
  ].join('\n');
}

/** MW to a tenth, as many digits as they have: `5`, `4.6–5`. */
function rangeText(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => String(Number(value.toFixed(1))));
  return low === high ? high : `${low}–${high}`;
}
