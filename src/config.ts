import { z } from 'zod';
import { batterySchema, type BatterySpec } from './battery-schema.ts';
import { checkBidCurve } from './config/check-bid-curve.ts';
import { checkMarkets } from './config/check-markets.ts';
import { checkOffers } from './config/check-offers.ts';
import { checkScenarios } from './config/check-scenarios.ts';
import { checkStress } from './config/check-stress.ts';
import { checkView } from './config/check-view.ts';
import { dataSchema } from './config/data-schema.ts';
import { decisionSchema } from './config/decision-schema.ts';
import { localTime, wholeNumber } from './config/fields.ts';
import { generatorSchema } from './config/generator-schema.ts';
import { marketSchema } from './config/market-schema.ts';
import { policySchema } from './config/policy-schema.ts';
import { riskSchema } from './config/risk-schema.ts';
import { runSchema } from './config/run-schema.ts';
import { scenariosSchema } from './config/scenarios-schema.ts';
import { stateSchema } from './config/state-schema.ts';
import { stressCasesSchema } from './config/stress-schema.ts';
import { parseStrict } from './schema.ts';

export { generatorNames, type GeneratorName } from './config/generator-schema.ts';
export { activationShare, energyMarket, seriesInterval, serviceMarkets } from './config/market-access.ts';
export { policyNames, type PolicyName } from './config/policy-schema.ts';
export { soldSchema } from './config/state-schema.ts';

const configSchema = z.strictObject({
  /** Folder of the reports: `reports/<name>/<date>/`. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, hyphen and underscore'),
  /** Heading of the page. Default: the name. */
  title: z.string().optional(),
  /** Seed of every random stream: a whole number from 0 to 4,294,967,294. */
  seed: wholeNumber(0).lte(4_294_967_294).default(1),
  reportingCurrency: z.string().length(3).default('GBP'),
  /** Market calendar: delivery days, blocks, plan time. */
  calendar: z.enum(['gb', 'nem', 'sdac']).default('gb'),
  /**
   * When this run plans, local time on the eve. From the day-ahead market's `resultsKnownAt` on, tomorrow's prices are
   * taken as published and the day-ahead position as sold. Default: the calendar's, before the auction.
   */
  planTime: z.strictObject({ eveAt: localTime }).optional(),

  data: dataSchema,
  markets: z.array(marketSchema).min(2),

  batteries: z.array(batterySchema).min(1),
  state: stateSchema,

  generator: generatorSchema,
  scenarios: scenariosSchema,
  decision: decisionSchema,
  policy: policySchema,
  risk: riskSchema,
  stress: stressCasesSchema,
  run: runSchema,
});

/** What a user writes in `pipeline.config.ts`; unset fields have defaults. */
export type PipelineConfigInput = z.input<typeof configSchema>;
/** The configuration with every default filled in. */
export type PipelineConfig = z.output<typeof configSchema>;
export type MarketConfig = PipelineConfig['markets'][number];
export type ServiceConfig = Extract<MarketConfig, { role: 'service' }>;
export type SourceConfig = MarketConfig['sources'][number];
export type DataRules = PipelineConfig['data'];
export type GeneratorConfig = PipelineConfig['generator'];
/** The default generator with its default settings. */
export const defaultGenerator: GeneratorConfig = generatorSchema.parse({});
export type { BatterySpec };

/** Types a configuration file; returns it unchanged. */
export function defineConfig(config: PipelineConfigInput): PipelineConfigInput {
  return config;
}

/** Checks a configuration and fills in its defaults. Throws a ConfigError that names the field. */
export function parseConfig(input: unknown, file: string): PipelineConfig {
  const config = parseStrict(configSchema, input, file);
  checkMarkets(config, file);
  checkScenarios(config, file);
  checkBidCurve(config, file);
  checkOffers(config, file);
  checkView(config, file);
  checkStress(config, file);
  return config;
}
