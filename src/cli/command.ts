import type { Command } from 'commander';
import type { Log } from '../io/log.ts';

/** What a command gets from the outside world. */
export interface CommandContext {
  /** Working directory of the user. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Prints a result on standard output. */
  print(text: string): void;
  /** True when the user asked for one JSON object on standard output and nothing else. */
  readonly json: boolean;
}

/**
 * Exit code of a command that ended without an error: 0 done; 3 done, and a limit or quality gate is breached; 130
 * interrupted from the keyboard or by the system, with what was found by then.
 */
export type CommandExit = 0 | 3 | 130;

/**
 * A command of the program: declares its arguments on commander's `Command` and says what to do.
 * `--json` and `--verbose` are added to every command by `cli.ts`. Throw a BessRiskError for bad input.
 */
export interface CommandModule {
  readonly name: string;
  readonly description: string;
  declare(command: Command): void;
  run(
    args: readonly string[],
    options: Readonly<Record<string, unknown>>,
    context: CommandContext,
  ): Promise<CommandExit>;
}
