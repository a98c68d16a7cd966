import { knownHistory } from '../src/ingest/known-history.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';
import { defaultPlanDate } from '../src/ingest/plan-date.ts';
import { loadConfig } from '../src/io/load-config.ts';
import { readSourceFiles } from '../src/io/source-files.ts';
import { fitWholeDay, type WholeDayRequest } from '../src/fit/fit-whole-day.ts';
import type { WholeDayModel } from '../src/fit/whole-day-model.ts';
import type { PriceHistory } from '../src/domain/price-history.ts';
import { generatorPriceLimits } from '../src/pipeline/run-settings.ts';

/** The bundled sample (synthetic prices) as a run would fit it. */
export async function fittedSample(): Promise<{
  history: PriceHistory;
  request: WholeDayRequest;
  model: WholeDayModel;
}> {
  const { config, dataDirectories } = await loadConfig('pipeline.config.ts', process.cwd());
  const sources = await readSourceFiles(config, dataDirectories);
  const { history } = assembleHistory(config, sources.read);
  const date = defaultPlanDate(history, config);
  const known = knownHistory(history, config, date);
  const request = {
    date,
    generator: config.generator,
    maxMissingPeriodsPerDay: config.data.maxMissingPeriodsPerDay,
    priceLimits: generatorPriceLimits(config),
  };
  return { history: known, request, model: fitWholeDay(known, request) };
}
