import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { requireReachableEnd } from '../dispatch/reachable-end.ts';
import { deliveryDay, marketCalendars } from '../domain/market-calendar.ts';
import { artefactKey, writeWhole } from '../io/artefact-store.ts';
import { packageInfo } from '../io/code-version.ts';
import { checkRunFolder, publishRun, readSummaries, type Manifest } from '../io/run-folder.ts';
import { readScorecard } from '../io/scorecard-file.ts';
import { readBacktests } from '../io/stored-backtests.ts';
import { removeLeftovers } from '../io/temporary-files.ts';
import type { StoredBacktest } from '../pipeline/backtest-stage.ts';
import { buildReportModel } from '../pipeline/build-report-model.ts';
import { runFiles, type RunSummary } from '../pipeline/run-directory.ts';
import type { StoredScorecard } from '../pipeline/stored-scorecard.ts';
import { pipelineKeys, runPipeline } from '../pipeline.ts';
import { renderIndex, type IndexedRun } from '../report/render-index.ts';
import type { ReportModel } from '../report/report-model.ts';
import type { CommandContext, CommandExit, CommandModule } from './command.ts';
import { namingFile } from './naming-file.ts';
import { openRun, type OpenRun } from './open-run.ts';
import { configOption, dataOption, runOptions } from './options.ts';
import { runText } from './run-text.ts';

/** Days after which stage results that no run has used are deleted. */
const artefactDays = 14;

/** `run`: the nightly job, every stage for one delivery day. */
export const runCommand: CommandModule = {
  name: 'run',
  description: 'the nightly job: every stage for one delivery day, report and tables',
  declare(command: Command): void {
    command.addOption(configOption()).addOption(dataOption());
    runOptions(command).option('--plan', 'print what would run, and stop');
  },
  async run(_args, options, context): Promise<CommandExit> {
    const started = performance.now();
    const startedAt = new Date().toISOString();
    const fresh = options.fresh === true;
    const file = String(options.config);
    const run = await openRun(options, context, async ({ root, ...basics }, date) => {
      requireReachableNight(basics, date, file);
      if (options.plan !== true) await checkRunFolder(resolve(root, date), runKey(basics, date), fresh);
    });
    try {
      if (options.plan === true) {
        await namingFile(file, () => printPlan(context, run));
        return 0;
      }
      const result = await namingFile(file, () => runPipeline(run.input, run.tools));
      const reportStarted = performance.now();
      const info = packageInfo();
      const versions = {
        Node: process.version,
        HiGHS: `highs ${info.dependencies.highs}`,
        Charts: `vega-lite ${info.dependencies['vega-lite']}`,
      };
      const { config, night, sources } = run;
      const model = buildReportModel(result, {
        config,
        night,
        inputs: sources.digests,
        generatedBy: `${info.name} ${info.version}`,
        versions,
        scorecard: await readScorecard<StoredScorecard>(run.root, 1),
        backtests: await readBacktests<StoredBacktest>(run.root, 1),
      });
      const files = await runFiles(result, config, model);
      const key = runKey(run, result.date);
      const stages = [
        ...result.timings,
        { stage: 'report', key, seconds: (performance.now() - reportStarted) / 1000, stored: false },
      ];
      const manifest: Manifest = {
        schemaVersion: 1,
        runKey: key,
        name: config.name,
        date: result.date,
        startedAt,
        finishedAt: new Date().toISOString(),
        seconds: (performance.now() - started) / 1000,
        peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
        workers: run.workers,
        seed: config.seed,
        versions,
        inputs: sources.digests,
        stages,
      };
      const folder = resolve(run.root, result.date);
      await publishRun(folder, { ...files, 'manifest.json': `${JSON.stringify(manifest, null, 2)}\n` });
      await removeLeftovers(run.root);
      await run.store.prune(artefactDays);
      if (options.out === undefined) await writeIndex(resolve(context.cwd, 'reports'));
      if (context.json) context.print(String(files['summary.json']).trimEnd());
      else context.print(runText(model, relative(context.cwd, folder)));
      return exitOf(model);
    } finally {
      await run.close();
    }
  },
};

/** A breached limit and a failed scorecard are the red lights. */
function exitOf({ lights }: ReportModel): CommandExit {
  return lights.some(({ state }) => state === 'breach') ? 3 : 0;
}

/** Throws a ConfigError where the battery cannot come from the state of the night to its terminal state. */
function requireReachableNight({ config, night }: Pick<OpenRun, 'config' | 'night'>, date: string, file: string): void {
  const calendar = marketCalendars[config.calendar];
  requireReachableEnd(
    night.battery,
    calendar.periodMinutes / 60,
    deliveryDay(calendar, date).periodCount,
    file,
    'batteries[0]',
  );
}

/** Equal for runs that must give equal results: neither worker count nor data folder is part of it. */
function runKey({ config, night, sources }: Pick<OpenRun, 'config' | 'night' | 'sources'>, date: string): string {
  const { run: _run, data, ...settings } = config;
  return artefactKey('run', { settings, data: { ...data, directory: '' }, inputs: sources.digests, night, date });
}

async function printPlan(context: CommandContext, run: OpenRun): Promise<void> {
  const { date, stages } = await pipelineKeys(run.input, run.tools);
  const states = await Promise.all(
    stages.map(async ({ stage, key }) => ({
      stage,
      key,
      state: (await run.store.has(key)) && !run.tools.fresh ? 'stored' : 'missing',
    })),
  );
  if (context.json) context.print(JSON.stringify({ date, stages: states }));
  else
    context.print(
      [`delivery day ${date}`, ...states.map(({ stage, state }) => `  ${stage.padEnd(9)} [${state}]`)].join('\n'),
    );
}

/** The list of all runs below the reports folder. */
async function writeIndex(root: string): Promise<void> {
  const runs = (await readSummaries(root)) as RunSummary[];
  await writeWhole(resolve(root, 'index.html'), await renderIndex(runs.map(indexedRun)));
  await removeLeftovers(root);
}

function indexedRun({ run, figures, lights }: RunSummary): IndexedRun {
  const figure = (name: string): RunSummary['figures'][number] | undefined =>
    figures.find((one) => one.name === name && one.method === 'policy' && one.sample === 'evaluate');
  return {
    name: run.name,
    date: run.date,
    currency: run.currency,
    mean: figure('mean')?.value ?? NaN,
    meanStandardError: figure('mean')?.standardError ?? null,
    conditionalValueAtRisk: figure('conditionalValueAtRisk')?.value ?? NaN,
    conditionalValueAtRiskStandardError: figure('conditionalValueAtRisk')?.standardError ?? null,
    limit: run.limit,
    lights,
    labels: run.labels,
  };
}
