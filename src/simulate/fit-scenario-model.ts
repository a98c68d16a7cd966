import type { PriceHistory } from '../domain/price-history.ts';
import { applyView } from '../fit/apply-view.ts';
import { fitWholeDay, type WholeDayRequest } from '../fit/fit-whole-day.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';
import { wholeDayPass } from '../fit/whole-day-pass.ts';
import type { DayModel } from './generators/generator.ts';
import { generators } from './generators/registry.ts';

/** The model of a run: the whole-day generator's, and where another one is named its model of the first days. */
export interface ScenarioModel extends WholeDayModel {
  /** Draws the energy prices of its own leads in place of the whole-day generator; absent for the default. */
  readonly firstDays?: DayModel;
}

/**
 * Fits the generator that the configuration names for one delivery day. A rival makes only some days: its own come
 * from it, the days after them and the services from the whole-day generator, independently; the notes say so.
 *
 * @throws FitError where the history does not suffice for either
 */
export function fitScenarioModel(history: PriceHistory, request: WholeDayRequest): ScenarioModel {
  const { name, view } = request.generator;
  const later = fitWholeDay(history, request);
  if (name === 'whole-day') return view === undefined ? later : applyView(later, view);
  const pass = wholeDayPass(history, request.maxMissingPeriodsPerDay);
  const firstDays = generators[name].open(pass, request)(pass.table.historyDays);
  return { ...later, firstDays, notes: [...firstDays.notes, ...later.notes, independenceNote(firstDays)] };
}

function independenceNote({ generator, leads, bankDates }: DayModel): string {
  const days = leads === 1 ? 'The first day comes' : `The first ${leads} days come`;
  const own = bankDates.length > 0 ? '' : ' The past days named with scenarios are those of the later days.';
  return `${days} from the generator '${generator}'; later days and services from whole-day, drawn independently of it.${own}`;
}
