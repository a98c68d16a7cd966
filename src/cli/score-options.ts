import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import type { PipelineConfig } from '../config.ts';
import { judgedGenerator } from '../pipeline/judged-generator.ts';
import { scoredGenerator } from '../pipeline/score-shards.ts';
import type { ScoreRequest } from '../pipeline/stored-scorecard.ts';
import type { Generator } from '../simulate/generators/generator.ts';
import { generators, rivals } from '../simulate/generators/registry.ts';
import { dayRange, dayRangeOptions } from './day-range.ts';
import { wholeNumberOption } from './options.ts';

const defaultScenarios = 500;
const defaultDays = 365;

/** The options of `fit --score`. */
export function scoreOptions(command: Command): Command {
  return dayRangeOptions(
    command.option('--score', 'score the generator on past days that it had not seen, against its rivals'),
    'with --score: ',
    'a year',
  )
    .option(
      '--generators <names>',
      'with --score: rivals, separated by commas, or all; default: those that a configuration can name, after the auction those that know its prices',
    )
    .option('--weeks', 'with --score: judge the paths of seven days too')
    .option('--ablation', 'with --score: score the generator with each of its components switched off');
}

const scoreOnly = ['from', 'to', 'year', 'every', 'generators', 'weeks', 'ablation'];

/** Throws a ConfigError where an option of `--score` is given without it. */
export function refuseScoreOptions(options: Readonly<Record<string, unknown>>): void {
  const given = scoreOnly.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new ConfigError('an option needs another one', {
    field: `--${given}`,
    rule: 'belongs to fit --score',
    remedy: 'add --score, or leave it out',
  });
}

/** What is to be scored; `planned` is the day that a run would plan. */
export function scoreRequest(
  options: Readonly<Record<string, unknown>>,
  config: PipelineConfig,
  planned: () => string,
): ScoreRequest {
  const own = judgedGenerator(config);
  if (options.ablation === true && own.knowsDayAhead === true) throw ablationAfterAuction();
  return {
    ...dayRange(options, defaultDays, planned),
    scenarioCount: wholeNumberOption(options, 'scenarios', 100) ?? defaultScenarios,
    seed: config.seed,
    generators: [own.name, ...rivalNames(options, own).filter((name) => name !== own.name)],
    weeks: options.weeks === true,
    ablation: options.ablation === true,
  };
}

/** After the auction the day-ahead price is no longer a question: the rivals are those that know it too. */
function rivalNames({ generators: asked }: Readonly<Record<string, unknown>>, own: Generator): string[] {
  const everyRival = rivals.filter((rival) => own.knowsDayAhead !== true || rival.knowsDayAhead === true);
  if (asked === 'all' || (asked === undefined && own.knowsDayAhead === true)) return everyRival.map(({ name }) => name);
  if (asked === undefined) return Object.keys(generators);
  const names = String(asked)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const ignorant = names.map(scoredGenerator).find((rival) => !everyRival.includes(rival));
  if (ignorant !== undefined)
    throw new ConfigError('the rival does not know what the generator judged knows', {
      field: '--generators',
      rule: `after the day-ahead auction one of ${everyRival.map(({ name }) => name).join(', ')}`,
      value: ignorant.name,
      remedy: 'choose from the list, or score the configuration of the morning',
    });
  return [...new Set(names)];
}

function ablationAfterAuction(): ConfigError {
  return new ConfigError('the components are those of the generator before the auction', {
    field: '--ablation',
    rule: 'belongs to a configuration that plans before the day-ahead auction',
    remedy: 'leave it out, or score the configuration of the morning',
  });
}
