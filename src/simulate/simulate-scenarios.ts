import type { ScenarioSet } from '../domain/scenario-set.ts';
import { clipPrices } from './clip-prices.ts';
import type { ScenarioModel } from './fit-scenario-model.ts';
import { generators } from './generators/registry.ts';
import type { GeneratorName } from '../config.ts';
import { simulateWholeDay, type ScenarioRequest } from './whole-day-scenarios.ts';

/** Draws scenarios of all markets with the generator that a model was fitted by. */
export function simulateScenarios(model: ScenarioModel, request: ScenarioRequest): ScenarioSet {
  const set = simulateWholeDay(model, request);
  const { firstDays } = model;
  if (firstDays === undefined) return set;
  const { seed, firstScenario, scenarioCount, horizonDays } = request;
  const days = Math.min(firstDays.leads, horizonDays);
  const { slots } = firstDays;
  const paint = generators[firstDays.generator as GeneratorName].painter(firstDays, seed);
  const dayAhead = new Float64Array(days * slots);
  const imbalance = new Float64Array(days * slots);
  const drawsDays = firstDays.bankDates.length > 0;
  const periods = set.dayOffsets[horizonDays];
  for (let row = 0; row < scenarioCount; row++) {
    const bankDay = paint(firstScenario + row, days, dayAhead, imbalance);
    if (drawsDays) set.bankDay[row] = bankDay;
    clipPrices(dayAhead, model.priceLimits.dayAhead);
    clipPrices(imbalance, model.priceLimits.imbalance);
    for (let lead = 0; lead < days; lead++) {
      model.wallClockSlots[lead].forEach((slot, period) => {
        const at = row * periods + set.dayOffsets[lead] + period;
        set.dayAhead[at] = dayAhead[lead * slots + slot];
        set.imbalance[at] = imbalance[lead * slots + slot];
      });
    }
  }
  return drawsDays ? { ...set, bankDates: firstDays.bankDates } : set;
}
