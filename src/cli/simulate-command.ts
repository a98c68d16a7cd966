import { sampleQuantiles } from '../math/sample-statistics.ts';
import { fitStages, simulateStage } from '../pipeline.ts';
import { openStages } from '../pipeline/stages.ts';
import type { CommandModule } from './command.ts';
import { namingFile } from './naming-file.ts';
import { openRun } from './open-run.ts';
import { configOption, dataOption, runOptions } from './options.ts';

/** `simulate`: the stages up to the price scenarios. */
export const simulateCommand: CommandModule = {
  name: 'simulate',
  description: 'draw the price scenarios of one delivery day and the days after it',
  declare(command) {
    runOptions(command.addOption(configOption()).addOption(dataOption()));
  },
  async run(_args, options, context) {
    const run = await openRun(options, context);
    try {
      const stages = openStages(run.tools);
      const fitted = await namingFile(String(options.config), () => fitStages(run.input, run.tools, stages));
      const set = await simulateStage(run.input, run.tools, stages, fitted);
      const total = set.dayOffsets[set.days.length];
      const days = set.days.map((day, index) => {
        const daily = (matrix: Float64Array): number[] => {
          const means = Float64Array.from({ length: set.scenarioCount }, (_, s) => {
            let sum = 0;
            for (let t = set.dayOffsets[index]; t < set.dayOffsets[index + 1]; t++) sum += matrix[s * total + t];
            return sum / day.periodCount;
          });
          return sampleQuantiles(means, [0.05, 0.5, 0.95]);
        };
        return {
          date: day.date,
          periods: day.periodCount,
          dayAhead: daily(set.dayAhead),
          imbalance: daily(set.imbalance),
        };
      });
      const artefact = run.store.path(fitted.keys.simulate);
      if (context.json) {
        const services = set.services.map((service) => service.name);
        context.print(
          JSON.stringify({
            date: fitted.date,
            scenarioCount: set.scenarioCount,
            currency: set.currency,
            services,
            days,
            artefact,
          }),
        );
      } else {
        const range = ([low, middle, high]: number[]): string =>
          `${low.toFixed(0)} … ${middle.toFixed(0)} … ${high.toFixed(0)}`.padEnd(22);
        context.print(
          [
            `${set.scenarioCount} scenarios from ${fitted.date}; daily means, 5 % … median … 95 %, ${set.currency}/MWh`,
            '  day         day-ahead             imbalance',
            ...days.map((day) => `  ${day.date}  ${range(day.dayAhead)}${range(day.imbalance)}`.trimEnd()),
            `  artefact    ${artefact}`,
          ].join('\n'),
        );
      }
      return 0;
    } finally {
      await run.close();
    }
  },
};
