import { backtestCommand } from './backtest-command.ts';
import type { CommandModule } from './command.ts';
import { dispatchCommand } from './dispatch-command.ts';
import { fitCommand } from './fit-command.ts';
import { ingestCommand } from './ingest-command.ts';
import { optimiseCommand } from './optimise-command.ts';
import { reportCommand } from './report-command.ts';
import { riskCommand } from './risk-command.ts';
import { runCommand } from './run-command.ts';
import { simulateCommand } from './simulate-command.ts';

/** Every command of the program, in the order of `--help`. */
export const commands: readonly CommandModule[] = [
  runCommand,
  ingestCommand,
  fitCommand,
  simulateCommand,
  backtestCommand,
  dispatchCommand,
  optimiseCommand,
  riskCommand,
  reportCommand,
];
