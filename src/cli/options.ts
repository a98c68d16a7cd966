import { Option, type Command } from 'commander';
import { ConfigError } from '../errors.ts';

/** `--config FILE`, for commands that work on a configuration. */
export const configOption = (): Option => new Option('--config <file>', 'configuration').default('pipeline.config.ts');
/** `--data DIR`. */
export const dataOption = (): Option =>
  new Option('--data <dir>', 'where relative source paths start (or BESS_RISK_DATA)');

/** `--workers N`. */
export const workersOption = (): Option => new Option('--workers <n>', 'worker threads; results do not depend on it');

/** A whole number from an option, or undefined where it was not given. */
export function wholeNumberOption(
  options: Readonly<Record<string, unknown>>,
  name: string,
  minimum: number,
): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(String(text)) ? Number(text) : NaN;
  if (!(value >= minimum)) {
    throw new ConfigError('a command-line option has a wrong value', {
      field: `--${name}`,
      rule: `a whole number of at least ${minimum}`,
      value: text,
      remedy: 'correct the value',
    });
  }
  return value;
}

/** A date from an option, checked to exist. */
export function dateOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const valid = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && isDate(text);
  if (!valid) {
    throw new ConfigError('a command-line option has a wrong value', {
      field: `--${name}`,
      rule: 'a date written YYYY-MM-DD',
      value: text,
      remedy: 'write it like 2026-01-15',
    });
  }
  return text as string;
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The options that every command that runs stages for one day has. */
export function runOptions(command: Command): Command {
  return outputOptions(
    command.option(
      '--date <date>',
      'delivery day to plan; default: the day after the last one with complete day-ahead prices',
    ),
    'DIR/<date>/',
  );
}

/** Where results go and what they are made with. */
export function outputOptions(command: Command, folder: string): Command {
  return command
    .option('--out <dir>', `write to ${folder} instead of below reports/<name>/`)
    .option('--fresh', 'recompute every stage and replace an existing run')
    .option('--seed <n>', 'seed of every random stream')
    .option('--scenarios <n>', 'scenarios that the headline figures are measured on')
    .addOption(workersOption());
}
