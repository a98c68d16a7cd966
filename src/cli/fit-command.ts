import { fitStages } from '../pipeline.ts';
import { openStages } from '../pipeline/stages.ts';
import type { CommandModule } from './command.ts';
import { namingFile } from './naming-file.ts';
import { openRun } from './open-run.ts';
import { configOption, dataOption, runOptions } from './options.ts';
import { refuseScoreOptions, scoreOptions } from './score-options.ts';
import { score } from './score.ts';

/** `fit`: the stages up to the fitted price generator; with `--score` how it does on past days. */
export const fitCommand: CommandModule = {
  name: 'fit',
  description: 'fit the price generator for one delivery day; with --score, judge it on past days',
  declare(command) {
    scoreOptions(runOptions(command.addOption(configOption()).addOption(dataOption())));
  },
  async run(_args, options, context) {
    if (options.score === true) return score(options, context);
    refuseScoreOptions(options);
    const run = await openRun(options, context);
    try {
      const { date, model, keys } = await namingFile(String(options.config), () =>
        fitStages(run.input, run.tools, openStages(run.tools)),
      );
      const facts = {
        date,
        generator: model.firstDays?.generator ?? model.generator,
        artefact: run.store.path(keys.fit),
        bankWeeks: model.bank.days.length,
        effectiveBankSize: model.effectiveBankSize,
        levelErrorScale: model.levelErrorScale,
        levelPathSpread: model.levelPathSpread,
        choleskyJitter: model.smoothing.jitter,
        services: model.services.map((service) => service.name),
        days: model.days.map((day, lead) => ({
          date: day.date,
          level: model.level[lead],
          amplitude: Math.exp(model.logAmplitude[lead]),
          basisSize: Math.exp(model.logBasisSize[lead]),
        })),
      };
      if (context.json) context.print(JSON.stringify(facts));
      else {
        const rows = facts.days.map(
          (day) =>
            `  ${day.date}  ${day.level.toFixed(1).padStart(8)} ${day.amplitude.toFixed(1).padStart(10)} ${day.basisSize.toFixed(1).padStart(11)}`,
        );
        context.print(
          [
            `${facts.generator} generator for ${date}: ${facts.bankWeeks} past weeks, effective ${facts.effectiveBankSize.toFixed(0)}`,
            `  day         level    amplitude  basis size   (${model.currency}/MWh)`,
            ...rows,
            `  artefact    ${facts.artefact}`,
          ].join('\n'),
        );
      }
      return 0;
    } finally {
      await run.close();
    }
  },
};
