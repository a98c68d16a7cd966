import { dayGrid } from './charts/day-grid.ts';
import type { DayGrid } from './charts/day-grid.ts';
import { currencySymbol } from './currency-symbol.ts';
import { formatMoney, formatTail, roundToPlace, significantPlace } from './format.ts';
import type { ReportFigure } from './model/report-figure.ts';
import type { ReportModel } from './report-model.ts';
import { streamColour } from './theme.ts';

/** What every section and sentence needs beside the model. */
export interface PageContext {
  readonly model: ReportModel;
  /** `£`. */
  readonly symbol: string;
  readonly grid: DayGrid;
  /** `5 %`: the share of days called the worst. */
  readonly tailText: string;
  /** `CVaR 95 %`. */
  readonly riskText: string;
  /** The headline figure of this name; undefined where the model has none. */
  headline(name: string): ReportFigure | undefined;
  /** The figure of this name by method, on the evaluate scenarios. */
  figure(name: string, method: string): ReportFigure | undefined;
  streamColour(stream: string): string;
}

export function pageContext(model: ReportModel): PageContext {
  const { confidenceLevel, policySeesImbalance } = model.risk;
  const figure = (name: string, method: string): ReportFigure | undefined =>
    model.figures.find(
      (candidate) => candidate.name === name && candidate.method === method && candidate.sample === 'evaluate',
    );
  return {
    model,
    symbol: currencySymbol(model.currency),
    grid: dayGrid(model.day),
    tailText: formatTail(confidenceLevel),
    riskText: `CVaR ${formatTail(1 - confidenceLevel)}`,
    figure,
    headline: (name) => figure(name, policySeesImbalance ? 'recourse' : 'policy'),
    streamColour: (stream) =>
      streamColour(stream, (service) => model.plan.services.find(({ name }) => name === service)?.direction ?? 'up'),
  };
}

/** The limit as it was set: whole, or with cents. */
export function limitText(limit: number, symbol: string): string {
  return formatMoney(limit, symbol, Number.isInteger(limit) ? 1 : 0.01);
}

/** The place to which a figure beside its error is printed. */
export function printedPlace({ value, standardError }: { value: number; standardError: number | null }): number {
  const own = significantPlace(value, 3) || 0.01;
  const error = standardError === null || standardError === 0 ? 0 : significantPlace(standardError, 2);
  return Math.max(own, error, 0.01);
}

/** A figure as the page prints it, for differences of printed figures. */
export function printedValue(figure: { value: number; standardError: number | null }): number {
  return roundToPlace(figure.value, printedPlace(figure));
}
