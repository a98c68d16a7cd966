import type { Command } from 'commander';
import type { DispatchEngine, EngineOptions } from '../dispatch/engines/engine.ts';
import { forecastSources } from '../dispatch/price-forecast-sources.ts';
import type { ForecastSource } from '../dispatch/price-forecast-sources.ts';
import { ConfigError } from '../errors.ts';
import { notNegativeOption, positiveOption } from './positive-option.ts';

/** The options of `dispatch` that go to an engine, by what the engine calls them. */
const flags: Readonly<Record<keyof EngineOptions, string>> = {
  lookaheadHours: '--lookahead-hours',
  windowHours: '--window-hours',
  stepHours: '--step-hours',
  forecast: '--forecast',
  forecastHalfLifeDays: '--half-life-days',
  lagHours: '--lag-hours',
  priceStates: '--price-states',
  trainHours: '--train-hours',
  levels: '--levels',
  timeLimitSeconds: '--time-limit',
};

export function declareEngineOptions(command: Command): void {
  command
    .option('--lookahead-hours <hours>', 'hours that the lookahead engine sees')
    .option('--window-hours <hours>', 'hours that the rolling engine optimises over')
    .option('--step-hours <hours>', 'hours after which the rolling engine optimises again')
    .option(
      '--forecast <source>',
      `what the rolling engine takes later prices for: ${forecastSources.join(', ')}; default perfect`,
    )
    .option('--half-life-days <days>', 'a day weighs half in the seasonal forecast so many days later; default never')
    .option('--lag-hours <hours>', 'hours after its start at which a price is known to rolling and markov; default 0')
    .option('--price-states <number>', 'price states that the markov engine distinguishes (5)')
    .option('--train-hours <hours>', 'hours of known prices that the markov engine estimates them from (1344)')
    .option('--levels <number>', 'states of charge that the grid engine distinguishes (201)')
    .option('--time-limit <seconds>', 'time limit of a HiGHS solve');
}

/** The settings that the command line gives. Throws a ConfigError for values that are none. */
export function engineSettings(options: Readonly<Record<string, unknown>>): EngineOptions {
  return {
    lookaheadHours: positiveOption(options.lookaheadHours, flags.lookaheadHours, 'hours'),
    windowHours: positiveOption(options.windowHours, flags.windowHours, 'hours'),
    stepHours: positiveOption(options.stepHours, flags.stepHours, 'hours'),
    forecast: forecastOption(options.forecast),
    forecastHalfLifeDays: positiveOption(options.halfLifeDays, flags.forecastHalfLifeDays, 'days'),
    lagHours: notNegativeOption(options.lagHours, flags.lagHours, 'hours'),
    priceStates: positiveOption(options.priceStates, flags.priceStates, 'states'),
    trainHours: positiveOption(options.trainHours, flags.trainHours, 'hours'),
    levels: positiveOption(options.levels, flags.levels, 'levels'),
    timeLimitSeconds: positiveOption(options.timeLimit, flags.timeLimitSeconds, 'seconds'),
  };
}

/** Throws a ConfigError that names the first setting that none of the engines asked for has a use for. */
export function requireUsed(
  settings: EngineOptions,
  asked: readonly DispatchEngine[],
  engines: readonly DispatchEngine[],
): void {
  const uses = (engine: DispatchEngine, option: keyof EngineOptions): boolean =>
    engine.options?.includes(option) ?? false;
  for (const option of Object.keys(flags) as (keyof EngineOptions)[]) {
    if (settings[option] === undefined || asked.some((engine) => uses(engine, option))) continue;
    const able = engines.filter((engine) => uses(engine, option)).map(({ name }) => name);
    throw unused(
      flags[option],
      asked.length === 1
        ? `engine '${asked[0].name}' has no use for it`
        : `none of the engines ${asked.map(({ name }) => name).join(', ')} has a use for it`,
      `leave it out, or use engine ${able.join(' or ')}`,
    );
  }
  if (settings.forecastHalfLifeDays !== undefined && settings.forecast !== 'seasonal') {
    throw unused(
      flags.forecastHalfLifeDays,
      `engine 'rolling' has no use for it with --forecast ${settings.forecast ?? 'perfect'}`,
      'leave it out, or add --forecast seasonal',
    );
  }
}

/** An option is given that would change nothing. */
export function unused(field: string, rule: string, remedy: string): ConfigError {
  return new ConfigError('an option without effect', { field, rule, remedy });
}

function forecastOption(value: unknown): ForecastSource | undefined {
  if (value === undefined) return undefined;
  const source = forecastSources.find((candidate) => candidate === value);
  if (source !== undefined) return source;
  throw new ConfigError('unknown forecast', {
    field: flags.forecast,
    rule: `one of ${forecastSources.join(', ')}`,
    value,
    remedy: 'choose one of these',
  });
}
