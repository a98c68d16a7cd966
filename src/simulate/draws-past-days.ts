import type { ScenarioModel } from './fit-scenario-model.ts';

/** True where the first day of each scenario is a past day re-scaled, so that it can be named. */
export function drawsPastDays({ firstDays }: Pick<ScenarioModel, 'firstDays'>): boolean {
  return firstDays === undefined || firstDays.bankDates.length > 0;
}
