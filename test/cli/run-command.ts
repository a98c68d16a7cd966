import { Command } from 'commander';
import type { CommandExit, CommandModule } from '../../src/cli/command.ts';
import { silentLog } from './silent-log.ts';

/** Runs a command in a folder as commander would from these arguments; `printed` has one text a call, `warned` one a warning. */
export async function runCommand(
  module: CommandModule,
  cwd: string,
  args: readonly string[],
  json: boolean,
): Promise<{ printed: string[]; warned: string[]; exit: CommandExit }> {
  const printed: string[] = [];
  const warned: string[] = [];
  const log = { ...silentLog, warn: (text: string) => void warned.push(text) };
  const command = new Command(module.name).exitOverride();
  module.declare(command);
  command.parse(args, { from: 'user' });
  const context = { cwd, env: {}, log, print: (text: string) => printed.push(text), json };
  const exit = await module.run(command.args, command.opts(), context);
  return { printed, warned, exit };
}
