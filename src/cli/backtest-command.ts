import { relative, resolve } from 'node:path';
import { assembleHistory } from '../ingest/assemble-history.ts';
import { requireGateOrder } from '../ingest/market-gates.ts';
import { defaultPlanDate } from '../ingest/plan-date.ts';
import { artefactKey } from '../io/artefact-store.ts';
import { packageInfo } from '../io/code-version.ts';
import { checkRunFolder, publishRun } from '../io/run-folder.ts';
import { backtestFolderName } from '../io/stored-backtests.ts';
import { removeLeftovers } from '../io/temporary-files.ts';
import { ingestKeyOf } from '../pipeline.ts';
import { backtestFiles } from '../pipeline/backtest-files.ts';
import { backtestConfiguration, backtestStage } from '../pipeline/backtest-stage.ts';
import { assumesNoPosition, noPositionText } from '../pipeline/closed-day-ahead.ts';
import { priceLabels } from '../pipeline/price-labels.ts';
import { streamDisplayName } from '../pipeline/report-sections/stream-display-name.ts';
import { openStages } from '../pipeline/stages.ts';
import { backtestText } from './backtest-text.ts';
import type { CommandExit, CommandModule } from './command.ts';
import { dayRange, dayRangeOptions } from './day-range.ts';
import { openRun } from './open-run.ts';
import { configOption, dataOption, outputOptions } from './options.ts';

/** Without --from: a quarter of days, minutes on two processors. */
const defaultDays = 90;

/** `backtest`: the plans of past days as they would have been made, judged by the prices that came. */
export const backtestCommand: CommandModule = {
  name: 'backtest',
  description: 'walk forward over past days: each planned on what was known, and judged by the prices that came',
  declare(command) {
    command.addOption(configOption()).addOption(dataOption());
    outputOptions(dayRangeOptions(command, '', '90 days'), 'DIR/backtest/<from>-to-<to>/');
  },
  async run(_args, options, context): Promise<CommandExit> {
    const startedAt = new Date().toISOString();
    const started = performance.now();
    const run = await openRun(options, context);
    try {
      const { input, tools, root } = run;
      const { config, sources } = input;
      // What was sold is of one date.
      const night = { ...input.night, sold: null };
      requireGateOrder(config);
      if (assumesNoPosition(config, night)) context.log.warn(noPositionText);
      const stages = openStages(tools);
      const ingestKey = ingestKeyOf(run, tools);
      const { history } = await stages.run('ingest', ingestKey, async () => assembleHistory(config, sources.read));
      const range = dayRange(options, defaultDays, () => defaultPlanDate(history, config));
      const name = `${range.from}-to-${range.to}${range.every === 1 ? '' : `-every-${range.every}`}`;
      const folder = resolve(root, backtestFolderName, name);
      const key = artefactKey('backtestRun', {
        configuration: backtestConfiguration(config),
        title: config.title ?? null,
        inputs: sources.digests,
        night,
        range,
      });
      await checkRunFolder(folder, key, tools.fresh);
      const info = packageInfo();
      const backtest = await backtestStage(
        { config, night, ingestKey, range, labels: priceLabels(config), madeBy: `${info.name} ${info.version}` },
        tools,
      );
      const files = await backtestFiles(backtest, (stream) => streamDisplayName(stream, config));
      const manifest = {
        schemaVersion: 1,
        runKey: key,
        name: config.name,
        date: range.to,
        startedAt,
        finishedAt: new Date().toISOString(),
        seconds: (performance.now() - started) / 1000,
        workers: run.workers,
        seed: config.seed,
        inputs: sources.digests,
      };
      await publishRun(folder, { ...files, 'manifest.json': `${JSON.stringify(manifest, null, 2)}\n` });
      await removeLeftovers(root);
      if (context.json) context.print(JSON.stringify(backtest));
      else context.print(backtestText(backtest, relative(context.cwd, folder)));
      return backtest.state === 'failed' ? 3 : 0;
    } finally {
      await run.close();
    }
  },
};
