import { relative } from 'node:path';
import { assembleHistory } from '../ingest/assemble-history.ts';
import { defaultPlanDate } from '../ingest/plan-date.ts';
import { packageInfo } from '../io/code-version.ts';
import { writeScorecard } from '../io/scorecard-file.ts';
import { ingestKeyOf } from '../pipeline.ts';
import { priceLabels } from '../pipeline/price-labels.ts';
import { scoreStage } from '../pipeline/score-stage.ts';
import { openStages } from '../pipeline/stages.ts';
import type { CommandContext, CommandExit } from './command.ts';
import { openRun } from './open-run.ts';
import { scoreRequest } from './score-options.ts';
import { scoreText } from './score-text.ts';

/** `fit --score`: the scorecard of the configuration's generator, kept beside its runs. Exit 3: it failed the gate. */
export async function score(options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<CommandExit> {
  const run = await openRun(options, context);
  try {
    const { config, sources, input, tools } = run;
    const stages = openStages(tools);
    const ingestKey = ingestKeyOf(run, tools);
    const ingested = await stages.run('ingest', ingestKey, async () => assembleHistory(config, sources.read));
    const request = scoreRequest(options, config, () => input.date ?? defaultPlanDate(ingested.history, config));
    const { name, version } = packageInfo();
    const scorecard = await scoreStage(
      { config, ingested, ingestKey, request, labels: priceLabels(config), madeBy: `${name} ${version}` },
      tools,
      stages,
    );
    const file = await writeScorecard(run.root, scorecard);
    if (context.json) context.print(JSON.stringify(scorecard));
    else context.print(scoreText(scorecard, relative(context.cwd, file)));
    return scorecard.gate.state === 'failed' ? 3 : 0;
  } finally {
    await run.close();
  }
}
