import type { PlannedService } from './model/report-plan.ts';
import type { ReportModel } from './report-model.ts';

/** The services that are offered at prices, so that what is reserved depends on what clears. */
export function askingServices({ plan }: Pick<ReportModel, 'plan'>): PlannedService[] {
  return plan.services.filter(({ offers }) => offers?.some((steps) => steps.length > 0) ?? false);
}
