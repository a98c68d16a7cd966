import type { PriceFan } from './model/price-fan.ts';
import type { ReportModel } from './report-model.ts';

/** True where all scenarios have the same prices: they were published before the plan was made. */
export function isPublished({ quantiles: { p05, p95 } }: PriceFan): boolean {
  return p05.length > 0 && p05.every((low, i) => low === p95[i]);
}

/** True where the day-ahead prices of the planned day were published before the plan was made. */
export function isDayAheadPublished({ priceFans }: Pick<ReportModel, 'priceFans'>): boolean {
  return priceFans.some((fan) => fan.role === 'dayAhead' && isPublished(fan));
}
