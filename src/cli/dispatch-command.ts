import { basename, dirname, join, resolve } from 'node:path';
import { parseDispatchProblem } from '../dispatch/dispatch-problem-schema.ts';
import { compareEngines } from '../dispatch/compare-engines.ts';
import type { DispatchResult } from '../dispatch/dispatch-result.ts';
import { engineNames, findEngine } from '../dispatch/engines/registry.ts';
import { solveWithWear } from '../dispatch/lifetime/solve-with-wear.ts';
import { forecastSources } from '../dispatch/price-forecast-sources.ts';
import type { ForecastSource } from '../dispatch/price-forecast-sources.ts';
import { solveDispatch } from '../dispatch/solve-dispatch.ts';
import { ConfigError } from '../errors.ts';
import { readJsonFile } from '../io/json-file.ts';
import { renderDispatchPage } from '../report/dispatch-page.ts';
import type { CommandContext, CommandModule } from './command.ts';
import { comparisonJson, comparisonModel, comparisonText } from './dispatch-comparison.ts';
import { requireLifetime, requireNoWear, wearRequest } from './dispatch-wear-options.ts';
import { wearJson, wearText } from './dispatch-wear-text.ts';
import { positiveOption } from './positive-option.ts';
import { requireFreeFile, writePage } from './write-page.ts';

/** `bess-risk dispatch FILE`: one dispatch problem against known prices (docs/problems.md). */
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
      .option(
        '--forecast <source>',
        `what the rolling engine takes later prices for: ${forecastSources.join(', ')}; default perfect`,
      )
      .option('--half-life-days <days>', 'a day weighs half in the seasonal forecast so many days later; default never')
      .option('--lag-hours <hours>', 'hours after its start at which a price is known to rolling and markov; default 0')
      .option('--price-states <number>', 'price states that the markov engine distinguishes (5)')
      .option('--train-hours <hours>', 'hours of known prices that the markov engine estimates them from (1344)')
      .option('--levels <number>', 'states of charge that the grid engine distinguishes (201)')
      .option('--time-limit <seconds>', 'time limit of a HiGHS solve')
      .option('--target-cycles-per-day <cycles>', 'find the throughput cost that leads to so many full cycles a day')
      .option('--winsorise <low,high>', 'decide on prices drawn in to these quantiles, settle at the actual ones')
      .option('--lifetime', 'value the batteries that state a lifetime, year by year with fade')
      .option('--compare <engines>', "solve with 'all' engines, or those named (exact,grid,lp), side by side")
      .option('--out <file>', 'page of --compare; default <problem>-engines.html beside the problem')
      .option('--fresh', 'replace an existing page');
  },
  async run([file], options, context) {
    const settings = {
      lookaheadHours: positiveOption(options.lookaheadHours, '--lookahead-hours', 'hours'),
      windowHours: positiveOption(options.windowHours, '--window-hours', 'hours'),
      stepHours: positiveOption(options.stepHours, '--step-hours', 'hours'),
      forecast: forecastOption(options.forecast),
      forecastHalfLifeDays: positiveOption(options.halfLifeDays, '--half-life-days', 'days'),
      lagHours: lagOption(options.lagHours),
      priceStates: positiveOption(options.priceStates, '--price-states', 'states'),
      trainHours: positiveOption(options.trainHours, '--train-hours', 'hours'),
      levels: positiveOption(options.levels, '--levels', 'levels'),
      timeLimitSeconds: positiveOption(options.timeLimit, '--time-limit', 'seconds'),
      clock: () => performance.now(),
    };
    const wear = wearRequest(options);
    if (options.compare !== undefined) {
      requireNoWear(wear);
      return compare(file, options, settings, context);
    }
    const engine = findEngine(String(options.engine ?? 'exact')).name;
    const problem = parseDispatchProblem(await readJsonFile(resolve(context.cwd, file), file), file);
    requireLifetime(wear, problem, file);
    const solved = await solveWithWear(problem, wear, (one) => solveDispatch(one, { ...settings, engine }));
    context.print(context.json ? wearJson(solved) : summary(solved.result) + wearText(solved));
    return 0;
  },
};

function forecastOption(value: unknown): ForecastSource | undefined {
  if (value === undefined) return undefined;
  const source = forecastSources.find((candidate) => candidate === value);
  if (source !== undefined) return source;
  throw new ConfigError('unknown forecast', {
    field: '--forecast',
    rule: `one of ${forecastSources.join(', ')}`,
    value,
    remedy: 'choose one of these',
  });
}

/** A lag may be written as 0. */
function lagOption(value: unknown): number | undefined {
  return value === '0' ? 0 : positiveOption(value, '--lag-hours', 'hours');
}

/** One table and one page of several engines on the same problem. */
async function compare(
  file: string,
  options: Readonly<Record<string, unknown>>,
  settings: Parameters<typeof compareEngines>[2],
  context: CommandContext,
): Promise<0> {
  const engines = comparedNames(String(options.compare));
  const title = basename(file).replace(/\.json$/i, '');
  const page = typeof options.out === 'string' ? options.out : join(dirname(file), `${title}-engines.html`);
  if (options.fresh !== true) await requireFreeFile(resolve(context.cwd, page), page);
  const problem = parseDispatchProblem(await readJsonFile(resolve(context.cwd, file), file), file);
  const compared = await compareEngines(problem, engines, settings);
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

function comparedNames(text: string): string[] {
  if (text.trim() === 'all') return [...engineNames];
  const names = text.split(',').map((name) => findEngine(name.trim()).name);
  return [...new Set(names)];
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
