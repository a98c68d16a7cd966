import { resolve } from 'node:path';
import { parseDispatchProblem } from '../dispatch/dispatch-problem-schema.ts';
import type { DispatchResult } from '../dispatch/dispatch-result.ts';
import { engineNames, findEngine } from '../dispatch/engines/registry.ts';
import { solveDispatch } from '../dispatch/solve-dispatch.ts';
import { ConfigError } from '../errors.ts';
import { readJsonFile } from '../io/json-file.ts';
import type { CommandModule } from './command.ts';

/** `bess-risk dispatch FILE`: one dispatch problem against known prices (DESIGN section 7). */
export const dispatchCommand: CommandModule = {
  name: 'dispatch',
  description: 'solve one dispatch problem (JSON) against known prices',
  declare(command) {
    command
      .argument('<file>', 'dispatch problem, JSON')
      .option('--engine <name>', `one of ${engineNames.join(', ')}`, 'exact')
      .option('--lookahead-hours <hours>', 'hours that the lookahead engine sees')
      .option('--window-hours <hours>', 'hours that the rolling engine optimises over')
      .option('--step-hours <hours>', 'hours after which the rolling engine optimises again')
      .option('--time-limit <seconds>', 'time limit of a HiGHS solve');
  },
  async run([file], options, context) {
    const engine = findEngine(String(options.engine ?? 'exact')).name;
    const lookaheadHours = positiveOption(options.lookaheadHours, '--lookahead-hours', 'hours');
    const windowHours = positiveOption(options.windowHours, '--window-hours', 'hours');
    const stepHours = positiveOption(options.stepHours, '--step-hours', 'hours');
    const timeLimitSeconds = positiveOption(options.timeLimit, '--time-limit', 'seconds');
    const problem = parseDispatchProblem(await readJsonFile(resolve(context.cwd, file), file), file);
    const result = await solveDispatch(problem, {
      engine,
      lookaheadHours,
      windowHours,
      stepHours,
      timeLimitSeconds,
      clock: () => performance.now(),
    });
    context.print(context.json ? JSON.stringify(result) : summary(result));
    return 0;
  },
};

function positiveOption(value: unknown, field: string, unit: string): number | undefined {
  if (value === undefined) return undefined;
  const text = String(value).trim();
  const parsed = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(parsed) && parsed > 0) return parsed;
  throw new ConfigError('wrong option', {
    field,
    rule: `a number of ${unit} greater than 0`,
    value: text,
    remedy: `write for instance ${field} 4`,
  });
}

function summary(result: DispatchResult): string {
  const currency = result.currency === undefined ? '' : `${result.currency} `;
  const money = (amount: number): string =>
    `${currency}${amount.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const rows: [string, string][] = [
    ['engine', `${result.engine} (${result.status}, ${result.solveSeconds.toFixed(3)} s)`],
    ['objective', `${money(result.objective)}${result.bound === null ? '' : `, bound ${money(result.bound)}`}`],
    [
      'profit',
      `${money(result.profit)} = revenue ${money(result.revenue)} − cost ${money(result.cost)} − throughput ${money(result.throughputCost)}`,
    ],
    ['final state of charge', `${result.finalStateOfChargeMWh.toFixed(3)} MWh`],
    ['equivalent full cycles', result.equivalentFullCycles.toFixed(2)],
  ];
  if (result.simultaneousPeriods > 0)
    rows.push(['charging and discharging at once', `${result.simultaneousPeriods} periods`]);
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    ...rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`),
    `schedules of ${result.batteries.map(({ name }) => name).join(', ')}: add --json`,
  ].join('\n');
}
