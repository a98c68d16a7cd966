#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { commands } from './cli/commands.ts';
import type { CommandContext } from './cli/command.ts';
import { BessRiskError, ConfigError } from './errors.ts';
import { packageInfo } from './io/code-version.ts';
import { consoleLog } from './io/log.ts';

/** Runs the program on the arguments after `bess-risk`; returns the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const verbose = argv.includes('--verbose');
  const context: CommandContext = {
    cwd: process.cwd(),
    env: process.env,
    log: consoleLog(),
    print: (text) => process.stdout.write(`${text}\n`),
    json,
  };
  let exit = 0;
  const program = new Command('bess-risk')
    .description('Risk engine for grid batteries: price scenarios, dispatch, a plan under a CVaR limit, and a report.')
    .version(packageInfo().version)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const module of commands) {
    const command = program.command(module.name).description(module.description).exitOverride();
    module.declare(command);
    command
      .option('--json', 'print one JSON object on standard output')
      .option('--verbose', 'show where an error came from');
    command.action(async (...args: unknown[]) => {
      exit = await module.run(argumentsOf(args), command.opts(), context);
    });
  }
  try {
    if (argv.length === 0) {
      process.stderr.write(program.helpInformation());
      return 2;
    }
    await program.parseAsync(argv as string[], { from: 'user' });
    return exit;
  } catch (error) {
    return reportError(error, { json, verbose, print: context.print });
  }
}

/** Commander passes the positional arguments, then options and the command. */
function argumentsOf(args: readonly unknown[]): string[] {
  return args
    .slice(0, -2)
    .flat()
    .filter((arg): arg is string => typeof arg === 'string');
}

function reportError(
  error: unknown,
  { json, verbose, print }: { json: boolean; verbose: boolean; print: (text: string) => void },
): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const known = error instanceof CommanderError ? usageError(error) : error;
  if (known instanceof BessRiskError) {
    if (json) print(JSON.stringify({ error: known.report() }));
    process.stderr.write(`error: ${known.message}\n`);
    if (verbose) process.stderr.write(`${known.stack}\n`);
    return known.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (json)
    print(JSON.stringify({ error: { code: 'internal', message, remedy: 'run again with --verbose and report it' } }));
  process.stderr.write(`error: ${message}; run again with --verbose to see where\n`);
  if (verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 1;
}

function usageError(error: CommanderError): ConfigError {
  return new ConfigError(error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), {
    remedy: "see 'bess-risk --help'",
  });
}

process.exitCode = await main(process.argv.slice(2));
