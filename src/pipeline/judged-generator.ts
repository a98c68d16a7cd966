import type { PipelineConfig } from '../config.ts';
import { plansAfterAuction } from '../ingest/plan-time.ts';
import type { Generator } from '../simulate/generators/generator.ts';
import { knownDayAhead } from '../simulate/generators/known-day-ahead.ts';
import { scoredGenerator } from './score-shards.ts';

/**
 * The generator that a run of the configuration draws from, as the scorecard judges it: planned after the auction, the
 * default knows the day-ahead prices of the day.
 */
export function judgedGenerator(config: PipelineConfig): Generator {
  return plansAfterAuction(config) ? knownDayAhead : scoredGenerator(config.generator.name);
}
