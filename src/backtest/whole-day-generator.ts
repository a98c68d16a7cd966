import type { GeneratorConfig } from '../config.ts';
import { wholeDayModel } from '../fit/fit-whole-day.ts';
import type { PriceLimits } from '../fit/whole-day-model.ts';
import { simulateWholeDay } from '../simulate/whole-day-scenarios.ts';
import type { DayGenerator } from './day-generator.ts';

/** The whole-day generator for the scorecard: the first day of its paths. */
export function wholeDayGenerator(generator: GeneratorConfig, priceLimits: PriceLimits): DayGenerator {
  return (pass, target, scenarioCount, seed) => {
    const model = wholeDayModel(pass, { date: pass.table.dates[target], generator, priceLimits });
    const set = simulateWholeDay(model, { seed, firstScenario: 0, scenarioCount, horizonDays: 1 });
    return { scenarioCount, slots: model.slots, dayAhead: set.dayAhead, imbalance: set.imbalance };
  };
}
