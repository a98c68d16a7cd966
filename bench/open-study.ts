import type { PipelineConfig } from '../src/config.ts';
import type { NightState } from '../src/domain/night-state.ts';
import type { ScenarioSet } from '../src/domain/scenario-set.ts';
import { fitWholeDay } from '../src/fit/fit-whole-day.ts';
import type { WholeDayModel } from '../src/fit/whole-day-model.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';
import { knownHistory } from '../src/ingest/known-history.ts';
import { defaultPlanDate } from '../src/ingest/plan-date.ts';
import { loadConfig } from '../src/io/load-config.ts';
import { loadNightState } from '../src/io/night-state.ts';
import { readSourceFiles } from '../src/io/source-files.ts';
import { generatorPriceLimits } from '../src/pipeline/run-settings.ts';
import { simulateWholeDay } from '../src/simulate/whole-day-scenarios.ts';

/** A study's configuration with the model of one delivery day, as a run would have them before it simulates. */
export interface OpenStudy {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly date: string;
  readonly model: WholeDayModel;
  /** Scenarios of the planned day alone, by number. */
  readonly draw: (firstScenario: number, scenarioCount: number) => ScenarioSet;
}

/** A study's configuration and history, and the study of each of its days; without a date, of the one that a run would plan. */
export async function openStudies(configFile: string): Promise<{
  readonly config: PipelineConfig;
  readonly studyOf: (askedDate: string | undefined) => OpenStudy;
}> {
  const loaded = await loadConfig(configFile, process.cwd(), { environmentDirectory: process.env['BESS_RISK_DATA'] });
  const { config } = loaded;
  const night = await loadNightState(loaded);
  const sources = await readSourceFiles(config, loaded.dataDirectories);
  const { history } = assembleHistory(config, sources.read);
  const studyOf = (askedDate: string | undefined): OpenStudy => {
    const date = askedDate ?? defaultPlanDate(history, config);
    const model = fitWholeDay(knownHistory(history, config, date), {
      date,
      generator: config.generator,
      maxMissingPeriodsPerDay: config.data.maxMissingPeriodsPerDay,
      priceLimits: generatorPriceLimits(config),
    });
    const draw = (firstScenario: number, scenarioCount: number): ScenarioSet =>
      simulateWholeDay(model, { seed: config.seed, firstScenario, scenarioCount, horizonDays: 1 });
    return { config, night, date, model, draw };
  };
  return { config, studyOf };
}

/** @param askedDate delivery day; undefined: the one that a run would plan */
export async function openStudy(configFile: string, askedDate: string | undefined): Promise<OpenStudy> {
  return (await openStudies(configFile)).studyOf(askedDate);
}
