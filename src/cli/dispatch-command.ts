import { basename, dirname, join, resolve } from 'node:path';
import { parseDispatchProblem } from '../dispatch/dispatch-problem-schema.ts';
import { compareEngines } from '../dispatch/compare-engines.ts';
import type { DispatchResult } from '../dispatch/dispatch-result.ts';
import type { DispatchEngine, EngineOptions } from '../dispatch/engines/engine.ts';
import { engineNames, engines, findEngine } from '../dispatch/engines/registry.ts';
import { solveWithWear } from '../dispatch/lifetime/solve-with-wear.ts';
import { solveDispatch } from '../dispatch/solve-dispatch.ts';
import { ConfigError } from '../errors.ts';
import { readJsonFile } from '../io/json-file.ts';
import { renderDispatchPage } from '../report/dispatch-page.ts';
import type { CommandContext, CommandModule } from './command.ts';
import { comparisonModel } from './dispatch-comparison-model.ts';
import { comparisonJson, comparisonText } from './dispatch-comparison-text.ts';
import { declareEngineOptions, engineSettings, requireUsed, unused } from './dispatch-engine-options.ts';
import { requireLifetime, requireNoWear, wearRequest } from './dispatch-wear-options.ts';
import { wearJson, wearText } from './dispatch-wear-text.ts';
import { namingFile } from './naming-file.ts';
import { requireFreeFile, writePage } from './write-page.ts';

/** `bess-risk dispatch FILE`: one dispatch problem against known prices (docs/problems.md). */
export const dispatchCommand: CommandModule = {
  name: 'dispatch',
  description: 'solve one dispatch problem (JSON) against known prices',
  declare(command) {
    command
      .argument('<file>', 'dispatch problem, JSON')
      .option('--engine <name>', `one of ${engineNames.join(', ')}; default exact`);
    declareEngineOptions(command);
    command
      .option('--target-cycles-per-day <cycles>', 'find the throughput cost that leads to so many full cycles a day')
      .option('--winsorise <low,high>', 'decide on prices drawn in to these quantiles, settle at the actual ones')
      .option('--lifetime', 'value the batteries that state a lifetime, year by year with fade')
      .option('--compare <engines>', "solve with 'all' engines, or those named (exact,grid,lp), side by side")
      .option('--out <file>', 'page of --compare; default <problem>-engines.html beside the problem')
      .option('--fresh', 'replace an existing page');
  },
  async run([file], options, context) {
    const settings = engineSettings(options);
    const wear = wearRequest(options);
    if (options.compare !== undefined) {
      requireNoWear(wear);
      if (options.engine !== undefined)
        throw unused('--engine', '--compare names the engines', 'leave out one of them');
      return compare(file, options, settings, context);
    }
    for (const [field, given] of [
      ['--out', options.out],
      ['--fresh', options.fresh],
    ] as const) {
      if (given !== undefined)
        throw unused(field, 'it is about the page of --compare', 'leave it out, or add --compare all');
    }
    const engine = findEngine(String(options.engine ?? 'exact'));
    requireUsed(settings, [engine], engines);
    const problem = parseDispatchProblem(await readJsonFile(resolve(context.cwd, file), file), file);
    requireLifetime(wear, problem, file);
    const solved = await namingFile(file, () =>
      solveWithWear(problem, wear, (one) => solveDispatch(one, { ...settings, clock, engine: engine.name })),
    );
    context.print(context.json ? wearJson(solved) : summary(solved.result) + wearText(solved));
    return 0;
  },
};

/** Milliseconds. */
function clock(): number {
  return performance.now();
}

/** One table and one page of several engines on the same problem. */
async function compare(
  file: string,
  options: Readonly<Record<string, unknown>>,
  settings: EngineOptions,
  context: CommandContext,
): Promise<0> {
  const chosen = comparedEngines(String(options.compare));
  requireUsed(settings, chosen, engines);
  const title = basename(file).replace(/\.json$/i, '');
  const page = typeof options.out === 'string' ? options.out : join(dirname(file), `${title}-engines.html`);
  if (options.fresh !== true) await requireFreeFile(resolve(context.cwd, page), page);
  const problem = parseDispatchProblem(await readJsonFile(resolve(context.cwd, file), file), file);
  const compared = await compareEngines(
    problem,
    chosen.map(({ name }) => name),
    { ...settings, clock },
  );
  if (compared.every(({ result }) => result === null)) {
    throw new ConfigError('no engine of the comparison has a schedule', {
      file,
      field: '--compare',
      rule: compared.map((entry) => (entry.result === null ? `${entry.engine}: ${entry.reason}` : '')).join('; '),
      value: options.compare,
      remedy: 'compare with exact',
    });
  }
  await writePage(
    resolve(context.cwd, page),
    page,
    await renderDispatchPage(comparisonModel(title, problem, compared, settings)),
  );
  context.print(context.json ? comparisonJson(title, compared, page) : comparisonText(compared, page));
  return 0;
}

function comparedEngines(text: string): DispatchEngine[] {
  if (text.trim() === 'all') return [...engines];
  return [...new Set(text.split(',').map((name) => findEngine(name.trim(), '--compare')))];
}

/** The streams that only some problems have. */
function further(
  { availabilityRevenue, utilisationRevenue, networkCharges }: DispatchResult,
  money: (amount: number) => string,
): string {
  const parts = [
    availabilityRevenue === 0 ? '' : ` + availability ${money(availabilityRevenue)}`,
    utilisationRevenue === 0 ? '' : ` + utilisation ${money(utilisationRevenue)}`,
    networkCharges === 0 ? '' : ` − network charges ${money(networkCharges)}`,
  ];
  return parts.join('');
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
      `${money(result.profit)} = revenue ${money(result.revenue)} − cost ${money(result.cost)}${further(result, money)} − throughput ${money(result.throughputCost)}`,
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
