import type { GeneratorConfig } from '../config.ts';
import type { PriceLimits } from '../fit/whole-day-model.ts';
import { wholeDay } from '../simulate/generators/whole-day.ts';
import { dayGenerator, type DayGenerator } from './day-generator.ts';

/** The whole-day generator for the scorecard: the first day of its paths. */
export function wholeDayGenerator(generator: GeneratorConfig, priceLimits: PriceLimits): DayGenerator {
  return dayGenerator(wholeDay, { generator, priceLimits });
}
