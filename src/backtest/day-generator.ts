import { defaultGenerator } from '../config.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { clipPrices } from '../simulate/clip-prices.ts';
import type { DayModel, Generator, GeneratorSettings } from '../simulate/generators/generator.ts';

/** Simulated prices of one ordinary day: M scenarios on the wall clock. */
export interface DayScenarios {
  readonly scenarioCount: number;
  readonly slots: number;
  /** M × slots, row-major, currency per MWh. */
  readonly dayAhead: Float64Array;
  readonly imbalance: Float64Array;
}

/**
 * A generator under test: scenarios of the day with index `target` of the pass's table, from what was known at its
 * gate (day-ahead to the eve, imbalance to the day before it).
 */
export type DayGenerator = (pass: WholeDayPass, target: number, scenarioCount: number, seed: number) => DayScenarios;

const unlimited = [-Infinity, Infinity] as const;
const defaultSettings: GeneratorSettings = {
  generator: defaultGenerator,
  priceLimits: { dayAhead: unlimited, imbalance: unlimited },
};

/** A generator of the registry as the walk-forward wants it: the first day of its paths, fits of a month shared. */
export function dayGenerator(generator: Generator, settings = defaultSettings): DayGenerator {
  const opened = new WeakMap<WholeDayPass, (target: number) => DayModel>();
  return (pass, target, scenarioCount, seed) => {
    const fit = opened.get(pass) ?? generator.open(pass, settings);
    opened.set(pass, fit);
    const model = fit(target);
    const paint = generator.painter(model, seed);
    const { slots } = model;
    const dayAhead = new Float64Array(scenarioCount * slots);
    const imbalance = new Float64Array(scenarioCount * slots);
    for (let scenario = 0; scenario < scenarioCount; scenario++) {
      const row = [scenario * slots, (scenario + 1) * slots] as const;
      paint(scenario, 1, dayAhead.subarray(...row), imbalance.subarray(...row));
    }
    clipPrices(dayAhead, settings.priceLimits.dayAhead);
    clipPrices(imbalance, settings.priceLimits.imbalance);
    return { scenarioCount, slots, dayAhead, imbalance };
  };
}
